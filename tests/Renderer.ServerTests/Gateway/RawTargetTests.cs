using System.Net.Sockets;
using System.Text;
using Xunit;

namespace Renderer.ServerTests.Gateway;

public sealed class RawTargetTests : IAsyncLifetime
{
    private TestNode node = null!;
    private Front front = null!;

    public static TheoryData<string> Targets { get; } =
    [
        "/v1/render/welcome?id=p0001&sig=0123abcd",
        "/v1/render/a%2Fb%2fc/%41%7e~?id=%70%2B+%20&x=a%2Fb&sig=00",
        "/v1/render/welcome?email=*|EMAIL|*&m=%%emailaddr%%&u={{email}}&w=[x]&sig=00",
        "/v1/render/welcome;v=1?id=a;b=c&d=\"quoted\"&e=<f>&g=^`\\&h='i'&sig=00",
        "/v1/render/%E2%82%AC%F0%9F%98%80?name=%C3%A9%FF%00&sig=00",
        "/v1//render///welcome?id=p0001&&=&?&/?../x",
        "/v1/./render/../render/%2E%2E/welcome?id=../..",
        "/v1/render/welcome?id=a%",
        "/v1/render/welcome?",
        "/v1/render/welcome?#fragment-like",
        "/v1/render/welcome?id=%zz%1&data.x=%u2603",
        "/?",
    ];

    public async ValueTask InitializeAsync()
    {
        node = await TestNode.StartAsync("a");
        front = await Front.StartAsync([node]);
    }

    public async ValueTask DisposeAsync()
    {
        await front.DisposeAsync();
        await node.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task What_the_caller_wrote_reaches_the_node_byte_for_byte(string target)
    {
        var answer = await SendAsync($"GET {target} HTTP/1.1\r\nHost: mail.example\r\nConnection: close\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 200 ", answer, StringComparison.Ordinal);
        Assert.Equal($"GET {target}", node.Seen.Single());
    }

    [Fact]
    public async Task Every_printable_character_survives_in_path_and_query()
    {
        var all = new string(Enumerable.Range('!', '~' - '!' + 1).Select(c => (char)c).Where(c => c is not '?' and not '#').ToArray());
        await What_the_caller_wrote_reaches_the_node_byte_for_byte($"/{all.Replace("%", "%25", StringComparison.Ordinal)}?{all}?#");
    }

    [Fact]
    public async Task A_stream_s_target_is_left_alone_too()
    {
        var target = "/v1/render/a%2Fb/batch?x=%2b+*|X|*";
        var answer = await SendAsync(
            $"POST {target} HTTP/1.1\r\nHost: mail.example\r\nConnection: close\r\nContent-Type: application/x-ndjson\r\nContent-Length: 0\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 200 ", answer, StringComparison.Ordinal);
        Assert.Equal($"POST {target}", node.Seen.Single());
    }

    [Fact]
    public async Task A_target_in_absolute_form_is_sent_as_its_path_and_query()
    {
        await SendAsync("GET http://mail.example/v1/a%2Fb?x=%2b HTTP/1.1\r\nHost: mail.example\r\nConnection: close\r\n\r\n");
        Assert.Equal("GET /v1/a%2Fb?x=%2b", node.Seen.Single());
    }

    [Theory]
    [InlineData("GET /v1/ä HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("GET /v1/a b HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("GET * HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("POST /v1 HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd")]
    public async Task What_is_no_http_does_not_reach_a_node(string request)
    {
        Assert.StartsWith("HTTP/1.1 40", await SendAsync(request), StringComparison.Ordinal);
        Assert.Empty(node.Seen);
    }

    private async Task<string> SendAsync(string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(front.Address.Host, front.Address.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.UTF8.GetBytes(request));
        return await new StreamReader(stream, Encoding.UTF8).ReadToEndAsync();
    }
}
