using Renderer.Ledger;
using Renderer.Model;
using Renderer.Tests.Infrastructure;
using Xunit;

namespace Renderer.Tests.Ledger;

public sealed class ClaimsTests(PostgresServer postgres)
{
    private static readonly byte[] Gold = "gold"u8.ToArray();
    private static readonly byte[] Silver = "silver"u8.ToArray();

    public static TheoryData<LedgerKind> Both => LedgerRig.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task A_claim_is_found_at_once_here_and_within_a_second_on_another_node(LedgerKind kind)
    {
        await using var rig = await LedgerRig.CreateAsync(kind, postgres);
        var (one, two) = (await ClaimsAsync(rig), await ClaimsAsync(rig));
        var claim = rig.ClaimOf("ann", "m1");
        Assert.Null(await one.FindAsync(claim, default));

        Assert.Equal(Gold, await one.ClaimAsync(claim, Gold, default));
        Assert.Equal(Gold, await one.FindAsync(claim, default));
        await Eventually.TrueAsync(async () => await two.FindAsync(claim, default) is not null);

        Assert.Equal(Gold, await two.FindAsync(claim, default));
        Assert.Equal(Gold, await one.FindAsync(claim, default));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task The_first_claim_holds_here_and_in_the_ledger(LedgerKind kind)
    {
        await using var rig = await LedgerRig.CreateAsync(kind, postgres);
        var (one, two) = (await ClaimsAsync(rig), await ClaimsAsync(rig));
        var claim = rig.ClaimOf("ann", "m1");

        Assert.Equal(Gold, await one.ClaimAsync(claim, Gold, default));
        Assert.Equal(Gold, await one.ClaimAsync(claim, Silver, default));
        await Eventually.TrueAsync(async () => await rig.CountAsync("decision") == 1);

        await two.ClaimAsync(claim, Silver, default);
        await Eventually.TrueAsync(async () => (await two.FindAsync(claim, default))!.SequenceEqual(Gold));
        Assert.Equal(1, await rig.CountAsync("decision"));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Who_looked_before_the_first_claim_and_claims_after_it_was_written_hears_the_first(LedgerKind kind)
    {
        await using var rig = await LedgerRig.CreateAsync(kind, postgres);
        var claims = await ClaimsAsync(rig);
        const int Messages = 20;
        for (var i = 0; i < Messages; i++)
        {
            await claims.ClaimAsync(rig.ClaimOf("ann", $"m{i}"), Gold, default);
        }

        await Eventually.TrueAsync(async () => await rig.CountAsync("decision") == Messages);
        await Task.Delay(200, TestContext.Current.CancellationToken); // what is written leaves the memory
        var heard = 0;
        for (var i = 0; i < Messages; i++)
        {
            heard += (await claims.ClaimAsync(rig.ClaimOf("ann", $"m{i}"), Silver, default)).SequenceEqual(Gold) ? 1 : 0;
        }

        Assert.InRange(heard, Messages / 2, Messages); // the ledger has 50 ms for each, and this machine may be busy
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_claim_that_must_hold_now_is_the_same_on_all_nodes_at_once(LedgerKind kind)
    {
        await using var rig = await LedgerRig.CreateAsync(kind, postgres);
        var nodes = kind == LedgerKind.Sqlite
            ? Enumerable.Repeat(await ClaimsAsync(rig), 3).ToArray()
            : [await ClaimsAsync(rig), await ClaimsAsync(rig), await ClaimsAsync(rig)];
        for (var i = 0; i < 50; i++)
        {
            var claim = rig.ClaimOf("ann", $"m{i}");
            var values = await Task.WhenAll(Enumerable.Range(0, 9).Select(n => Task.Run(async () => await WithinAsync(nodes[n % 3], claim, [(byte)n]))));
            Assert.All(values, value => Assert.Equal(values[0], value));
            Assert.Equal(values[0], await nodes[i % 3].FindAsync(claim, default) ?? await WithinAsync(nodes[i % 3], claim, Silver));
        }

        // Busy machines are slow; 100 ms is what an open waits, and it may ask again.
        static async Task<byte[]> WithinAsync(LedgerClaims node, Claim claim, byte[] mine)
        {
            byte[]? value = null;
            await Eventually.TrueAsync(async () => (value = await node.ClaimNowAsync(claim, mine, default)) is not null);
            return value!;
        }
    }

    [Fact]
    public async Task A_claim_that_was_given_up_for_time_is_never_written()
    {
        await using var rig = await LedgerRig.CreateAsync(LedgerKind.PostgreSql, postgres);
        var (one, two) = (await ClaimsAsync(rig), await ClaimsAsync(rig));
        var (slow, next) = (rig.ClaimOf("ann", "m1"), rig.ClaimOf("ann", "m2"));
        await using (var connection = await rig.ConnectAsync())
        {
            // A batch waits for this lock, as for that of an erasure.
            await using var transaction = await connection.BeginTransactionAsync();
            await LedgerRig.ScalarAsync(connection, "SELECT value FROM counter WHERE name = 'erasures' FOR UPDATE");
            Assert.Null(await one.ClaimNowAsync(slow, Gold, default));
            await transaction.RollbackAsync();
        }

        // What is claimed after it on the same node is written after it.
        await Eventually.TrueAsync(async () => await one.ClaimNowAsync(next, Gold, default) is not null);
        Assert.Equal(0, await rig.CountAsync("decision", $"claim = '{slow.Keys[0]}'"));
        await Eventually.TrueAsync(async () => await two.ClaimNowAsync(slow, Silver, default) is { } value && value.SequenceEqual(Silver));
        await Eventually.TrueAsync(async () => await one.ClaimNowAsync(slow, Gold, default) is { } value && value.SequenceEqual(Silver));
    }

    [Fact]
    public void Whoever_gives_up_while_a_claim_is_committed_is_told_what_will_hold()
    {
        var claim = new PromptClaim(new PendingClaim("default", "key", "person", Gold, default), ["key"]);
        Assert.True(claim.Settle(Silver));
        Assert.Equal(Silver, claim.GiveUp());
        Assert.False(claim.IsGivenUp);

        var late = new PromptClaim(new PendingClaim("default", "key", "person", Gold, default), ["key"]);
        Assert.Null(late.GiveUp());
        Assert.False(late.Settle(Silver));
        Assert.Null(late.GiveUp());
    }

    [Fact]
    public async Task Without_the_database_nobody_promises_a_claim_and_nothing_is_left_of_it()
    {
        await using var server = new PostgresServer();
        await using var rig = await LedgerRig.CreateAsync(LedgerKind.PostgreSql, server);
        var claims = await ClaimsAsync(rig);
        var claim = rig.ClaimOf("ann", "m1");
        await server.KillAsync();
        Assert.Null(await claims.ClaimNowAsync(claim, Gold, default));
        Assert.Null(await claims.FindAsync(claim, default));
        await server.StartAsync();
        await Eventually.TrueAsync(async () => await claims.ClaimNowAsync(claim, Silver, default) is { } value && value.SequenceEqual(Silver));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task What_is_stored_says_nothing_of_the_person_or_the_value(LedgerKind kind)
    {
        await using var rig = await LedgerRig.CreateAsync(kind, postgres);
        var claims = await ClaimsAsync(rig);
        await claims.ClaimAsync(rig.ClaimOf("ann", "m1"), Gold, default);
        await Eventually.TrueAsync(async () => await rig.CountAsync("decision") == 1);

        await using var connection = await rig.ConnectAsync();
        var stored = (byte[])(await LedgerRig.ScalarAsync(connection, "SELECT sealed FROM decision"))!;
        Assert.Equal(-1, stored.AsSpan().IndexOf(Gold));
        Assert.Equal(0, await rig.CountAsync("decision", "person LIKE '%ann%' OR claim LIKE '%m1%'"));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_claim_is_found_under_each_of_its_keys_so_that_a_rotation_loses_none(LedgerKind kind)
    {
        await using var rig = await LedgerRig.CreateAsync(kind, postgres);
        var (one, two) = (await ClaimsAsync(rig), await ClaimsAsync(rig));
        await one.ClaimAsync(rig.ClaimOf("ann", "m1") with { Keys = ["old"] }, Gold, default);
        await Eventually.TrueAsync(async () => await rig.CountAsync("decision") == 1);

        Assert.Equal(Gold, await two.FindAsync(rig.ClaimOf("ann", "m1") with { Keys = ["new", "old", "older"] }, default));
        Assert.Null(await two.FindAsync(rig.ClaimOf("ann", "m1") with { Keys = ["new"] }, default));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Workspaces_share_no_claim(LedgerKind kind)
    {
        await using var rig = await LedgerRig.CreateAsync(kind, postgres);
        var claims = await ClaimsAsync(rig);
        Assert.True(WorkspaceName.TryParse("other", out var other));
        await claims.ClaimAsync(rig.ClaimOf("ann", "m1"), Gold, default);
        await claims.ClaimAsync(rig.ClaimOf("ann", "m1", other), Silver, default);
        await Eventually.TrueAsync(async () => await rig.CountAsync("decision") == 2);

        Assert.Equal(Gold, await claims.FindAsync(rig.ClaimOf("ann", "m1"), default));
        Assert.Equal(Silver, await claims.FindAsync(rig.ClaimOf("ann", "m1", other), default));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task An_expired_claim_is_not_found_may_be_claimed_anew_and_is_swept(LedgerKind kind)
    {
        await using var rig = await LedgerRig.CreateAsync(kind, postgres);
        var node = await rig.OpenAsync();
        var (first, second) = (rig.ClaimOf("ann", "m1"), rig.ClaimOf("bob", "m1"));
        await node.Store.Claims.ClaimAsync(first, Gold, default);
        await node.Store.Claims.ClaimAsync(second, Gold, default);
        await WrittenAsync(node);

        rig.Clock.Advance(TimeSpan.FromDays(7) - TimeSpan.FromSeconds(5));
        Assert.Equal(Gold, await node.Store.Claims.FindAsync(first, default));
        rig.Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Null(await node.Store.Claims.FindAsync(first, default));

        await node.Store.Claims.ClaimAsync(first, Silver, default);
        await WrittenAsync(node);
        Assert.Equal(Silver, await node.Store.Claims.FindAsync(first, default));

        rig.Clock.Advance(TimeSpan.FromDays(2));
        await node.Store.SweepAsync();
        Assert.Equal(1, await rig.CountAsync("decision"));
        Assert.Equal(1, await rig.CountAsync("person_key"));
        Assert.Equal(Silver, await node.Store.Claims.FindAsync(first, default));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_row_that_was_copied_or_changed_in_the_ledger_does_not_open(LedgerKind kind)
    {
        await using var rig = await LedgerRig.CreateAsync(kind, postgres);
        var claims = await ClaimsAsync(rig);
        var (mine, other, broken) = (rig.ClaimOf("ann", "m1"), rig.ClaimOf("ann", "m2"), rig.ClaimOf("ann", "m3"));
        foreach (var claim in new[] { mine, other, broken })
        {
            await claims.ClaimAsync(claim, Gold, default);
        }

        await Eventually.TrueAsync(async () => await rig.CountAsync("decision") == 3);
        await rig.ExecuteAsync($"UPDATE decision SET sealed = (SELECT sealed FROM decision WHERE claim = '{mine.Keys[0]}') WHERE claim = '{other.Keys[0]}'");
        await rig.ExecuteAsync($"UPDATE decision SET sealed = {(kind == LedgerKind.Sqlite ? "x'0102'" : "'\\x0102'")} WHERE claim = '{broken.Keys[0]}'");

        await Eventually.TrueAsync(async () => await claims.FindAsync(mine, default) is not null);
        Assert.Null(await claims.FindAsync(other, default));
        Assert.Null(await claims.FindAsync(broken, default));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Thousands_of_claims_are_written_in_batches_within_seconds(LedgerKind kind)
    {
        await using var rig = await LedgerRig.CreateAsync(kind, postgres);
        var (one, two) = (await rig.OpenAsync(), await rig.OpenAsync());
        Parallel.For(0, 3000, i =>
            _ = (i % 2 == 0 ? one : two).Store.Claims.ClaimAsync(rig.ClaimOf($"p{i % 500}", $"m{i / 2}"), Gold, default).AsTask());

        await Eventually.TrueAsync(() => one.Store.Health.PendingWrites + two.Store.Health.PendingWrites == 0);

        Assert.Equal(3000, await rig.CountAsync("decision"));
        Assert.Equal(500, await rig.CountAsync("person_key"));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task What_is_pending_is_written_when_the_ledger_closes(LedgerKind kind)
    {
        await using var rig = await LedgerRig.CreateAsync(kind, postgres);
        var node = await rig.OpenAsync(o => o with { WriteEvery = TimeSpan.FromMinutes(1) });
        await node.Store.Claims.ClaimAsync(rig.ClaimOf("ann", "m1"), Gold, default);

        await node.Store.DisposeAsync();

        Assert.Equal(1, await rig.CountAsync("decision"));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_message_that_is_new_is_no_question_and_one_of_before_a_restart_is_found(LedgerKind kind)
    {
        await using var rig = await LedgerRig.CreateAsync(kind, postgres);
        var first = await rig.OpenAsync();
        await first.Store.Claims.ClaimAsync(rig.ClaimOf("ann", "m1"), Gold, default);
        await WrittenAsync(first);

        var second = (await rig.OpenAsync()).Store.Claims;
        await Eventually.TrueAsync(() => second.FindAsync(rig.ClaimOf("ann", "m2"), default).AsTask().IsCompleted);
        var known = second.FindAsync(rig.ClaimOf("ann", "m1"), default).AsTask();
        Assert.False(known.IsCompleted);
        Assert.Equal(Gold, await known);
    }

    private static async Task<LedgerClaims> ClaimsAsync(LedgerRig rig) =>
        (await rig.OpenAsync()).Store.Claims;

    private static Task<TimeSpan> WrittenAsync(Node node) => Eventually.TrueAsync(() => node.Store.Health.PendingWrites == 0);
}
