using System.Net;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Renderer.ServerTests.Gateway;

public sealed class FailoverTests : IAsyncLifetime
{
    private readonly TestNode[] nodes = new TestNode[2];

    public async ValueTask InitializeAsync()
    {
        nodes[0] = await TestNode.StartAsync("a");
        nodes[1] = await TestNode.StartAsync("b");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in nodes)
        {
            await node.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_dead_node_costs_its_readers_nothing_and_its_writers_two_seconds_at_most()
    {
        await using var front = await Front.StartAsync(nodes);
        await nodes[0].KillAsync();
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal("b", await front.AskAsync($"/v1/render/welcome?id=p{i:0000}"));
        }

        var took = await Eventually.HoldsAsync(async () =>
            (await Task.WhenAll(Enumerable.Range(0, 20).Select(i =>
                front.AskAsync("/v1/render/welcome", HttpMethod.Post, $"p{i:0000}")))).All(answer => answer == "b"));
        Assert.InRange(took.TotalSeconds, 0, 2);
    }

    [Fact]
    public async Task A_dead_node_stays_out_until_it_is_back_and_then_has_its_recipients_again()
    {
        await using var front = await Front.StartAsync(nodes);
        var hers = await RecipientOfAsync(front, "a");
        await nodes[0].KillAsync();
        await front.AskAsync("/v1/render/welcome", HttpMethod.Post, hers);
        for (var i = 0; i < 40; i++)
        {
            // Longer than a fault keeps a node away: by then a probe has found it dead.
            Assert.Equal("b", await front.AskAsync("/v1/render/welcome", HttpMethod.Post, hers));
            await Task.Delay(50);
        }

        await nodes[0].StartAsync();
        await Eventually.HoldsAsync(async () => await front.AskAsync("/v1/render/welcome", HttpMethod.Post, hers) == "a", 5);
    }

    [Fact]
    public async Task A_node_that_is_not_ready_gets_no_new_requests()
    {
        await using var front = await Front.StartAsync(nodes);
        var hers = await RecipientOfAsync(front, "a");
        nodes[0].ReadyStatus = 503;
        var took = await Eventually.HoldsAsync(async () => await front.AskAsync($"/v1/render/welcome?id={hers}") == "b");
        Assert.InRange(took.TotalSeconds, 0, 3);
        nodes[0].ReadyStatus = 200;
        await Eventually.HoldsAsync(async () => await front.AskAsync($"/v1/render/welcome?id={hers}") == "a");
    }

    [Theory]
    [InlineData("a body")]
    [InlineData("")]
    [InlineData(null)]
    public async Task A_post_whose_connection_breaks_is_never_repeated(string? body)
    {
        await using var front = await Front.StartAsync(nodes);
        foreach (var node in nodes)
        {
            node.Answer = async context =>
            {
                await context.Request.Body.CopyToAsync(Stream.Null);
                if (context.Request.Query.ContainsKey("abort"))
                {
                    context.Abort();
                }
            };
        }

        for (var i = 0; i < 10; i++)
        {
            await front.AskAsync($"/warm?id=p{i:0000}"); // the connection is a pooled one, as in life
            using var content = body is null ? null : new StringContent(body);
            using var response = await front.Client.PostAsync($"/v1/render/welcome?id=p{i:0000}&abort=1", content);
            Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
            Assert.Contains("\"node_lost\"", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        Assert.Equal(10, nodes.Sum(node => node.Seen.Count(line => line.StartsWith("POST ", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task A_get_whose_node_breaks_off_is_tried_once_on_the_other()
    {
        await using var front = await Front.StartAsync(nodes);
        var hers = await RecipientOfAsync(front, "a");
        nodes[0].Answer = context =>
        {
            context.Abort();
            return Task.CompletedTask;
        };
        Assert.Equal("b", await front.AskAsync($"/v1/render/welcome?id={hers}"));

        nodes[1].Answer = nodes[0].Answer;
        nodes[0].Seen.Clear();
        nodes[1].Seen.Clear();
        Assert.Equal("502", await front.AskAsync($"/v1/render/welcome?id={hers}"));
        Assert.Equal(2, nodes[0].Seen.Count + nodes[1].Seen.Count);
    }

    [Fact]
    public async Task The_other_node_is_told_what_of_the_callers_time_is_gone()
    {
        await using var front = await Front.StartAsync(nodes);
        var hers = await RecipientOfAsync(front, "a");
        nodes[0].Answer = async context =>
        {
            await Task.Delay(200);
            context.Abort();
        };
        nodes[1].Answer = context => context.Response.WriteAsync($"{context.Request.Headers["X-Renderer-Waited"]}");

        var waited = await front.AskAsync($"/v1/render/welcome?id={hers}");

        Assert.InRange(int.Parse(waited, System.Globalization.CultureInfo.InvariantCulture), 190, 5000);
    }

    [Fact]
    public async Task With_no_node_at_all_the_gateway_is_not_ready_and_says_try_again()
    {
        await using var front = await Front.StartAsync(nodes);
        await nodes[0].KillAsync();
        await nodes[1].KillAsync();
        using var response = await front.Client.PostAsync("/v1/render/welcome?id=p0001", new StringContent("{}"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.NotNull(response.Headers.RetryAfter);
        Assert.Contains("\"overloaded\"", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await Eventually.HoldsAsync(async () => await front.AskAsync("/health/ready") == "503");
        using var live = await front.Client.GetAsync("/health/live");
        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
    }

    [Fact]
    public async Task Refusals_of_a_node_pass_unchanged_and_do_not_count_against_it()
    {
        await using var front = await Front.StartAsync(nodes);
        var hers = await RecipientOfAsync(front, "a");
        nodes[0].Answer = context =>
        {
            context.Response.StatusCode = 503;
            context.Response.Headers.RetryAfter = "7";
            return context.Response.WriteAsync("""{"code":"profile_unavailable"}""");
        };
        for (var i = 0; i < 12; i++)
        {
            using var response = await front.Client.GetAsync($"/v1/render/welcome?id={hers}");
            Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
            Assert.Equal("7", response.Headers.RetryAfter?.ToString());
            Assert.Equal("""{"code":"profile_unavailable"}""", await response.Content.ReadAsStringAsync());
        }
    }

    [Fact]
    public async Task A_node_that_answers_500_each_time_is_left_alone_for_a_while()
    {
        await using var front = await Front.StartAsync(nodes);
        var hers = await RecipientOfAsync(front, "a");
        nodes[0].Answer = context =>
        {
            context.Response.StatusCode = 500;
            return Task.CompletedTask;
        };
        var refused = 0;
        while (await front.AskAsync("/v1/render/welcome", HttpMethod.Post, hers) == "500")
        {
            refused++;
        }

        // The third may be counted only after its answer has gone out.
        Assert.InRange(refused, 3, 5);
    }

    [Fact]
    public async Task A_silent_node_is_given_up_after_the_answer_timeout()
    {
        await using var front = await Front.StartAsync(nodes, options => options with { AnswerTimeout = TimeSpan.FromSeconds(1) });
        foreach (var node in nodes)
        {
            node.Answer = context => Task.Delay(Timeout.Infinite, context.RequestAborted);
        }

        using var response = await front.Client.PostAsync("/v1/render/welcome?id=p0001", new StringContent("{}"));
        Assert.Equal(HttpStatusCode.GatewayTimeout, response.StatusCode);
        Assert.Contains("\"node_timeout\"", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(1, nodes[0].Seen.Count + nodes[1].Seen.Count);
    }

    private static async Task<string> RecipientOfAsync(Front front, string node)
    {
        for (var i = 0; ; i++)
        {
            if (await front.AskAsync($"/v1/render/welcome?id=p{i:0000}") == node)
            {
                return $"p{i:0000}";
            }
        }
    }
}
