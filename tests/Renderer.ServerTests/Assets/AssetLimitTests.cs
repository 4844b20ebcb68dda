using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using Renderer.ServerTests.Infrastructure;
using Renderer.Tests.Infrastructure;
using Xunit;

namespace Renderer.ServerTests.Assets;

/// <summary>How large, how slow and where from: what the caps of assets hold, and what is kept.</summary>
public sealed class AssetLimitTests : IAsyncLifetime
{
    private const int Mb = 1024 * 1024;

    private AssetHost host = null!;

    public async ValueTask InitializeAsync() => host = await AssetHost.StartAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task A_file_that_says_that_it_is_too_large_is_not_begun()
    {
        host.Answer = http => AssetHost.GiveAsync(http, new byte[Mb + 1]);
        await using var stage = await host.StageAsync(", max_mb: 1");
        await (await stage.Node.Http.GetAsync("/assets/cdn/a.png")).ProblemAsync(HttpStatusCode.BadGateway, "asset_failed");

        host.Answer = http => AssetHost.GiveAsync(http, new byte[Mb]);
        using var fits = await stage.Node.Http.GetAsync("/assets/cdn/b.png");
        Assert.Equal(Mb, (await fits.Content.ReadAsByteArrayAsync()).Length);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_file_that_does_not_say_is_cut_off_where_it_is_and_never_kept(bool compressed)
    {
        host.Answer = http => compressed ? BombAsync(http, 40) : ChunksAsync(http, 40);
        await using var stage = await host.StageAsync(", max_mb: 1");
        for (var i = 0; i < 2; i++)
        {
            using var answer = await stage.Node.Http.GetAsync("/assets/cdn/a.png", HttpCompletionOption.ResponseHeadersRead);
            var read = 0L;
            if (answer.IsSuccessStatusCode)
            {
                await Assert.ThrowsAnyAsync<Exception>(async () =>
                {
                    await using var body = await answer.Content.ReadAsStreamAsync();
                    var buffer = new byte[65_536];
                    for (int got; (got = await body.ReadAsync(buffer)) > 0; read += got)
                    {
                    }
                });
            }

            Assert.InRange(read, 0, Mb);
        }

        Assert.Equal(2, host.Asked.Count);
        host.Answer = http => compressed ? BombAsync(http, 1) : ChunksAsync(http, 1);
        Assert.Equal(Mb, (await stage.Node.Http.GetByteArrayAsync("/assets/cdn/a.png")).Length);
    }

    [Fact]
    public async Task An_origin_that_is_silent_is_waited_for_no_longer_than_said()
    {
        host.Answer = async http =>
        {
            await Task.Delay(TimeSpan.FromSeconds(20), http.RequestAborted);
        };
        await using var stage = await host.StageAsync(timeout: "800ms");
        var watch = Stopwatch.StartNew();
        await (await stage.Node.Http.GetAsync("/assets/cdn/a.png")).ProblemAsync(HttpStatusCode.BadGateway, "asset_failed");
        Assert.InRange(watch.Elapsed.TotalSeconds, 0.7, 10);

        // The next one is answered from that, and takes no time.
        watch.Restart();
        await (await stage.Node.Http.GetAsync("/assets/cdn/a.png")).ProblemAsync(HttpStatusCode.BadGateway, "asset_failed");
        Assert.Single(host.Asked);
    }

    [Fact]
    public async Task An_origin_that_falls_silent_within_a_file_is_cut_off_and_half_a_file_is_not_kept()
    {
        host.Answer = async http =>
        {
            (http.Response.ContentType, http.Response.ContentLength) = ("image/png", 100_000);
            await http.Response.Body.WriteAsync(new byte[50_000]);
            await http.Response.Body.FlushAsync();
            await Task.Delay(TimeSpan.FromSeconds(20), http.RequestAborted);
        };
        await using var stage = await host.StageAsync(timeout: "800ms");
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => stage.Node.Http.GetByteArrayAsync("/assets/cdn/a.png"));

        host.Answer = http => AssetHost.GiveAsync(http, new byte[100_000]);
        Assert.Equal(100_000, (await stage.Node.Http.GetByteArrayAsync("/assets/cdn/a.png")).Length);
    }

    [Fact]
    public async Task Whoever_reads_slowly_holds_up_nobody_else()
    {
        host.Answer = http => AssetHost.GiveAsync(http, new byte[8 * Mb]);
        await using var stage = await host.StageAsync();
        using var slow = await stage.Node.Http.GetAsync("/assets/cdn/a.png", HttpCompletionOption.ResponseHeadersRead);
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ => Assert.Equal(8 * Mb, (await stage.Node.Http.GetByteArrayAsync("/assets/cdn/a.png")).Length)));
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 20);

        // Larger than what is kept.
        Assert.Equal(5, host.Asked.Count);
    }

    [Theory]
    [InlineData("/assets/cdn/..%2fsecret.png")]
    [InlineData("/assets/cdn/%2e%2e%2fsecret.png")]
    [InlineData("/assets/cdn/%2e%2e/%2e%2e/secret.png")]
    [InlineData("/assets/cdn/../secret.png")]
    [InlineData("/assets/cdn/a/..;/secret.png")]
    [InlineData("/assets/cdn/..%5csecret.png")]
    [InlineData("/assets/cdn/..\\secret.png")]
    [InlineData("/assets/cdn/%252e%252e%252fsecret.png")]
    [InlineData("/assets/cdn/a%00.png")]
    [InlineData("/assets/cdn/a%0d%0aHost:%20evil.example%0d%0a.png")]
    [InlineData("/assets/cdn//evil.example/a.png")]
    [InlineData("/assets/cdn/a//b.png")]
    [InlineData("/assets/cdn%2f..%2fsecret.png")]
    [InlineData("/assets/cdn/%c0%ae%c0%ae/secret.png")]
    public async Task No_path_leads_out_of_what_is_listed(string target)
    {
        await using var stage = await host.StageAsync();
        var answer = await SendRawAsync(stage, $"GET {target} HTTP/1.1\r\nHost: {new Uri(stage.Node.Url).Authority}\r\nConnection: close\r\n\r\n");
        Assert.Matches("^HTTP/1.1 40[04] ", answer);
        Assert.Empty(host.Asked);
    }

    [Fact]
    public async Task Signs_of_addresses_in_a_name_are_the_name_s()
    {
        await using var stage = await host.StageAsync();
        foreach (var name in new[] { "a%3Fb%23c.png", "@evil.example.png", "http:evil.png", "%E4%BD%A0.png" })
        {
            using var answer = await stage.Node.Http.GetAsync($"/assets/cdn/{name}");
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        Assert.Equal(["/mail/a%3Fb%23c.png", "/mail/%40evil.example.png", "/mail/http%3Aevil.png", "/mail/%E4%BD%A0.png"], host.Asked);
    }

    [Fact]
    public async Task A_file_is_asked_for_once_by_its_exact_name_whatever_query_and_host_it_is_asked_under()
    {
        await using var stage = await host.StageAsync();
        for (var i = 0; i < 5; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/assets/cdn/a.png?x={i}") { Headers = { Host = $"h{i}.example" } };
            Assert.Equal(HttpStatusCode.OK, (await stage.Node.Http.SendAsync(request)).StatusCode);
        }

        Assert.Single(host.Asked);
        Assert.Equal(HttpStatusCode.OK, (await stage.Node.Http.GetAsync("/assets/cdn/A.png")).StatusCode);
        Assert.Equal(["/mail/a.png", "/mail/A.png"], host.Asked);
    }

    [Fact]
    public async Task An_edit_of_the_list_is_in_force_at_once_also_for_what_was_kept()
    {
        await using var stage = await host.StageAsync();
        Assert.Equal(HttpStatusCode.OK, (await stage.Node.Http.GetAsync("/assets/cdn/a.png")).StatusCode);
        var file = Path.Combine(host.Workspace, "workspace.yaml");
        var text = await File.ReadAllTextAsync(file);
        await File.WriteAllTextAsync(file, text.Replace("timeout: 10s", "types: [image/gif], cache: 0s", StringComparison.Ordinal));
        await Eventually.TrueAsync(async () => (await stage.Node.Http.GetAsync("/assets/cdn/a.png")).StatusCode == HttpStatusCode.BadGateway);

        await File.WriteAllTextAsync(file, text.Replace("cdn:", "other:", StringComparison.Ordinal));
        await Eventually.TrueAsync(async () => (await stage.Node.Http.GetAsync("/assets/cdn/a.png")).StatusCode == HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Nothing_is_kept_where_the_list_says_so()
    {
        await using var stage = await host.StageAsync(", cache: 0s");
        for (var i = 0; i < 3; i++)
        {
            using var answer = await stage.Node.Http.GetAsync("/assets/cdn/a.png");
            Assert.Equal("no-cache", answer.Headers.CacheControl?.ToString());
        }

        Assert.Equal(3, host.Asked.Count);
    }

    [Fact]
    public async Task Outside_Development_this_machine_is_no_origin_under_any_of_its_names()
    {
        await using var stage = await host.StageAsync();
        var port = new Uri(host.Url).Port;
        foreach (var (name, status) in new[] { ("127.0.0.1", HttpStatusCode.NotFound), ("localhost", HttpStatusCode.BadGateway), ("[::ffff:127.0.0.1]", HttpStatusCode.NotFound), ("169.254.169.254", HttpStatusCode.NotFound) })
        {
            var folder = Folders.Copy(Repository.Workspace("basic"), Path.Combine(stage.Folder, $"w{name.GetHashCode(StringComparison.Ordinal)}"));
            await File.AppendAllTextAsync(Path.Combine(folder, "workspace.yaml"), $"\nassets:\n  cdn: {{base_url: 'https://{name}:{port}/mail'}}\n");
            var node = await stage.AddNodeAsync(workspace: folder, settings: new()
            {
                ["!environment"] = "Staging", ["!SANDBOX_CLIENT_SECRET"] = "sandbox-secret", ["!SANDBOX_HOOK_SECRET"] = "sandbox-hook-secret",
            });
            using var nobody = node.Client(null);
            Assert.Equal(status, (await nobody.GetAsync("/assets/cdn/a.png")).StatusCode);
            Assert.Equal(status == HttpStatusCode.NotFound, node.Logs.Lines.Any(line => line.Contains("asset_origin_refused", StringComparison.Ordinal)));
        }

        Assert.Empty(host.Asked);
    }

    [Fact]
    public async Task The_workspace_is_the_one_whose_link_domain_it_is()
    {
        await using var stage = await host.StageAsync();
        var right = Folders.Copy(Repository.Workspace("basic"), Path.Combine(stage.Folder, "right"));
        await File.AppendAllTextAsync(Path.Combine(right, "workspace.yaml"), $"\nlink_domain: https://links.right.example\nassets:\n  cdn: {{base_url: '{host.Url}/right'}}\n");
        var node = await stage.AddNodeAsync(workspace: host.Workspace, settings: new() { ["Workspaces:right:Folder"] = right });
        foreach (var (name, path) in new[] { ("links.right.example", "/right/a.png"), ("links.right.example.", "/right/a.png"), ("elsewhere.example", "/mail/a.png"), (new Uri(node.Url).Authority, "/mail/a.png") })
        {
            host.Asked.Clear();
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/assets/cdn/a.png") { Headers = { Host = name } };
            Assert.Equal(HttpStatusCode.OK, (await node.Http.SendAsync(request)).StatusCode);
            Assert.True(host.Asked.IsEmpty || host.Asked.Single() == path, $"{name} led to {string.Join(' ', host.Asked)}");
        }
    }

    private static async Task ChunksAsync(HttpContext http, int parts)
    {
        http.Response.ContentType = "image/png";
        for (var i = 0; i < parts; i++)
        {
            await http.Response.Body.WriteAsync(new byte[Mb / (parts > 1 ? 4 : 1)]);
            await http.Response.Body.FlushAsync();
        }
    }

    private static async Task BombAsync(HttpContext http, int mb)
    {
        (http.Response.ContentType, http.Response.Headers.ContentEncoding) = ("image/png", "gzip");
        await using var zip = new GZipStream(http.Response.Body, CompressionLevel.SmallestSize);
        for (var i = 0; i < mb; i++)
        {
            await zip.WriteAsync(new byte[Mb]);
        }
    }

    private static async Task<string> SendRawAsync(Stage stage, string request)
    {
        var url = new Uri(stage.Node.Url);
        using var client = new TcpClient();
        await client.ConnectAsync(url.Host, url.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request));
        using var reader = new StreamReader(stream, Encoding.Latin1);
        return await reader.ReadToEndAsync();
    }
}
