using System.Diagnostics;
using Renderer.Model;
using Renderer.Profiles.Crm;
using Xunit;

namespace Renderer.Tests.Profiles.Crm;

public sealed class CircuitTests : IAsyncLifetime
{
    private FakeHubSpot host = null!;

    public async ValueTask InitializeAsync() => host = (await FakeHubSpot.StartAsync()).With("512", ("firstname", "Ann"));

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task A_crm_known_to_fail_is_not_asked_and_the_answer_is_quick()
    {
        await using var connection = host.Connect();
        host.Fault = Faults.Status(503);
        await FailAsync(connection, 6);
        var before = Reads();

        var watch = Stopwatch.StartNew();
        for (var i = 0; i < 50; i++)
        {
            Assert.Equal(Reason.CrmError, (await connection.ReadAsync(Identifier.Id("512"))).Reason);
        }

        Assert.Equal(before, Reads());
        Assert.InRange(watch.ElapsedMilliseconds, 0, 1000);
    }

    [Fact]
    public async Task A_hanging_crm_opens_it_too_and_the_reason_stays_a_timeout()
    {
        await using var connection = host.Connect();
        await connection.ReadAsync(Identifier.Id("512"));
        host.Fault = Faults.HangAsync;
        await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => connection.ReadAsync(Identifier.Id("512"), budget: 800).AsTask()));

        var watch = Stopwatch.StartNew();
        var answer = await connection.ReadAsync(Identifier.Id("512"), budget: 2000);

        Assert.Equal(Reason.CrmTimeout, answer.Reason);
        Assert.InRange(watch.ElapsedMilliseconds, 0, 500);
    }

    [Fact]
    public async Task The_probe_closes_it_without_any_caller()
    {
        await using var connection = host.Connect();
        host.Fault = Faults.Status(503);
        await FailAsync(connection, 6);

        host.Fault = null;
        await Task.Delay(900);

        Assert.Equal("Ann", (await connection.ReadAsync(Identifier.Id("512"))).Value("firstname"));
    }

    [Fact]
    public async Task One_kind_of_call_may_fail_while_the_other_is_answered()
    {
        await using var connection = host.Connect();
        host.Fault = async context => context.Request.Method == "POST" && await Faults.Status(503)(context);
        for (var i = 0; i < 6; i++)
        {
            Assert.Equal(Reason.CrmError, (await connection.ReadManyAsync([Identifier.Id("512")]))[0].Reason);
        }

        Assert.Equal("Ann", (await connection.ReadAsync(Identifier.Id("512"))).Value("firstname"));
        await Task.Delay(600);
        var before = host.Requests.Count(request => request.Method == "POST");
        Assert.Equal(Reason.CrmError, (await connection.ReadManyAsync([Identifier.Id("512")]))[0].Reason);
        Assert.InRange(host.Requests.Count(request => request.Method == "POST"), before, before + 1); // a probe may have come between
    }

    [Fact]
    public async Task Refusals_and_misses_are_answers_and_never_open_it()
    {
        await using var connection = host.Connect();
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(Reason.ProfileMissing, (await connection.ReadAsync(Identifier.Id("nobody"))).Reason);
        }

        // Fewer than make the connection rest.
        host.Fault = Faults.Status(400);
        for (var i = 0; i < 15; i++)
        {
            await connection.ReadAsync(Identifier.Id("512"));
        }

        host.Fault = null;
        Assert.Equal("Ann", (await connection.ReadAsync(Identifier.Id("512"))).Value("firstname"));
    }

    [Fact]
    public async Task Callers_in_a_hurry_do_not_open_it_for_the_others()
    {
        await using var connection = host.Connect();
        await connection.ReadAsync(Identifier.Id("512"));
        host.Fault = Faults.Slow(150);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => connection.ReadAsync(Identifier.Id("512"), budget: 50).AsTask()));

        Assert.Equal("Ann", (await connection.ReadAsync(Identifier.Id("512"))).Value("firstname"));
    }

    private int Reads() => host.Requests.Count(request => request.Target.Contains("/512?", StringComparison.Ordinal));

    private static async Task FailAsync(ICrmConnection connection, int times)
    {
        for (var i = 0; i < times; i++)
        {
            Assert.Equal(Reason.CrmError, (await connection.ReadAsync(Identifier.Id("512"))).Reason);
        }
    }
}
