using System.Net;
using System.Net.Sockets;
using System.Text;
using Renderer.ServerTests.Infrastructure;
using Xunit;

namespace Renderer.ServerTests.Send;

/// <summary>Whatever is sent, the answer is the contract's, and the node lives on.</summary>
public sealed class BadInputTests(BasicStage basic) : IClassFixture<BasicStage>
{
    private HttpClient Http => basic.Stage.Node.Http;

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("{\"recipient\":{\"id\":\"p0001\"},}")]
    [InlineData("{\"recipient\":{\"id\":\"p0001\"}} trailing")]
    [InlineData("{\"recipient\":{\"id\":\"p0001\"},\"recipient\":{\"id\":\"p0002\"}}")]
    [InlineData("{\"recipient\":{\"id\":\"p0001\"},\"data\":{\"a\":1,\"a\":2}}")]
    public async Task What_is_not_one_JSON_object_is_bad_json(string body)
    {
        using var answer = await Http.PostTextAsync("/v1/render/hello", body);
        await answer.ProblemAsync(HttpStatusCode.BadRequest, "bad_json");
    }

    [Fact]
    public async Task JSON_nested_too_deep_is_bad_json()
    {
        var deep = string.Concat(Enumerable.Repeat("[", 5000)) + string.Concat(Enumerable.Repeat("]", 5000));
        using var answer = await Http.PostTextAsync("/v1/render/hello", $$$"""{"recipient":{"id":"p0001"},"data":{"a":{{{deep}}}}}""");
        await answer.ProblemAsync(HttpStatusCode.BadRequest, "bad_json");
    }

    [Fact]
    public async Task Invalid_UTF8_is_bad_json()
    {
        using var content = new ByteArrayContent([.. "{\"recipient\":{\"id\":\"p"u8, 0xC3, 0x28, .. "\"}}"u8]);
        content.Headers.ContentType = new("application/json");
        using var answer = await Http.PostAsync("/v1/render/hello", content);
        await answer.ProblemAsync(HttpStatusCode.BadRequest, "bad_json");
    }

    [Theory]
    [InlineData("""{"recipient":{"id":"p0001"},"reciepient":1}""", "recipient")]
    [InlineData("""{"recipient":{"id":"p0001"},"budget":5}""", "budget_ms")]
    public async Task An_unknown_member_names_the_nearest_known_one(string body, string nearest)
    {
        using var answer = await Http.PostTextAsync("/v1/render/hello", body);
        var problem = await answer.ProblemAsync(HttpStatusCode.BadRequest, "unknown_field");
        Assert.Contains(nearest, problem.Text("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unknown_members_of_data_and_profile_are_nobodys_business()
    {
        using var answer = await Http.PostTextAsync("/v1/render/hello", """{"recipient":{"id":"p0001"},"data":{"anything":1},"profile":{"whatever":true}}""");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData("""{"recipient":"p0001"}""")]
    [InlineData("""{"recipient":{"id":1}}""")]
    [InlineData("""{"recipient":{}}""")]
    [InlineData("""{"recipient":{"id":""}}""")]
    [InlineData("""{"recipient":{"id":"   "}}""")]
    [InlineData("""{"recipient":{"id":"a","email":"b"}}""")]
    [InlineData("""{"recipient":{"a":"1","b":"1","c":"1","d":"1","e":"1","f":"1","g":"1","h":"1","i":"1","j":"1"}}""")]
    [InlineData("""{"recipient":{"unknown_kind":"a"}}""")]
    [InlineData("""{"recipient":{"id":"\ud800"}}""")]
    [InlineData("""{"recipient":{"id":"a\u0000b"}}""")]
    [InlineData("""{"recipient":{"id":"p0001"},"budget_ms":49}""")]
    [InlineData("""{"recipient":{"id":"p0001"},"budget_ms":10001}""")]
    [InlineData("""{"recipient":{"id":"p0001"},"budget_ms":"800"}""")]
    [InlineData("""{"recipient":{"id":"p0001"},"budget_ms":1e99}""")]
    [InlineData("""{"recipient":{"id":"p0001"},"fetch":"yes"}""")]
    [InlineData("""{"recipient":{"id":"p0001"},"parts":"html"}""")]
    [InlineData("""{"recipient":{"id":"p0001"},"parts":["pdf"]}""")]
    [InlineData("""{"recipient":{"id":"p0001"},"parts":[]}""")]
    [InlineData("""{"recipient":{"id":"p0001"},"on_missing":"explode"}""")]
    [InlineData("""{"recipient":{"id":"p0001"},"locale":"qq-QQ"}""")]
    [InlineData("""{"recipient":{"id":"p0001"},"locale":"../../etc/passwd"}""")]
    [InlineData("""{"recipient":{"id":"p0001"},"time_zone":"Mars/Olympus"}""")]
    [InlineData("""{"recipient":{"id":"p0001"},"now":"tomorrow"}""")]
    [InlineData("""{"recipient":{"id":"p0001"},"now":"9999-12-31T23:59:59Z"}""")]
    [InlineData("""{"recipient":{"id":"p0001"},"now":"0001-01-01T00:00:00Z"}""")]
    [InlineData("""{"recipient":{"id":"p0001"},"data":[1]}""")]
    [InlineData("""{"recipient":{"id":"p0001"},"profile":"x"}""")]
    [InlineData("""{"recipient":{"id":"p0001"},"message_id":7}""")]
    public async Task A_value_of_the_wrong_kind_is_bad_parameter(string body)
    {
        using var answer = await Http.PostTextAsync("/v1/render/hello", body);
        await answer.ProblemAsync(HttpStatusCode.BadRequest, "bad_parameter");
    }

    [Fact]
    public async Task Half_a_character_in_a_value_is_mended_and_costs_no_mail()
    {
        const string Person = """{"recipient":{"id":"p0001"},"profile":{"first_name":"\\\ud83d\ude00\ud83d!","x":["\uDE00"]},"data":{"a":{"b":"\ud83d"}}}""";
        using var answer = await Http.PostTextAsync("/v1/render/hello", Person);
        Assert.Equal("Hello \\\ud83d\ude00\ufffd!", (await answer.JsonAsync()).Text("subject"));
        using var preview = await Http.PostTextAsync("/v1/preview", """{"template":"hello","profile":{"first_name":"\ud83d"}}""");
        Assert.Equal(HttpStatusCode.OK, preview.StatusCode);
    }

    [Theory]
    [InlineData("/v1/render/hello", """{"\ud83d":1}""")]
    [InlineData("/v1/render/hello", """{"recipient":{"id":"p0001"},"profile":{"\ud83d":1}}""")]
    [InlineData("/v1/render/hello", """{"recipient":{"id":"p0001"},"data":{"a":[{"\ude00x":1}]}}""")]
    [InlineData("/v1/preview", """{"template":{"html":"x","blocks":{"\ud83d":"x"}}}""")]
    [InlineData("/v1/profiles/expire", """{"\ud83d":1}""")]
    public async Task Half_a_character_in_a_name_is_bad_json(string route, string body)
    {
        using var answer = await Http.PostTextAsync(route, body);
        await answer.ProblemAsync(HttpStatusCode.BadRequest, "bad_json");
    }

    [Fact]
    public async Task A_recipient_or_message_id_over_128_bytes_is_bad_parameter()
    {
        var longest = new string('ä', 64);
        Assert.Equal(HttpStatusCode.OK, (await Http.PostTextAsync("/v1/render/hello", $$$"""{"recipient":{"id":"{{{longest}}}"}}""")).StatusCode);
        await (await Http.PostTextAsync("/v1/render/hello", $$$"""{"recipient":{"id":"{{{longest}}}x"}}""")).ProblemAsync(HttpStatusCode.BadRequest, "bad_parameter");
        await (await Http.PostTextAsync("/v1/render/hello", $$$"""{"recipient":{"id":"p0001"},"message_id":"{{{longest}}}x"}""")).ProblemAsync(HttpStatusCode.BadRequest, "bad_parameter");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"recipient":null}""")]
    public async Task Nobody_named_is_recipient_missing(string body)
    {
        using var answer = await Http.PostTextAsync("/v1/render/hello", body);
        await answer.ProblemAsync(HttpStatusCode.BadRequest, "recipient_missing");
    }

    [Fact]
    public async Task Another_media_type_is_unsupported()
    {
        await (await Http.PostTextAsync("/v1/render/hello", "{}", "text/plain")).ProblemAsync(HttpStatusCode.UnsupportedMediaType, "unsupported_media_type");
        await (await Http.PostAsync("/v1/render/hello", new ByteArrayContent("{}"u8.ToArray()))).ProblemAsync(HttpStatusCode.UnsupportedMediaType, "unsupported_media_type");
    }

    [Fact]
    public async Task A_body_over_one_megabyte_is_too_large_with_or_without_a_length()
    {
        var five = $$$"""{"recipient":{"id":"p0001"},"data":{"a":"{{{new string('x', 5_000_000)}}}"}}""";
        await (await Http.PostTextAsync("/v1/render/hello", five)).ProblemAsync(HttpStatusCode.RequestEntityTooLarge, "body_too_large");

        using var chunked = new HttpRequestMessage(HttpMethod.Post, "/v1/render/hello") { Content = new StringContent(five, Encoding.UTF8, "application/json") };
        chunked.Headers.TransferEncodingChunked = true;
        await (await Http.SendAsync(chunked)).ProblemAsync(HttpStatusCode.RequestEntityTooLarge, "body_too_large");
    }

    [Fact]
    public async Task A_connection_that_is_closed_halfway_costs_nobody_anything()
    {
        var uri = new Uri(basic.Stage.Node.Url);
        for (var i = 0; i < 20; i++)
        {
            using var half = new TcpClient();
            await half.ConnectAsync(uri.Host, uri.Port);
            await half.GetStream().WriteAsync("POST /v1/render/hello HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer dev\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{\"recip"u8.ToArray());
            half.LingerState = new LingerOption(true, 0);
        }

        Assert.Equal("live", (await basic.Stage.Node.HelloAsync("p0001")).Text("outcome"));
        Assert.Equal("", string.Join('\n', basic.Stage.Node.Logs.Lines.Where(line => line.StartsWith("Error", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task An_endless_body_is_cut_off()
    {
        var uri = new Uri(basic.Stage.Node.Url);
        using var endless = new TcpClient();
        await endless.ConnectAsync(uri.Host, uri.Port);
        var stream = endless.GetStream();
        await stream.WriteAsync("POST /v1/render/hello HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer dev\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"u8.ToArray());
        var chunk = Encoding.ASCII.GetBytes($"10000\r\n{new string('x', 0x10000)}\r\n");
        var answer = new StreamReader(stream).ReadLineAsync();
        try
        {
            for (var i = 0; i < 200 && !answer.IsCompleted; i++)
            {
                await stream.WriteAsync(chunk);
            }
        }
        catch (IOException)
        {
            // The server has had enough, which is the point.
        }

        Assert.Contains("413", await answer.WaitAsync(TimeSpan.FromSeconds(10)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Routes_that_do_not_exist_and_methods_that_do_not_fit_are_problems_too()
    {
        await (await Http.GetAsync("/v1/nothing")).ProblemAsync(HttpStatusCode.NotFound, "not_found");
        await (await Http.DeleteAsync("/v1/render/hello")).ProblemAsync(HttpStatusCode.MethodNotAllowed, "method_not_allowed");
    }

    [Fact]
    public async Task Headers_and_addresses_without_end_are_refused()
    {
        using var longUrl = await Http.GetAsync("/v1/render/hello?id=" + new string('x', 20_000));
        Assert.Equal(HttpStatusCode.RequestUriTooLong, longUrl.StatusCode);
        using var longHeader = new HttpRequestMessage(HttpMethod.Get, "/v1/render/hello?id=p0001");
        longHeader.Headers.Add("X-Long", new string('x', 40_000));
        Assert.Equal(HttpStatusCode.RequestHeaderFieldsTooLarge, (await Http.SendAsync(longHeader)).StatusCode);
    }
}
