using System.Net;
using System.Text;
using Renderer.ServerTests.Infrastructure;
using Xunit;

namespace Renderer.ServerTests.Passthrough.SendGrid;

/// <summary>Under an <c>Idempotency-Key</c> nothing is sent twice, and nobody is told that something went of which nobody knows.</summary>
public sealed class IdempotencyTests : IAsyncLifetime
{
    private static readonly (string, string) Key = ("Idempotency-Key", "bf-2026/17");
    private EspHost host = null!;
    private Stage stage = null!;

    public async ValueTask InitializeAsync()
    {
        host = await EspHost.StartAsync();
        stage = await host.StageAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await stage.DisposeAsync();
        await host.DisposeAsync();
    }

    [Theory]
    [InlineData("no mark")]
    [InlineData("[[renderer:letter#hero]]")]
    public async Task A_retry_of_what_was_accepted_sends_nothing_and_gets_the_same_answer(string html)
    {
        var json = Mailing.To([1, 2], html, "x").ToJsonString();
        using var first = await stage.Node.SendAsync(json, Key);
        using var second = await stage.Node.SendAsync(json, Key);
        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.Accepted), (first.StatusCode, second.StatusCode));
        Assert.Equal(first.Headers.GetValues("X-Message-Id"), second.Headers.GetValues("X-Message-Id"));
        Assert.Single(host.Came);
    }

    [Fact]
    public async Task A_retry_after_a_part_was_refused_sends_only_the_rest()
    {
        var json = Mailing.To([11, 12, 13, 14], "[[renderer:long]]", "Long").ToJsonString();
        host.Answer = (http, request) => Encoding.UTF8.GetString(request.Body).Contains(Mailing.Address(13), StringComparison.Ordinal)
            ? EspHost.RefuseAsync(http, 503, """{"errors":[{"message":"busy","field":null,"help":null}]}""")
            : EspHost.TakeAsync(http, request);
        using var first = await stage.Node.SendAsync(json, Key);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, first.StatusCode);
        var sent = host.Came.Count(request => !Encoding.UTF8.GetString(request.Body).Contains(Mailing.Address(13), StringComparison.Ordinal));
        Assert.Equal($"{sent}/4", first.Headers.GetValues("X-Renderer-Accepted").Single());

        host.Came.Clear();
        host.Answer = EspHost.TakeAsync;
        using var second = await stage.Node.SendAsync(json, Key);
        Assert.Equal(HttpStatusCode.Accepted, second.StatusCode);
        Assert.Equal(4 - sent, host.Came.Count);
    }

    [Fact]
    public async Task What_nobody_knows_of_is_an_error_and_stays_one()
    {
        var json = Mailing.To([1]).ToJsonString();
        host.Answer = (http, _) =>
        {
            http.Abort();
            return Task.CompletedTask;
        };
        for (var i = 0; i < 3; i++)
        {
            using var answer = await stage.Node.SendAsync(json, Key);
            Assert.Contains("(delivery_unknown)", await answer.ErrorAsync(HttpStatusCode.Conflict), StringComparison.Ordinal);
            Assert.Single(host.Came);
        }

        host.Answer = EspHost.TakeAsync;
        using var other = await stage.Node.SendAsync(json, ("Idempotency-Key", "another"));
        Assert.Equal(HttpStatusCode.Accepted, other.StatusCode);
    }

    [Fact]
    public async Task The_same_request_twice_at_once_goes_once()
    {
        var json = Mailing.To([1, 2, 3]).ToJsonString();
        host.Answer = async (http, request) =>
        {
            await Task.Delay(300);
            await EspHost.TakeAsync(http, request);
        };
        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => stage.Node.SendAsync(json, Key)));
        Assert.Single(host.Came);
        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.Accepted);
        Assert.All(answers, answer => Assert.True(answer.StatusCode is HttpStatusCode.Accepted or HttpStatusCode.Conflict));
        foreach (var answer in answers)
        {
            answer.Dispose();
        }
    }

    [Fact]
    public async Task A_node_that_starts_again_remembers()
    {
        var json = Mailing.To([1, 2]).ToJsonString();
        (await stage.Node.SendAsync(json, Key)).Dispose();
        await stage.RestartAsync();
        using var again = await stage.Node.SendAsync(json, Key);
        Assert.Equal(HttpStatusCode.Accepted, again.StatusCode);
        Assert.Single(host.Came);
    }
}
