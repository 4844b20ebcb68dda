using System.Text;
using Renderer.Server.Passthrough.Forms;
using Xunit;

namespace Renderer.ServerTests.Passthrough.Forms;

public sealed class UrlEncodedFormTests
{
    [Fact]
    public void Fields_are_found_with_their_names_and_values_decoded()
    {
        var body = Encoding.ASCII.GetBytes("to=a%40x.example&to=b%40x.example&&flag&h%3AX-Name=Zo%C3%AB+%26+co&empty=");
        var map = UrlEncodedForm.Map(body);

        Assert.Equal(["to", "to", "flag", "h:X-Name", "empty"], map.Fields.Select(field => field.Name));
        Assert.Equal(["a@x.example", "b@x.example", "", "Zo\u00eb & co", ""], map.Fields.Select(field => map.Encoding.Read(body.AsSpan((int)field.ValueAt, (int)field.ValueLength))));
    }

    [Fact]
    public void What_is_written_is_read_again()
    {
        var random = new Random(5);
        for (var round = 0; round < 1000; round++)
        {
            var (name, value) = (Text(random, 1), Text(random, 0));
            byte[] body = [.. "a=1"u8, .. UrlEncodedForm.Only.WriteField(name, value, first: false)];
            var field = UrlEncodedForm.Map(body).Fields[1];
            Assert.Equal((name, value), (field.Name, UrlEncodedForm.Only.Read(body.AsSpan((int)field.ValueAt, (int)field.ValueLength))));
        }
    }

    [Fact]
    public void A_field_that_is_taken_out_leaves_the_others()
    {
        var body = "a=1&b=2&c=3"u8.ToArray();
        var map = UrlEncodedForm.Map(body);
        var left = map.Fields.Select(field =>
        {
            var (at, length) = map.Extent(field);
            return Encoding.ASCII.GetString([.. body[..(int)at], .. body[(int)(at + length)..]]);
        });
        Assert.Equal(["b=2&c=3", "a=1&c=3", "a=1&b=2&"], left);
    }

    private static string Text(Random random, int least) =>
        string.Concat(Enumerable.Range(0, random.Next(least, 20)).Select(_ => char.ConvertFromUtf32(random.Next(3) == 0 ? random.Next(0xE000, 0x10FFFF) : random.Next(0x80))));
}
