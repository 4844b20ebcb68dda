using Microsoft.Extensions.Time.Testing;
using Renderer.Model;
using Renderer.Profiles.Crm;
using Xunit;

namespace Renderer.Tests.Profiles.Crm;

public sealed class PauseTests : IAsyncLifetime
{
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 11, 27, 8, 0, 0, TimeSpan.Zero));
    private FakeHubSpot host = null!;

    public async ValueTask InitializeAsync() => host = (await FakeHubSpot.StartAsync()).With("512", ("firstname", "Ann"));

    public ValueTask DisposeAsync() => host.DisposeAsync();

    // The second is what HubSpot sends: recorded bodies say neither when nor, for the short limits, for how long.
    [Theory]
    [InlineData("2", """{"status":"error"}""", 2000)]
    [InlineData(null, """{"status":"error","message":"You have reached your secondly limit.","correlationId":"19dab6f7-78b0-42b0-9ee1-a45d27c9c4da","category":"RATE_LIMITS"}""", 500)]
    [InlineData(null, """{"status":"error","message":"You have reached your ten_secondly_rolling limit.","errorType":"RATE_LIMIT","correlationId":"c","policyName":"TEN_SECONDLY_ROLLING"}""", 500)]
    [InlineData(null, """{"status":"error","message":"You have reached your daily limit.","errorType":"RATE_LIMIT","correlationId":"c","policyName":"DAILY"}""", 60_000)]
    [InlineData("5", """{"status":"error","policyName":"DAILY"}""", 5000)]
    [InlineData("0", """{"status":"error"}""", 500)]
    [InlineData("-3", """{"status":"error"}""", 500)]
    [InlineData("soon", "no JSON", 500)]
    [InlineData("99999999", "{}", 86_400_000)]
    [InlineData("Fri, 27 Nov 2026 09:00:07 GMT", "{}", 7000)]
    public async Task No_request_leaves_before_a_429_allows_it(string? retryAfter, string body, int milliseconds)
    {
        await using var connection = host.Connect(clock: clock);
        host.Fault = context =>
        {
            context.Response.Headers.Date = "Fri, 27 Nov 2026 09:00:00 GMT"; // an hour before us: the difference does not matter
            return Faults.Limited(retryAfter, body)(context);
        };

        Assert.Equal(Reason.CrmLimited, (await ReadAsync(connection)).Reason);
        host.Fault = null;
        clock.Advance(TimeSpan.FromMilliseconds(milliseconds - 5));
        Assert.Equal(Reason.CrmLimited, (await ReadAsync(connection)).Reason);
        Assert.Equal(Reason.CrmLimited, (await connection.ReadManyAsync([Identifier.Id("512")], ReadSet.None, Budget.Start(clock, TimeSpan.FromSeconds(1)), default))[0].Reason);
        Assert.Single(host.Requests);

        clock.Advance(TimeSpan.FromMilliseconds(6));
        var after = await ReadAsync(connection);
        Assert.Equal(Reason.None, after.Reason);
        Assert.Equal("Ann", after.Value("firstname"));
    }

    [Fact]
    public async Task Those_who_wait_for_a_place_are_not_sent_either()
    {
        await using var connection = host.Connect(settings => settings with { Concurrency = 1 });
        host.Fault = async context => await Faults.Slow(50)(context) || await Faults.Limited("30")(context);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => connection.ReadAsync(Identifier.Id("512")).AsTask()));

        Assert.All(answers, answer => Assert.Equal(Reason.CrmLimited, answer.Reason));
        Assert.Single(host.Requests);
    }

    [Fact]
    public async Task What_is_answered_in_a_pause_closes_no_circuit()
    {
        var log = new LinesLogger();
        await using var connection = host.Connect(logs: log);
        var asked = 0;
        host.Fault = async context => Interlocked.Increment(ref asked) == 1
            ? await Faults.Slow(100)(context) || await Faults.Limited("30")(context)
            : await Faults.Slow(600)(context) || await Faults.Status(503)(context);

        // One is told to wait while the others are about to fail.
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => connection.ReadAsync(Identifier.Id("512")).AsTask()));
        Assert.Contains(log.Lines, line => line.Contains("a probe, four times a second", StringComparison.Ordinal));
        await Task.Delay(700);
        Assert.DoesNotContain(log.Lines, line => line.Contains("are answered again", StringComparison.Ordinal));
    }

    [Fact]
    public void A_shorter_pause_does_not_end_a_longer_one()
    {
        var pause = new Pause(clock);
        pause.For(TimeSpan.FromSeconds(10), Reason.CrmLimited);
        pause.For(TimeSpan.FromSeconds(1), Reason.CrmUnauthorized);

        clock.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(Reason.CrmLimited, pause.Why);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(pause.Why);
    }

    private ValueTask<CrmAnswer> ReadAsync(ICrmConnection connection) =>
        connection.ReadAsync(Identifier.Id("512"), new ReadSet(["firstname"]), Budget.Start(clock, TimeSpan.FromSeconds(1)), default);
}
