using System.Text;
using CsCheck;
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
    public void What_is_written_is_read_again() =>
        Gen.Select(Gen.String, Gen.String).Where((name, value) => Whole(name) && Whole(value) && name.Length > 0).Sample((name, value) =>
        {
            byte[] body = [.. "a=1"u8, .. UrlEncodedForm.Only.WriteField(name, value, first: false)];
            var field = UrlEncodedForm.Map(body).Fields[1];
            return field.Name == name && UrlEncodedForm.Only.Read(body.AsSpan((int)field.ValueAt, (int)field.ValueLength)) == value;
        });

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

    private static bool Whole(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) == text;
}
