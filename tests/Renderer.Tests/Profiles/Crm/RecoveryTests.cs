using System.Diagnostics;
using Renderer.Model;
using Renderer.Profiles.Crm;
using Xunit;

namespace Renderer.Tests.Profiles.Crm;

/// <summary>While a fault lasts every read ends within its budget; when it ends, reads succeed within a second: 20 connections of 20 for each fault.</summary>
public sealed class RecoveryTests : IAsyncLifetime
{
    private const int Connections = 20;
    private static readonly TimeSpan Slack = TimeSpan.FromMilliseconds(300); // for a busy machine

    private FakeHubSpot host = null!;

    public async ValueTask InitializeAsync() => host = (await FakeHubSpot.StartAsync()).With("512", ("firstname", "Ann"));

    public ValueTask DisposeAsync() => host.DisposeAsync();

    public static TheoryData<string> All => ["hang", "503", "reset", "break off", "cut", "429", "401", "revoked", "token 400", "token 503", "token hang", "token slow"];

    [Theory]
    [MemberData(nameof(All))]
    public async Task Reads_succeed_again_within_a_second(string fault)
    {
        var connections = Enumerable.Range(0, Connections).Select(_ => host.Connect()).ToList();
        await Task.WhenAll(connections.Select(connection => connection.ReadAsync(Identifier.Id("512")).AsTask()));

        Break(fault);
        await Task.WhenAll(connections.Select(SufferAsync));
        Heal();

        var healed = await Task.WhenAll(connections.Select(RecoverAsync));
        Assert.All(healed, took => Assert.InRange(took, TimeSpan.Zero, TimeSpan.FromSeconds(1)));
        await Task.WhenAll(connections.Select(connection => connection.DisposeAsync().AsTask()));
    }

    private static async Task SufferAsync(ICrmConnection connection)
    {
        for (var i = 0; i < 4; i++)
        {
            var read = Stopwatch.StartNew();
            await connection.ReadAsync(Identifier.Id("512"), budget: 300);
            Assert.InRange(read.Elapsed, TimeSpan.Zero, TimeSpan.FromMilliseconds(300) + Slack);
        }
    }

    private static async Task<TimeSpan> RecoverAsync(ICrmConnection connection)
    {
        var since = Stopwatch.StartNew();
        while ((await connection.ReadAsync(Identifier.Id("512"), budget: 800)).Reason != Reason.None)
        {
            await Task.Delay(10);
        }

        return since.Elapsed;
    }

    private void Break(string fault)
    {
        switch (fault)
        {
            case "revoked":
                host.RevokeTokens();
                break;
            case "token 400" or "token 503" or "token hang" or "token slow":
                host.TokenFault = fault switch
                {
                    "token 400" => Faults.Status(400),
                    "token 503" => Faults.Status(503),
                    "token hang" => Faults.HangAsync,
                    _ => Faults.Slow(700),
                };
                host.RevokeTokens();
                break;
            default:
                host.Fault = fault switch
                {
                    "hang" => Faults.HangAsync,
                    "reset" => Faults.ResetAsync,
                    "break off" => Faults.BreakOffAsync,
                    "cut" => Faults.CutAsync,
                    "429" => Faults.Limited(null),
                    var status => Faults.Status(int.Parse(status, null)),
                };
                break;
        }
    }

    private void Heal() => (host.Fault, host.TokenFault) = (null, null);
}
