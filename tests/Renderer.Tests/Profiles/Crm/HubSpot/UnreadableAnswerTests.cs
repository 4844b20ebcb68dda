using System.IO.Compression;
using System.Text;
using Renderer.Model;
using Xunit;

namespace Renderer.Tests.Profiles.Crm.HubSpot;

/// <summary>Whatever comes back is an answer with a reason, never an exception out of the room.</summary>
public sealed class UnreadableAnswerTests : IAsyncLifetime
{
    private FakeHubSpot host = null!;

    public async ValueTask InitializeAsync() => host = await FakeHubSpot.StartAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    public static TheoryData<string, string> Bodies => new()
    {
        { "empty", "" },
        { "no JSON", "<html>Hello</html>" },
        { "cut off", """{"id":"512","properties":{"firstname":"An""" },
        { "a list", "[]" },
        { "null", "null" },
        { "no id", """{"properties":{"firstname":"Ann"}}""" },
        { "a null id", """{"id":null,"properties":{}}""" },
        { "null properties", """{"id":"512","properties":null}""" },
        { "properties that are a list", """{"id":"512","properties":["a"]}""" },
        { "an archived that is no truth", """{"id":"512","properties":{},"archived":"maybe"}""" },
        { "too deep", $$$"""{"id":"512","properties":{"a":{{{new string('[', 100)}}}{{{new string(']', 100)}}}}}""" },
        { "more after the end", """{"id":"512","properties":{}} {}""" },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task An_unreadable_body_is_an_error(string what, string body)
    {
        Assert.NotEmpty(what);
        await using var connection = host.Connect();
        host.Fault = context => FakeHubSpot.AnswerAsync(context, 200, body);

        Assert.Equal(Reason.CrmError, (await connection.ReadAsync(Identifier.Id("512"))).Reason);
        Assert.All(await connection.ReadManyAsync([Identifier.Id("512")]), answer => Assert.Equal(Reason.CrmError, answer.Reason));
    }

    [Fact]
    public async Task Bad_utf8_is_an_error()
    {
        await using var connection = host.Connect();
        host.Fault = async context =>
        {
            await context.Response.Body.WriteAsync(Encoding.Latin1.GetBytes("""{"id":"512","properties":{"firstname":"Zoë"}}"""));
            return true;
        };

        Assert.Equal(Reason.CrmError, (await connection.ReadAsync(Identifier.Id("512"))).Reason);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_over_4_MB_is_an_error_also_when_it_was_small_on_the_wire(bool compressed)
    {
        await using var connection = host.Connect();
        host.Fault = async context =>
        {
            var body = Encoding.UTF8.GetBytes($$$"""{"id":"512","properties":{"firstname":"{{{new string('a', 5 * 1024 * 1024)}}}"}}""");
            if (compressed)
            {
                context.Response.Headers.ContentEncoding = "gzip";
                await using var gzip = new GZipStream(context.Response.Body, CompressionLevel.Fastest);
                await gzip.WriteAsync(body);
            }
            else
            {
                await context.Response.Body.WriteAsync(body);
            }

            return true;
        };

        Assert.Equal(Reason.CrmError, (await connection.ReadAsync(Identifier.Id("512"))).Reason);
    }

    [Fact]
    public async Task Half_an_emoji_costs_one_character_not_the_person()
    {
        await using var connection = host.Connect();
        host.Fault = context => FakeHubSpot.AnswerAsync(
            context, 200, """{"id":512,"properties":{"firstname":"Ann \ud83d\u00e9\n\"x\"","age":41,"vip":true,"tags":["a"]}}""");

        var answer = await connection.ReadAsync(Identifier.Id("512"), ["firstname", "age", "vip", "tags"]);

        Assert.Equal("Ann \ufffdé\n\"x\"", answer.Value("firstname"));
        Assert.Equal(["41", "true", """["a"]"""], new[] { answer.Value("age"), answer.Value("vip"), answer.Value("tags") });
    }

    [Fact]
    public async Task A_byte_order_mark_does_no_harm()
    {
        await using var connection = host.Connect();
        host.Fault = context => FakeHubSpot.AnswerAsync(context, 200, "\ufeff" + """{"id":"512","properties":{"firstname":"Ann"}}""");

        Assert.Equal("Ann", (await connection.ReadAsync(Identifier.Id("512"))).Value("firstname"));
    }
}
