using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using Renderer.Server.Passthrough.Bodies;
using Renderer.Server.Passthrough.Json;
using Renderer.Templates;
using Xunit;

namespace Renderer.ServerTests.Passthrough.Json;

public sealed class JsonSpotsTests
{
    private static readonly string[] Names = ["to", "email", "a\\u0062c", "ü", ""];
    private static readonly string[] Texts = ["\"\"", "\"a\"", "\"\\\"q\\\\\"", "\"[[renderer:a]]\"", "\"\\u005b\\u005brenderer:a#b]]\"", "\"üñ\\ud83d\\ude00\"", "1.50e+3", "-0", "true", "null", "12345678901234567890"];

    [Fact]
    public async Task Every_value_is_found_where_it_stands()
    {
        var random = new Random(3);
        for (var i = 0; i < 2000; i++)
        {
            var text = Value(random, 4);
            using var body = await SpoolAsync(text);
            var root = JsonSpots.Find(body);
            using var document = JsonDocument.Parse(text);
            Assert.NotNull(root);
            Compare(document.RootElement, root, body);
        }
    }

    [Fact]
    public async Task In_a_file_as_in_memory()
    {
        var text = $$"""{"attachments":[{"content":"{{new string('A', 400_000)}}"}],"content":[{"type":"text/html","value":"x\\"}],"z":{{new string(' ', 70_000)}}1}""";
        using var body = await SpoolAsync(text);
        Assert.Null(body.Memory);
        using var document = JsonDocument.Parse(text);
        Compare(document.RootElement, JsonSpots.Find(body)!, body);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{\"a\":1,}")]
    [InlineData("[1,]")]
    [InlineData("[1 2]")]
    [InlineData("{\"a\" 1}")]
    [InlineData("{a:1}")]
    [InlineData("{} x")]
    [InlineData("\"abc")]
    [InlineData("\"abc\\")]
    [InlineData("[}")]
    [InlineData("{\"a\":}")]
    public async Task What_is_broken_has_no_places(string text)
    {
        using var body = await SpoolAsync(text);
        Assert.Null(JsonSpots.Find(body));
    }

    [Fact]
    public async Task Depth_costs_no_stack()
    {
        using var body = await SpoolAsync(new string('[', 200_000));
        Assert.Null(JsonSpots.Find(body));
    }

    [Theory]
    [InlineData("""{"v":"a[[renderer:x#y]]b\n[[renderer:z]]"}""", """{"v":"a<1>b\n<2>"}""")]
    [InlineData("""{"v":"\u005b[renderer:x#y]] \u00fc [[renderer:z]]c"}""", """{"v":"<1> ü <2>c"}""")]
    [InlineData("""{ "v" : "[[renderer:x#y]]" , "w":1}""", """{ "v" : "<1>" , "w":1}""")]
    public async Task Marks_of_a_text_are_replaced_where_they_stand(string text, string expected)
    {
        using var body = await SpoolAsync(text);
        var marked = MarkedText.Read(body, JsonSpots.Find(body)!["v"], Part.Html)!;
        var splice = new Splice(body);
        marked.Write(splice, wanted => wanted.Mark.Block is null ? "<2>"u8.ToArray() : "<1>"u8.ToArray());
        var written = new StringBuilder();
        await foreach (var run in splice.End().RunsAsync(default))
        {
            written.Append(Encoding.UTF8.GetString(run.Span));
        }

        Assert.Equal(expected, written.ToString());
    }

    internal static async Task<Spool> SpoolAsync(string text) => (await Spool.ReadAsync(
        PipeReader.Create(new MemoryStream(Encoding.UTF8.GetBytes(text))), null, Path.GetTempPath(), long.MaxValue, default))!;

    private static void Compare(JsonElement element, JsonSpot spot, Spool body)
    {
        Assert.Equal(element.GetRawText(), Encoding.UTF8.GetString(body.Slice(spot.Start, spot.End).Span));
        if (element.ValueKind == JsonValueKind.String)
        {
            Assert.Equal(element.GetString(), JsonText.Decode(body, spot));
        }
        else if (element.ValueKind == JsonValueKind.Array)
        {
            Assert.Equal(element.GetArrayLength(), spot.Below.Count);
            foreach (var (item, place) in element.EnumerateArray().Zip(spot.Below))
            {
                Compare(item, place, body);
            }
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (var (member, place) in element.EnumerateObject().Zip(spot.Below))
            {
                Assert.Equal(member.Name, place.Name);
                Compare(member.Value, place, body);
            }
        }
    }

    private static string Value(Random random, int depth)
    {
        var space = random.Next(4) == 0 ? " \n\t" : "";
        return random.Next(depth == 0 ? 1 : 3) switch
        {
            1 => $"{space}[{string.Join(',', Enumerable.Range(0, random.Next(4)).Select(_ => Value(random, depth - 1)))}{space}]",
            2 => $"{{{string.Join(',', Enumerable.Range(0, random.Next(4)).Select(_ => $"{space}\"{Names[random.Next(Names.Length)]}\"{space}:{Value(random, depth - 1)}"))}{space}}}",
            _ => $"{space}{Texts[random.Next(Texts.Length)]}{space}",
        };
    }
}
