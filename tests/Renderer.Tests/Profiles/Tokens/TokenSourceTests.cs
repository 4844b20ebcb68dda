using System.Diagnostics;
using Microsoft.Extensions.Time.Testing;
using Renderer.Profiles.Tokens;
using Renderer.Tests.Profiles.Crm;
using Xunit;

namespace Renderer.Tests.Profiles.Tokens;

public sealed class TokenSourceTests : IAsyncLifetime
{
    private readonly FakeTimeProvider clock = new();
    private TokenHost host = null!;

    public async ValueTask InitializeAsync() => host = await TokenHost.StartAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task A_thousand_readers_after_the_end_make_one_request()
    {
        await using var source = host.Source(clock);
        host.Answer = async (context, n) =>
        {
            await Task.Delay(100);
            await TokenHost.TokenAsync(context, $"token-{n}", 100);
        };
        await source.GetAsync(default);
        clock.Advance(TimeSpan.FromSeconds(101));

        var answers = await Task.WhenAll(Enumerable.Range(0, 1000).Select(_ => Task.Run(async () => await source.GetAsync(default))));

        Assert.All(answers, answer => Assert.Equal("token-2", answer.Token?.Value));
        Assert.Equal(2, host.Requests);
    }

    [Theory]
    [InlineData(1800, 1740)] // 60 s ahead
    [InlineData(100, 90)] // 10 % ahead
    public async Task It_is_renewed_ahead_while_the_old_one_is_still_used(int life, int renewed)
    {
        await using var source = host.Source(clock);
        var answering = new TaskCompletionSource();
        host.Answer = async (context, n) =>
        {
            await (n == 2 ? answering.Task : Task.CompletedTask);
            await TokenHost.TokenAsync(context, $"token-{n}", life);
        };
        await source.GetAsync(default);

        clock.Advance(TimeSpan.FromSeconds(renewed - 1));
        Assert.Equal("token-1", (await source.GetAsync(default)).Token?.Value);
        Assert.Equal(1, host.Requests);
        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("token-1", (await source.GetAsync(default)).Token?.Value);
        await UntilAsync(() => host.Requests == 2);
        Assert.Equal("token-1", (await source.GetAsync(default)).Token?.Value);

        answering.SetResult();
        await UntilAsync(async () => (await source.GetAsync(default)).Token?.Value == "token-2");
        Assert.Equal(2, host.Requests);
    }

    [Fact]
    public async Task A_token_of_unknown_life_is_used_for_half_an_hour()
    {
        await using var source = host.Source(clock);
        host.Answer = (context, n) => TokenHost.TokenAsync(context, $"token-{n}", null);
        await source.GetAsync(default);

        clock.Advance(TimeSpan.FromMinutes(28));
        Assert.Equal("token-1", (await source.GetAsync(default)).Token?.Value);
        clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal("token-2", (await source.GetAsync(default)).Token?.Value);
    }

    [Fact]
    public async Task A_failure_rests_a_moment_and_is_not_kept()
    {
        await using var source = host.Source(clock);
        host.Answer = (context, n) => n == 1
            ? FakeHubSpot.AnswerAsync(context, 400, """{"error":"invalid_scope","error_description":"secret s&c:ret is wrong"}""")
            : TokenHost.TokenAsync(context, $"token-{n}", 1800);

        var first = await source.GetAsync(default);
        var second = await source.GetAsync(default);
        clock.Advance(TimeSpan.FromMilliseconds(300));
        var third = await source.GetAsync(default);

        Assert.Equal(TokenFailure.Refused, first.Failure);
        Assert.Equal(TokenFailure.Refused, second.Failure);
        Assert.Equal("token-2", third.Token?.Value);
        Assert.Equal(2, host.Requests);
    }

    [Fact]
    public async Task A_change_of_state_is_logged_once_and_names_the_connection_and_what_to_do()
    {
        await using var source = host.Source(clock);
        host.Answer = (context, n) => n <= 5
            ? FakeHubSpot.AnswerAsync(context, 401, """{"error":"invalid_scope","error_description":"secret s&c:ret is wrong"}""")
            : TokenHost.TokenAsync(context, $"token-{n}", 1800);

        for (var i = 0; i < 6; i++)
        {
            await source.GetAsync(default);
            clock.Advance(TimeSpan.FromSeconds(1));
        }

        await UntilAsync(() => host.Log.Lines.Count >= 2);
        Assert.Collection(
            host.Log.Lines,
            line => Assert.Matches("^Error: Connection main of workspace default gets no token.*invalid_scope.*Check scope", line),
            line => Assert.StartsWith("Information: Connection main of workspace default gets tokens", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_limited_endpoint_is_left_alone_as_long_as_it_asks()
    {
        await using var source = host.Source(clock);
        host.Answer = async (context, n) => await (n == 1 ? Faults.Limited("7")(context) : TokenHost.TokenAsync(context, "token", 60));

        Assert.Equal(TokenFailure.Limited, (await source.GetAsync(default)).Failure);
        clock.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(TokenFailure.Limited, (await source.GetAsync(default)).Failure);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.NotNull((await source.GetAsync(default)).Token);
        Assert.Equal(2, host.Requests);
    }

    [Fact]
    public async Task A_request_that_hangs_does_not_hold_those_who_come_later()
    {
        await using var source = host.Source();
        host.Answer = async (context, n) => await (n == 1 ? Faults.HangAsync(context) : TokenHost.TokenAsync(context, "token", 60));
        using var hurry = new CancellationTokenSource(100);
        Assert.Equal(TokenFailure.TimedOut, (await source.GetAsync(hurry.Token)).Failure);

        var watch = Stopwatch.StartNew();
        var answer = await source.GetAsync(default);

        Assert.Equal("token", answer.Token?.Value);
        Assert.InRange(watch.ElapsedMilliseconds, 0, 1500);
        Assert.Equal(2, host.Requests);
    }

    [Fact]
    public async Task A_caller_waits_no_longer_than_its_budget_and_the_request_goes_on_for_the_next()
    {
        await using var source = host.Source();
        host.Answer = async (context, n) =>
        {
            await Task.Delay(250);
            await TokenHost.TokenAsync(context, $"token-{n}", 60);
        };
        using var hurry = new CancellationTokenSource(50);

        Assert.Equal(TokenFailure.TimedOut, (await source.GetAsync(hurry.Token)).Failure);
        Assert.Equal("token-1", (await source.GetAsync(default)).Token?.Value);
        Assert.Equal(1, host.Requests);
    }

    [Fact]
    public async Task A_refused_token_is_dropped_only_while_it_is_the_current_one()
    {
        await using var source = host.Source();
        var first = (await source.GetAsync(default)).Token!;

        Assert.True(source.Drop(first));
        var second = (await source.GetAsync(default)).Token!;
        Assert.True(source.Drop(first));

        Assert.Equal("token-2", second.Value);
        Assert.Same(second, (await source.GetAsync(default)).Token);
        Assert.Equal(2, host.Requests);
    }

    private static Task UntilAsync(Func<bool> met) => UntilAsync(() => Task.FromResult(met()));

    private static async Task UntilAsync(Func<Task<bool>> met)
    {
        for (var i = 0; !await met(); i++)
        {
            Assert.InRange(i, 0, 500);
            await Task.Delay(10);
        }
    }
}
