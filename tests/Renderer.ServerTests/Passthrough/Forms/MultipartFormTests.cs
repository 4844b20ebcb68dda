using System.IO.Pipelines;
using System.Text;
using Renderer.Server.Passthrough.Bodies;
using Renderer.Server.Passthrough.Forms;
using Xunit;

namespace Renderer.ServerTests.Passthrough.Forms;

public sealed class MultipartFormTests
{
    private static readonly byte[][] Hard = [.. ((string[])["", "\r\n", "\r\n--", "--b", "\r\n--x", "--", "\r\n\r\n", "a\r\n--\r\n"]).Select(Encoding.ASCII.GetBytes)];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Every_value_is_found_where_it_lies(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 100; round++)
        {
            var values = Enumerable.Range(0, random.Next(9)).Select(_ => Value(random)).ToArray();
            var body = Body(round % 2 == 0 ? string.Empty : "said before\r\n", values);
            using var spool = await SpoolAsync(body);
            var map = await MultipartForm.MapAsync("multipart/form-data; boundary=\"b%1\"", spool, CancellationToken.None);

            Assert.Equal(values.Length, map!.Fields.Count);
            Assert.All(values.Zip(map.Fields), pair => Assert.Equal(pair.First, body[(int)pair.Second.ValueAt..(int)(pair.Second.ValueAt + pair.Second.ValueLength)]));
            Assert.Equal("--b%1--", Encoding.ASCII.GetString(body[(int)map.End..(int)(map.End + 7)]));
        }
    }

    [Fact]
    public async Task A_field_that_is_taken_out_leaves_the_others_as_they_were()
    {
        byte[][] values = ["one"u8.ToArray(), "two"u8.ToArray(), "three"u8.ToArray()];
        var body = Body(string.Empty, values);
        var map = await MapAsync(body);
        foreach (var (field, i) in map!.Fields.Select((field, i) => (field, i)))
        {
            var (at, length) = map.Extent(field);
            byte[] left = [.. body[..(int)at], .. body[(int)(at + length)..]];
            var again = await MapAsync(left);
            Assert.Equal(values.Where((_, j) => j != i), again!.Fields.Select(other => left[(int)other.ValueAt..(int)(other.ValueAt + other.ValueLength)]));
        }
    }

    [Fact]
    public async Task A_field_that_is_put_in_comes_last()
    {
        var body = Body(string.Empty, ["one"u8.ToArray()]);
        var map = await MapAsync(body);
        var field = map!.Encoding.WriteField("h:X-Test", "Zo\u00eb & co", first: false)!;
        byte[] more = [.. body[..(int)map.End], .. field, .. body[(int)map.End..]];
        var again = await MapAsync(more);

        Assert.Equal(["f0", "h:X-Test"], again!.Fields.Select(one => one.Name));
        var last = again.Fields[1];
        Assert.Equal("Zo\u00eb & co", again.Encoding.Read(more.AsSpan((int)last.ValueAt, (int)last.ValueLength)));
    }

    [Fact]
    public async Task A_file_and_a_value_with_an_encoding_of_its_own_are_no_plain_text()
    {
        var map = await MapAsync(Encoding.ASCII.GetBytes(
            "--b%1\r\nContent-Disposition: form-data; name=\"html\"\r\nContent-Type: text/html; charset=utf-8\r\n\r\nx\r\n"
            + "--b%1\r\ncontent-disposition: form-data; name=attachment; filename=\"a.txt\"\r\n\r\nx\r\n"
            + "--b%1\r\nContent-Disposition: form-data; name=\"text\"\r\nContent-Transfer-Encoding: base64\r\n\r\neA==\r\n--b%1--"));
        Assert.Equal([("html", true), ("attachment", false), ("text", false)], map!.Fields.Select(field => (field.Name, field.IsPlain)));
    }

    [Theory]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--b")]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=a")]
    [InlineData("multipart/form-data; boundary=b", "--b\r\n\r\n1\r\n--b--")]
    [InlineData("multipart/form-data; boundary=b", "")]
    [InlineData("multipart/form-data", "--b--")]
    [InlineData("multipart/mixed; boundary=b", "--b--")]
    public async Task What_is_broken_or_no_form_is_none(string contentType, string body)
    {
        using var spool = await SpoolAsync(Encoding.ASCII.GetBytes(body));
        Assert.Null(await MultipartForm.MapAsync(contentType, spool, CancellationToken.None));
    }

    [Fact]
    public async Task A_value_that_would_end_its_field_is_refused()
    {
        var map = await MapAsync(Body(string.Empty, []));
        Assert.Null(map!.Encoding.Write("x\r\n--b%1\r\n"));
        Assert.Null(map.Encoding.WriteField("html", "x\r\n--b%1--", first: true));
    }

    private static async Task<FormMap?> MapAsync(byte[] body)
    {
        using var spool = await SpoolAsync(body);
        return await MultipartForm.MapAsync("multipart/form-data; boundary=b%1", spool, CancellationToken.None);
    }

    private static async Task<Spool> SpoolAsync(byte[] body) =>
        (await Spool.ReadAsync(PipeReader.Create(new MemoryStream(body)), null, Path.GetTempPath(), int.MaxValue, CancellationToken.None))!;

    /// <summary>Short, at the window's edge, or what looks like a boundary.</summary>
    private static byte[] Value(Random random)
    {
        if (random.Next(3) == 0)
        {
            return Hard[random.Next(Hard.Length)];
        }

        var bytes = new byte[random.Next(4) == 0 ? random.Next(65_300, 65_700) : random.Next(60)];
        random.NextBytes(bytes);
        return bytes;
    }

    private static byte[] Body(string preamble, byte[][] values) =>
    [
        .. Encoding.ASCII.GetBytes(preamble),
        .. values.SelectMany((value, i) => (byte[])[.. Encoding.ASCII.GetBytes($"--b%1\r\nContent-Disposition: form-data; name=\"f{i}\"\r\n\r\n"), .. value, .. "\r\n"u8]),
        .. "--b%1--\r\n"u8,
    ];
}
