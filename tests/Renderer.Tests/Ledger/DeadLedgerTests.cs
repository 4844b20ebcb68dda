using System.Diagnostics;
using System.Diagnostics.Metrics;
using Renderer.Ledger;
using Renderer.Model;
using Renderer.Tests.Infrastructure;
using Xunit;

namespace Renderer.Tests.Ledger;

/// <summary>A ledger that is locked, full, slow or gone: renders do not feel it, writes say so, and nothing that was promised is lost.</summary>
public sealed class DeadLedgerTests(PostgresServer postgres)
{
    private static readonly byte[] Gold = "gold"u8.ToArray();

    [Fact]
    public async Task A_locked_file_delays_no_render_refuses_an_erasure_and_is_caught_up_with_later()
    {
        await using var rig = await LedgerRig.CreateAsync(LedgerKind.Sqlite, postgres);
        var node = await rig.OpenAsync(Brief);
        await using var other = await rig.ConnectAsync();
        await LedgerRig.ScalarAsync(other, "BEGIN IMMEDIATE");

        Assert.Equal(Gold, await node.Store.Claims.ClaimAsync(rig.ClaimOf("ann", "m1"), Gold, default));
        Assert.Equal(Gold, await node.Store.Claims.FindAsync(rig.ClaimOf("ann", "m1"), default));
        await Assert.ThrowsAsync<LedgerUnavailableException>(
            () => node.Store.Erasures.AddAsync(WorkspaceName.Default, ["bob"], new Instant(1), "dpo"));
        Assert.Contains("locked", node.Store.Health.Fault, StringComparison.Ordinal);
        Assert.Equal(1, node.Store.Health.PendingWrites);

        await LedgerRig.ScalarAsync(other, "ROLLBACK");
        await Eventually.TrueAsync(() => node.Store.Health is { PendingWrites: 0, Reachable: true });
        Assert.Equal(1, await rig.CountAsync("decision"));
        Assert.Equal(0, await rig.CountAsync("erasure"));
    }

    [Fact]
    public async Task A_full_file_refuses_an_erasure_keeps_decisions_in_memory_and_is_caught_up_with_later()
    {
        await using var rig = await LedgerRig.CreateAsync(LedgerKind.Sqlite, postgres);
        var roomy = await rig.OpenAsync();
        await rig.ExecuteAsync("CREATE TABLE ballast AS WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100) SELECT i, zeroblob(4000) AS b FROM n");
        var full = await rig.OpenAsync(o => o with { MaxFileBytes = 4096 });

        var names = Enumerable.Range(0, 500).Select(i => $"person-{i}").ToList();
        await Assert.ThrowsAsync<LedgerUnavailableException>(
            () => full.Store.Erasures.AddAsync(WorkspaceName.Default, names, new Instant(1), "dpo"));
        Assert.Contains("full", full.Store.Health.Fault, StringComparison.Ordinal);
        Assert.Equal(0, await rig.CountAsync("erasure"));

        var claim = rig.ClaimOf("ann", "m1");
        await full.Store.Claims.ClaimAsync(claim, new byte[20_000], default);
        await Task.Delay(600);
        Assert.Equal(1, full.Store.Health.PendingWrites);
        Assert.Equal(20_000, (await full.Store.Claims.FindAsync(claim, default))!.Length);

        await rig.ExecuteAsync("DROP TABLE ballast");
        await Eventually.TrueAsync(() => full.Store.Health.PendingWrites == 0);
        Assert.Equal(1, await rig.CountAsync("decision"));
        Assert.True(roomy.Store.Health.Reachable);
    }

    [Fact]
    public async Task A_slow_database_costs_a_render_50_ms_once_and_then_nothing_for_a_while()
    {
        await using var rig = await LedgerRig.CreateAsync(LedgerKind.PostgreSql, postgres);
        var node = await rig.OpenAsync(Brief);
        await using var hog = await rig.ConnectAsync();
        await using var transaction = await hog.BeginTransactionAsync();
        await LedgerRig.ScalarAsync(hog, "LOCK TABLE decision IN ACCESS EXCLUSIVE MODE");

        var slowest = TimeSpan.Zero;
        var asked = 0;
        var total = Stopwatch.StartNew();
        for (; total.Elapsed < TimeSpan.FromSeconds(2); asked++)
        {
            var one = Stopwatch.StartNew();
            Assert.Null(await node.Store.Claims.FindAsync(rig.ClaimOf("ann", $"m{asked}"), default));
            slowest = one.Elapsed > slowest ? one.Elapsed : slowest;
        }

        // On a busy machine a timer may be late; the database would have held each for seconds.
        Assert.True(slowest < TimeSpan.FromSeconds(3), $"The slowest took {slowest}.");
        Assert.True(asked > 1000, $"Only {asked} in 2 s: most must not ask at all.");
        await transaction.RollbackAsync();
        await node.Store.Claims.ClaimAsync(rig.ClaimOf("ann", "m0"), Gold, default);
        await Eventually.TrueAsync(() => node.Store.Health.PendingWrites == 0);
        await Eventually.TrueAsync(async () => await node.Store.Claims.FindAsync(rig.ClaimOf("ann", "m0"), default) is not null);
    }

    [Fact]
    public async Task Postgres_killed_and_restarted_loses_nothing_and_delays_nobody()
    {
        await using var server = new PostgresServer();
        await using var rig = await LedgerRig.CreateAsync(LedgerKind.PostgreSql, server);
        var node = await rig.OpenAsync(Brief);
        await node.Store.Claims.ClaimAsync(rig.ClaimOf("ann", "before"), Gold, default);
        await node.Store.Erasures.AddAsync(WorkspaceName.Default, rig.NamesOf(WorkspaceName.Default, Identifier.Id("bob")), new Instant(7), "dpo");
        await Eventually.TrueAsync(() => node.Store.Health.PendingWrites == 0);

        await server.KillAsync();
        await node.Store.Claims.ClaimAsync(rig.ClaimOf("ann", "meanwhile"), Gold, default);
        for (var i = 0; i < 200; i++)
        {
            Assert.Equal(Gold, await node.Store.Claims.FindAsync(rig.ClaimOf("ann", "meanwhile"), default));
            Assert.Null(await node.Store.Claims.FindAsync(rig.ClaimOf("ann", "before"), default));
        }

        await Assert.ThrowsAsync<LedgerUnavailableException>(
            () => node.Store.Erasures.AddAsync(WorkspaceName.Default, ["carol"], new Instant(8), "dpo"));
        await Eventually.TrueAsync(() => !node.Store.Health.Reachable);
        Assert.Contains("PostgreSQL", node.Store.Health.Fault, StringComparison.Ordinal);

        await server.StartAsync();
        await Eventually.TrueAsync(() => node.Store.Health is { Reachable: true, PendingWrites: 0 });
        await Eventually.TrueAsync(async () => await node.Store.Claims.FindAsync(rig.ClaimOf("ann", "before"), default) is not null);
        Assert.Equal(2, await rig.CountAsync("decision"));
        Assert.Equal(new Instant(7), (await rig.OpenAsync()).Board.ErasedAt(WorkspaceName.Default, Identifier.Id("bob")));
    }

    [Fact]
    public async Task A_node_that_starts_before_its_database_follows_as_soon_as_that_is_there()
    {
        await using var server = new PostgresServer();
        await using var rig = await LedgerRig.CreateAsync(LedgerKind.PostgreSql, server);
        await server.KillAsync();

        var node = await rig.OpenAsync();
        Assert.False(node.Store.Health.Reachable);
        Assert.Equal(Instant.Never, node.Board.KnownUntil);
        await node.Store.Claims.ClaimAsync(rig.ClaimOf("ann", "m1"), Gold, default);

        await server.StartAsync();
        await Eventually.TrueAsync(() => node.Store.Health is { Reachable: true, PendingWrites: 0 } && node.Board.KnownUntil > Instant.Never);
        Assert.Equal(1, await rig.CountAsync("decision"));
    }

    [Fact]
    public async Task A_server_that_cannot_be_reached_is_told_without_the_password()
    {
        await using var rig = await LedgerRig.CreateAsync(LedgerKind.Sqlite, postgres);

        var node = await rig.OpenAsync(o => o with { Connection = "postgres://ann:hunter2@127.0.0.1:1/ledger" });
        var fault = await Assert.ThrowsAsync<LedgerUnavailableException>(() => node.Store.Audit.AppendAsync(WorkspaceName.Default, "ann", AuditAction.Read, "x"));

        Assert.Contains("Renderer__Ledger", fault.Message, StringComparison.Ordinal);
        Assert.NotEmpty(rig.Log.Lines);
        Assert.DoesNotContain("hunter2", fault + string.Concat(rig.Log.Lines) + node.Store.Health, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_queue_that_is_full_drops_the_oldest_counts_them_and_warns_once()
    {
        using var dropped = new MetricSum("renderer.ledger.dropped");
        await using var rig = await LedgerRig.CreateAsync(LedgerKind.Sqlite, postgres);
        var node = await rig.OpenAsync(o => o with { QueueBytes = 100_000, WriteEvery = TimeSpan.FromHours(1) });

        for (var i = 0; i < 1000; i++)
        {
            await node.Store.Claims.ClaimAsync(rig.ClaimOf("ann", $"m{i}"), new byte[600], default);
        }

        Assert.InRange(node.Store.Health.PendingWrites, 90, 100);
        Assert.Equal(1000 - node.Store.Health.PendingWrites, dropped.Value);
        Assert.NotNull(await node.Store.Claims.FindAsync(rig.ClaimOf("ann", "m999"), default));
        Assert.Null(await node.Store.Claims.FindAsync(rig.ClaimOf("ann", "m0"), default));
        Assert.Single(rig.Log.Lines, line => line.Contains("oldest are dropped", StringComparison.Ordinal));
    }

    /// <summary>The product's own limit of a look-up.</summary>
    private static LedgerOptions Brief(LedgerOptions options) => options with { FindWithin = TimeSpan.FromMilliseconds(50) };

    private sealed class MetricSum : IDisposable
    {
        private readonly MeterListener listener = new();
        private long sum;

        public MetricSum(string name)
        {
            listener.InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == "Renderer.Ledger" && instrument.Name == name)
                {
                    self.EnableMeasurementEvents(instrument);
                }
            };
            listener.SetMeasurementEventCallback<int>((_, value, _, _) => Interlocked.Add(ref sum, value));
            listener.Start();
        }

        public long Value => Interlocked.Read(ref sum);

        public void Dispose() => listener.Dispose();
    }
}
