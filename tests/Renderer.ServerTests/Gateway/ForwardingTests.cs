using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Renderer.ServerTests.Gateway;

public sealed class ForwardingTests : IAsyncLifetime
{
    private TestNode node = null!;
    private Front front = null!;

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

    [Fact]
    public async Task The_host_is_kept_and_what_was_forwarded_is_added_to()
    {
        var headers = await SeenAsync(request =>
        {
            request.Headers.Host = "mail.example:8443";
            request.Headers.Add("X-Forwarded-For", "203.0.113.7");
            request.Headers.Add("X-Forwarded-Proto", "https");
            request.Headers.Add("X-Forwarded-Host", "public.example");
        });
        Assert.Equal("mail.example:8443", headers["Host"]);
        Assert.Equal("203.0.113.7,127.0.0.1", Joined("X-Forwarded-For"));
        Assert.Equal("https,http", Joined("X-Forwarded-Proto"));
        Assert.Equal("public.example,mail.example:8443", Joined("X-Forwarded-Host"));

        string Joined(string name) => headers[name].Replace(" ", "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_request_bears_a_forwarding_header_so_that_no_node_takes_it_for_a_local_one()
    {
        var headers = await SeenAsync(_ => { });
        Assert.Equal("127.0.0.1", headers["X-Forwarded-For"]);
        Assert.Equal("http", headers["X-Forwarded-Proto"]);
    }

    [Theory]
    [InlineData("/v1/render/welcome")]
    [InlineData("/v1/render/welcome/batch")]
    public async Task A_trace_goes_on_in_the_node_under_the_caller_s_id(string target)
    {
        var headers = await SeenAsync(
            request =>
            {
                request.Headers.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-00f067aa0ba902b7-01");
                request.Headers.Add("tracestate", "vendor=1");
                request.Headers.Add("X-B3-TraceId", "463ac35c9f6413ad");
                if (target.EndsWith("/batch", StringComparison.Ordinal))
                {
                    request.Method = HttpMethod.Post;
                    request.Content = new StringContent("{}\n", System.Text.Encoding.UTF8, "application/x-ndjson");
                }
            },
            target);
        Assert.StartsWith("00-0af7651916cd43dd8448eb211c80319c-", headers["traceparent"], StringComparison.Ordinal);
        Assert.Equal("vendor=1", headers["tracestate"]);
        Assert.Equal("463ac35c9f6413ad", headers["X-B3-TraceId"]);
    }

    [Fact]
    public async Task Answers_pass_as_they_are()
    {
        node.Answer = async context =>
        {
            context.Response.StatusCode = 418;
            context.Response.Headers["X-Renderer-Outcome"] = "stale";
            context.Response.Headers["Server-Timing"] = "profile;dur=1.2, render;dur=0.4";
            context.Response.Headers.Location = "http://elsewhere.example/";
            context.Response.ContentType = "text/html; charset=utf-8";
            await context.Response.WriteAsync("<p>Zoë</p>");
        };
        using var response = await front.Client.GetAsync("/v1/render/welcome");
        Assert.Equal(418, (int)response.StatusCode);
        Assert.Equal("stale", response.Headers.GetValues("X-Renderer-Outcome").Single());
        Assert.Equal("http://elsewhere.example/", response.Headers.Location?.ToString());
        Assert.Equal("text/html; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.Equal("<p>Zoë</p>", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_head_that_is_too_large_is_refused_here()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/render/welcome");
        request.Headers.Add("X-Large", new string('x', 40_000));
        using var response = await front.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.RequestHeaderFieldsTooLarge, response.StatusCode);
        using var line = await front.Client.GetAsync("/v1/render/welcome?id=" + new string('x', 9_000));
        Assert.Equal(HttpStatusCode.RequestUriTooLong, line.StatusCode);
        Assert.Empty(node.Seen);
    }

    [Fact]
    public async Task Nothing_of_a_person_reaches_the_log_even_when_a_node_fails()
    {
        const string Canary = "canary7f3a";
        await Try();
        node.Answer = context =>
        {
            context.Abort();
            return Task.CompletedTask;
        };
        await Try();
        await node.KillAsync();
        await Try();
        Assert.NotEmpty(front.Logged);
        Assert.DoesNotContain(front.Logged, line => line.Contains(Canary, StringComparison.Ordinal));

        async Task Try()
        {
            await front.AskAsync($"/v1/render/welcome?id={Canary}&key={Canary}");
            await front.AskAsync($"/i/{Canary}.png", affinity: Canary);
            using var batch = new StringContent($"{{\"id\":\"{Canary}\"}}\n", System.Text.Encoding.UTF8, "application/x-ndjson");
            using var response = await front.Client.PostAsync($"/v1/render/welcome/batch?key={Canary}", batch);
        }
    }

    /// <summary>The headers that the node saw.</summary>
    private async Task<Dictionary<string, string>> SeenAsync(Action<HttpRequestMessage> with, string target = "/v1/render/welcome")
    {
        var seen = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        node.Answer = context =>
        {
            foreach (var header in context.Request.Headers)
            {
                seen[header.Key] = header.Value.ToString();
            }

            return Task.CompletedTask;
        };
        using var request = new HttpRequestMessage(HttpMethod.Get, target);
        with(request);
        Activity.Current = null;
        using var response = await front.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return seen;
    }
}
