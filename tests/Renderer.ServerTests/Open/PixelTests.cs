using System.Net;
using System.Net.Http.Json;
using Renderer.Model;
using Renderer.ServerTests.Infrastructure;
using Xunit;

namespace Renderer.ServerTests.Open;

/// <summary>Contract section 3: <c>GET /o/{token}.gif</c>.</summary>
public sealed class PixelTests(BasicStage basic) : IClassFixture<BasicStage>
{
    private RendererNode Node => basic.Stage.Node;

    private Mint Mint => new(Node);

    [Fact]
    public async Task It_is_one_transparent_point_with_exact_headers_and_no_cookie()
    {
        using var client = Mint.Client();
        using var answer = await client.GetAsync($"/o/{Mint.Token(LinkPurpose.Pixel)}.gif");
        var bytes = await answer.Content.ReadAsByteArrayAsync();

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("GIF89a\u0001\0\u0001\0", System.Text.Encoding.Latin1.GetString(bytes.AsSpan(0, 10)));
        Assert.Equal(("image/gif", bytes.Length), (answer.Content.Headers.ContentType?.ToString(), (int)answer.Content.Headers.ContentLength!));
        Assert.Equal("no-cache, max-age=0, must-revalidate, private", Raw(answer, "Cache-Control"));
        Assert.Equal(("nosniff", "no-referrer"), (Raw(answer, "X-Content-Type-Options"), Raw(answer, "Referrer-Policy")));
        Assert.Matches("^\"[0-9a-f]{24}\"$", Raw(answer, "ETag"));
        Assert.False(answer.Headers.Contains("Set-Cookie"));
        Assert.Null(answer.Headers.Location);
    }

    [Theory]
    [InlineData("{0}", 304)]
    [InlineData("W/{0}", 304)]
    [InlineData("\"other\", {0}", 304)]
    [InlineData("*", 304)]
    [InlineData("\"other\"", 200)]
    [InlineData("nonsense", 200)]
    public async Task What_the_asker_has_is_not_sent_again(string known, int status)
    {
        using var client = Mint.Client();
        var path = $"/o/{Mint.Token(LinkPurpose.Pixel)}.gif";
        using var first = await client.GetAsync(path);
        using var again = new HttpRequestMessage(HttpMethod.Get, path);
        again.Headers.TryAddWithoutValidation("If-None-Match", string.Format(null, known, Raw(first, "ETag")));
        using var answer = await client.SendAsync(again);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal((Raw(first, "ETag"), Raw(first, "Cache-Control")), (Raw(answer, "ETag"), Raw(answer, "Cache-Control")));
        Assert.Equal(status == 304 ? 0 : 43, (await answer.Content.ReadAsByteArrayAsync()).Length);
    }

    [Fact]
    public async Task A_HEAD_gets_the_headers_of_a_GET_alone()
    {
        using var client = Mint.Client();
        var path = $"/o/{Mint.Token(LinkPurpose.Pixel)}.gif";
        using var get = await client.GetAsync(path);
        using var head = await client.SendAsync(new HttpRequestMessage(HttpMethod.Head, path));

        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
        Assert.Equal(Lines(get), Lines(head));

        static string Lines(HttpResponseMessage answer) =>
            string.Join('\n', answer.Headers.Concat(answer.Content.Headers).Where(one => one.Key != "Date").OrderBy(one => one.Key).Select(one => $"{one.Key}: {string.Join(", ", one.Value)}"));
    }

    [Fact]
    public async Task It_is_recorded_of_whoever_agreed_with_the_verdict_and_without_the_evidence()
    {
        await AgreeAsync("p0002", tracking: true);
        using var client = Mint.Client("Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)");
        using var answer = await client.GetAsync($"/o/{Mint.Token(LinkPurpose.Pixel, "p0002")}.gif");

        var kept = Assert.Single(await Mint.EventsAsync("p0002"));
        Assert.Equal((OpenKind.Pixel, OpenClass.Proxy, "hello"), (kept.Kind, kept.Class, kept.Template));
        Assert.DoesNotContain(Node.Logs.Lines, line => line.Contains("GoogleImageProxy", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Of_whoever_was_not_asked_or_refused_nothing_is_recorded()
    {
        await AgreeAsync("p0004", tracking: false);
        using var client = Mint.Client();
        foreach (var id in new[] { "p0003", "p0004" })
        {
            using var answer = await client.GetAsync($"/o/{Mint.Token(LinkPurpose.Pixel, id)}.gif");
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Empty(await Mint.EventsAsync(id));
        }
    }

    [Fact]
    public async Task A_link_older_than_the_erasure_is_nobodys_whatever_was_agreed_later()
    {
        var token = Mint.Token(LinkPurpose.Pixel, Mint.Facts("p0005", madeAt: TimeProvider.System.GetUtcNow().AddMinutes(-5)));
        using (var erased = await Node.Http.DeleteAsync("/v1/profiles/p0005"))
        {
            Assert.Equal(HttpStatusCode.OK, erased.StatusCode);
        }

        await AgreeAsync("p0005", tracking: true);
        using var client = Mint.Client();
        using var answer = await client.GetAsync($"/o/{token}.gif");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Empty(await Mint.EventsAsync("p0005"));
    }

    private async Task AgreeAsync(string id, bool tracking)
    {
        using var put = await Node.Http.PutAsJsonAsync($"/v1/consent/{id}", new { tracking });
        Assert.Equal(HttpStatusCode.OK, put.StatusCode);
    }

    private static string Raw(HttpResponseMessage answer, string header) =>
        answer.Headers.NonValidated.TryGetValues(header, out var values) ? values.ToString() : "";
}
