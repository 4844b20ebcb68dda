using System.Diagnostics;
using Renderer.Model;
using Xunit;

namespace Renderer.Tests.Profiles.Crm;

public sealed class AttemptsTests : IAsyncLifetime
{
    private FakeHubSpot host = null!;

    public async ValueTask InitializeAsync() => host = (await FakeHubSpot.StartAsync()).With("512", ("firstname", "Ann"));

    public ValueTask DisposeAsync() => host.DisposeAsync();

    public static TheoryData<string> Passing => ["503", "500", "reset", "break off", "cut"];

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task What_passes_is_tried_again(string fault)
    {
        await using var connection = host.Connect();
        host.Fault = Faults.First(2, fault switch
        {
            "reset" => Faults.ResetAsync,
            "break off" => Faults.BreakOffAsync,
            "cut" => Faults.CutAsync,
            var status => Faults.Status(int.Parse(status, null)),
        });

        var answer = await connection.ReadAsync(Identifier.Id("512"));

        Assert.Equal("Ann", answer.Value("firstname"));
        Assert.Equal(3, host.Reads);
    }

    [Fact]
    public async Task What_stays_is_tried_three_times()
    {
        await using var connection = host.Connect();
        host.Fault = Faults.Status(503);

        Assert.Equal(Reason.CrmError, (await connection.ReadAsync(Identifier.Id("512"))).Reason);
        Assert.Equal(3, host.Requests.Count(request => request.Target.Contains("/512?", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(400, Reason.CrmError)]
    [InlineData(403, Reason.CrmUnauthorized)]
    [InlineData(404, Reason.ProfileMissing)]
    [InlineData(409, Reason.CrmError)]
    [InlineData(414, Reason.CrmError)]
    [InlineData(429, Reason.CrmLimited)]
    internal async Task What_is_refused_is_not_tried_again(int status, Reason reason)
    {
        await using var connection = host.Connect();
        host.Fault = Faults.Status(status);

        Assert.Equal(reason, (await connection.ReadAsync(Identifier.Id("512"))).Reason);
        Assert.Single(host.Requests);
        Assert.Equal(1, host.TokenRequests);
    }

    [Theory]
    [InlineData(50)]
    [InlineData(300)]
    [InlineData(800)]
    public async Task A_hanging_crm_takes_the_budget_and_no_more(int budget)
    {
        await using var connection = host.Connect();
        await connection.ReadAsync(Identifier.Id("512"));
        host.Fault = Faults.HangAsync;
        await using var machine = new BusyMachine();

        var watch = Stopwatch.StartNew();
        var answer = await connection.ReadAsync(Identifier.Id("512"), budget: budget);

        Assert.Equal(Reason.CrmTimeout, answer.Reason);
        Assert.InRange(watch.Elapsed.TotalMilliseconds, budget - 20, budget + 50 + machine.Late.TotalMilliseconds);
    }

    [Fact]
    public async Task A_used_up_budget_asks_nobody()
    {
        await using var connection = host.Connect();
        await connection.ReadAsync(Identifier.Id("512"));

        var answer = await connection.ReadAsync(Identifier.Id("512"), budget: 0);

        Assert.Equal(Reason.CrmTimeout, answer.Reason);
        Assert.Single(host.Requests);
    }

    [Fact]
    public async Task An_attempt_has_its_own_limit_and_another_follows_where_time_is_left()
    {
        await using var connection = host.Connect(settings => settings with { AttemptTimeout = TimeSpan.FromMilliseconds(150) });
        await connection.ReadAsync(Identifier.Id("512"));
        host.Fault = Faults.First(1, Faults.HangAsync);

        Assert.Equal("Ann", (await connection.ReadAsync(Identifier.Id("512"))).Value("firstname"));
    }

    [Fact]
    public async Task Nothing_is_tried_again_with_less_than_60_ms_left()
    {
        await using var connection = host.Connect();
        await connection.ReadAsync(Identifier.Id("512"));
        host.Fault = async context => await Faults.Slow(260)(context) || await Faults.Status(503)(context);

        var answer = await connection.ReadAsync(Identifier.Id("512"), budget: 300);

        Assert.NotEqual(Reason.None, answer.Reason);
        Assert.Equal(2, host.Reads);
    }

    [Fact]
    public async Task No_more_calls_run_at_once_than_the_connection_has_places()
    {
        await using var connection = host.Connect(settings => settings with { Concurrency = 2 });
        var (now, most) = (0, 0);
        host.Fault = async _ =>
        {
            most = Math.Max(most, Interlocked.Increment(ref now));
            await Task.Delay(20);
            Interlocked.Decrement(ref now);
            return false;
        };

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => connection.ReadAsync(Identifier.Id("512"), budget: 10_000).AsTask()));

        Assert.All(answers, answer => Assert.Equal("Ann", answer.Value("firstname")));
        Assert.Equal(2, most);
    }

    [Fact]
    public async Task Waiting_for_a_place_ends_with_the_budget()
    {
        await using var connection = host.Connect(settings => settings with { Concurrency = 1, AttemptTimeout = TimeSpan.FromSeconds(5) });
        await connection.ReadAsync(Identifier.Id("512"));
        host.Fault = Faults.HangAsync;
        var first = connection.ReadAsync(Identifier.Id("512"), budget: 1500).AsTask();
        await Task.Delay(50);
        await using var machine = new BusyMachine();

        var watch = Stopwatch.StartNew();
        var second = await connection.ReadAsync(Identifier.Id("512"), budget: 100);

        Assert.Equal(Reason.CrmLimited, second.Reason);
        Assert.InRange(watch.Elapsed.TotalMilliseconds, 0, 150 + machine.Late.TotalMilliseconds);
        Assert.Equal(2, host.Reads);
        Assert.Equal(Reason.CrmTimeout, (await first).Reason);
    }

    [Fact]
    public async Task A_crm_that_is_not_there_is_an_error()
    {
        await using var connection = host.Connect(settings => settings with { BaseUrl = new Uri("http://127.0.0.1:9"), TokenUrl = new Uri(host.Url, "/oauth/2026-03/token") });

        Assert.Equal(Reason.CrmError, (await connection.ReadAsync(Identifier.Id("512"))).Reason);
    }
}
