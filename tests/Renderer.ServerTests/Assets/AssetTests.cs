using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;
using Renderer.ServerTests.Infrastructure;
using Renderer.Tests.Infrastructure;
using Xunit;

namespace Renderer.ServerTests.Assets;

/// <summary>Files of a listed origin, streamed: what comes through, and what does not.</summary>
public sealed class AssetTests : IAsyncLifetime
{
    private AssetHost host = null!;

    public async ValueTask InitializeAsync() => host = await AssetHost.StartAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task A_file_comes_with_headers_of_ours_and_no_other()
    {
        byte[] picture = [.. Enumerable.Range(0, 200_000).Select(each => (byte)each)];
        host.Answer = http =>
        {
            var headers = http.Response.Headers;
            (headers.ETag, headers.LastModified) = ("\"v1\"", "Mon, 30 Nov 2026 10:00:00 GMT");
            headers.SetCookie = "session=secret; path=/";
            (headers["X-Internal"], headers.Server, headers.CacheControl, headers.Vary) = ("10.0.0.7", "nginx/1.2", "private, no-store", "*");
            (headers["Refresh"], headers["Link"], headers.AccessControlAllowCredentials) = ("0;url=https://evil.example", "<https://evil.example>; rel=preload", "true");
            return AssetHost.GiveAsync(http, picture, "image/png; charset=utf-8");
        };
        await using var stage = await host.StageAsync();
        using var answer = await stage.Node.Http.GetAsync("/assets/cdn/2026/h%C3%A9ro%20one.png");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(picture, await answer.Content.ReadAsByteArrayAsync());
        Assert.Equal(["/mail/2026/h%C3%A9ro%20one.png"], host.Asked);
        Assert.Equal(
            new SortedDictionary<string, string>
            {
                ["Accept-Ranges"] = "none", ["Access-Control-Allow-Origin"] = "*", ["Cache-Control"] = "public, max-age=3600", ["Content-Length"] = "200000",
                ["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox", ["Content-Type"] = "image/png",
                ["Cross-Origin-Resource-Policy"] = "cross-origin", ["ETag"] = "\"v1\"", ["Last-Modified"] = "Mon, 30 Nov 2026 10:00:00 GMT", ["X-Content-Type-Options"] = "nosniff",
            },
            Headers(answer));
    }

    [Fact]
    public async Task The_origin_learns_nothing_of_who_asks()
    {
        await using var stage = await host.StageAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/assets/cdn/a.png?key=secret&email=ann@example.com");
        foreach (var (name, value) in new[]
        {
            ("Cookie", "session=1"), ("Referer", "https://mail.example/ann"), ("X-Forwarded-For", "203.0.113.9"), ("Accept-Language", "de"), ("Proxy-Authorization", "Basic eA=="),
            ("If-None-Match", "\"v0\""), ("Range", "bytes=0-1"), ("Forwarded", "for=203.0.113.9"), ("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
        })
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var answer = await stage.Node.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(["/mail/a.png"], host.Asked);
        Assert.Equal(["Accept", "Accept-Encoding", "Host", "User-Agent"], host.Headers.Keys.Order(StringComparer.Ordinal));
        Assert.Equal((new Uri(host.Url).Authority, "image/*", "Renderer/1"), (host.Headers["Host"], host.Headers["Accept"], host.Headers["User-Agent"]));
    }

    [Fact]
    public async Task A_range_is_answered_whole_and_a_second_look_at_what_did_not_change_with_nothing()
    {
        host.Answer = http =>
        {
            http.Response.Headers.ETag = "\"v1\"";
            return AssetHost.GiveAsync(http, [1, 2, 3, 4]);
        };
        await using var stage = await host.StageAsync();
        for (var i = 0; i < 2; i++)
        {
            using var range = new HttpRequestMessage(HttpMethod.Get, "/assets/cdn/a.png") { Headers = { Range = new RangeHeaderValue(1, 2) } };
            using var whole = await stage.Node.Http.SendAsync(range);
            Assert.Equal((HttpStatusCode.OK, "none"), (whole.StatusCode, whole.Headers.AcceptRanges.Single()));
            Assert.Equal([1, 2, 3, 4], await whole.Content.ReadAsByteArrayAsync());
        }

        using var again = new HttpRequestMessage(HttpMethod.Get, "/assets/cdn/a.png") { Headers = { IfNoneMatch = { new("\"v1\"") } } };
        using var unchanged = await stage.Node.Http.SendAsync(again);
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
        Assert.Single(host.Asked);
    }

    [Fact]
    public async Task HEAD_tells_what_GET_would_and_no_other_method_is_taken()
    {
        await using var stage = await host.StageAsync();
        using var head = await stage.Node.Http.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/assets/cdn/a.png"));
        Assert.Equal((HttpStatusCode.OK, 3, "image/png"), (head.StatusCode, head.Content.Headers.ContentLength, head.Content.Headers.ContentType?.MediaType));
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());

        foreach (var method in new[] { HttpMethod.Post, HttpMethod.Put, HttpMethod.Delete, HttpMethod.Options, HttpMethod.Patch })
        {
            using var other = await stage.Node.Http.SendAsync(new HttpRequestMessage(method, "/assets/cdn/a.png"));
            Assert.Equal(HttpStatusCode.MethodNotAllowed, other.StatusCode);
        }

        using var body = await stage.Node.Http.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/assets/cdn/b.png") { Content = new StringContent("smuggled") });
        await body.ProblemAsync(HttpStatusCode.BadRequest, "bad_parameter");
        using var upgrade = new HttpRequestMessage(HttpMethod.Get, "/assets/cdn/b.png") { Headers = { Connection = { "Upgrade" }, Upgrade = { new("websocket") } } };
        await (await stage.Node.Http.SendAsync(upgrade)).ProblemAsync(HttpStatusCode.BadRequest, "bad_parameter");
        Assert.Single(host.Asked);
    }

    [Theory]
    [InlineData("text/html", "")]
    [InlineData("application/octet-stream", "")]
    [InlineData("image", "")]
    [InlineData("imagery/png", "")]
    [InlineData("image/webp", ", types: [image/png, image/jpeg]")]
    [InlineData(null, "")]
    public async Task A_type_that_is_not_listed_does_not_come_through(string? type, string more)
    {
        host.Answer = http =>
        {
            http.Response.Headers.ContentType = type;
            return http.Response.WriteAsync("<script>alert(1)</script>");
        };
        await using var stage = await host.StageAsync(more);
        await RefusedAsync(stage, "/assets/cdn/a.png");
    }

    [Theory]
    [InlineData(HttpStatusCode.Found, "http://127.0.0.1:1/secret")]
    [InlineData(HttpStatusCode.MovedPermanently, "http://169.254.169.254/latest/meta-data")]
    [InlineData(HttpStatusCode.PermanentRedirect, "/mail/b.png")]
    [InlineData(HttpStatusCode.InternalServerError, null)]
    [InlineData(HttpStatusCode.Forbidden, null)]
    [InlineData(HttpStatusCode.PartialContent, null)]
    [InlineData(HttpStatusCode.NoContent, null)]
    public async Task A_redirect_is_not_followed_nor_shown_and_a_failure_says_nothing_of_the_origin(HttpStatusCode status, string? location)
    {
        host.Answer = http =>
        {
            (http.Response.StatusCode, http.Response.Headers.Location, http.Response.ContentType) = ((int)status, location, "image/png");
            return status == HttpStatusCode.NoContent ? Task.CompletedTask : http.Response.WriteAsync("db-7.internal: out of memory");
        };
        await using var stage = await host.StageAsync();
        await RefusedAsync(stage, "/assets/cdn/a.png");
        Assert.Single(host.Asked);
    }

    [Fact]
    public async Task What_the_origin_does_not_have_is_404_and_asked_for_again_only_after_a_while()
    {
        host.Answer = http => AnswerAsync(http, 404, "no such key: /internal/bucket");
        await using var stage = await host.StageAsync();
        for (var i = 0; i < 3; i++)
        {
            using var answer = await stage.Node.Http.GetAsync("/assets/cdn/a.png");
            await answer.ProblemAsync(HttpStatusCode.NotFound, "not_found");
            Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
            Assert.DoesNotContain("bucket", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        Assert.Single(host.Asked);
        host.Answer = http => AssetHost.GiveAsync(http, [1]);
        await Eventually.TrueAsync(async () => (await stage.Node.Http.GetAsync("/assets/cdn/a.png")).IsSuccessStatusCode);
        Assert.Equal(2, host.Asked.Count);
    }

    [Fact]
    public async Task An_origin_that_is_not_there_or_not_listed_is_told_apart_by_nobody_but_the_operator()
    {
        await using var stage = await host.StageAsync();
        await host.StopAsync();
        await RefusedAsync(stage, "/assets/cdn/a.png");
        foreach (var path in new[] { "/assets/other/a.png", "/assets/CDN/a.png", "/assets/cdn/", "/assets/cdn" })
        {
            await (await stage.Node.Http.GetAsync(path)).ProblemAsync(HttpStatusCode.NotFound, "not_found");
        }
    }

    private async Task RefusedAsync(Stage stage, string path)
    {
        using var answer = await stage.Node.Http.GetAsync(path);
        await answer.ProblemAsync(HttpStatusCode.BadGateway, "asset_failed");
        Assert.Equal(["Cache-Control", "Content-Type", "X-Content-Type-Options"], Headers(answer).Keys);
        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
        var text = await answer.Content.ReadAsStringAsync();
        Assert.All(["127.0.0.1", "localhost", "internal", "script", "169.254", host.Url[^5..]], inner => Assert.DoesNotContain(inner, text, StringComparison.Ordinal));
        Assert.DoesNotContain(stage.Node.Logs.Lines, line => line.Contains(host.Url, StringComparison.Ordinal));
    }

    private static Task AnswerAsync(HttpContext http, int status, string text)
    {
        http.Response.StatusCode = status;
        return http.Response.WriteAsync(text);
    }

    // Those that Kestrel adds to everything are not the question.
    private static SortedDictionary<string, string> Headers(HttpResponseMessage answer) => new(
        answer.Headers.Concat(answer.Content.Headers).Where(header => header.Key is not ("Date" or "Server" or "Transfer-Encoding" or "Age"))
            .ToDictionary(header => header.Key, header => string.Join(", ", header.Value)),
        StringComparer.Ordinal);
}
