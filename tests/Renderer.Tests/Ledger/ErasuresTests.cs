using Renderer.Ledger;
using Renderer.Links;
using Renderer.Model;
using Renderer.Tests.Infrastructure;
using Xunit;

namespace Renderer.Tests.Ledger;

public sealed class ErasuresTests(PostgresServer postgres)
{
    private static readonly WorkspaceName Workspace = WorkspaceName.Default;
    private static readonly Identifier Ann = Identifier.Id("ann");
    private static readonly Identifier AnnsMail = Identifier.Email("ann@people.example");

    public static TheoryData<LedgerKind> Both => LedgerRig.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task An_erasure_is_on_the_board_and_still_there_after_a_restart(LedgerKind kind)
    {
        await using var rig = await LedgerRig.CreateAsync(kind, postgres);
        var first = await rig.OpenAsync();
        var at = Now(rig);

        var receipt = await first.Store.Erasures.AddAsync(Workspace, NamesOf(rig), at, "dpo");
        var later = await rig.OpenAsync();

        Assert.Equal(at, receipt.At);
        foreach (var board in new[] { first.Board, later.Board })
        {
            Assert.Equal(at, board.ErasedAt(Workspace, Ann));
            Assert.Equal(at, board.ErasedAt(Workspace, AnnsMail));
            Assert.Null(board.ErasedAt(Workspace, Identifier.Id("bob")));
            Assert.Null(board.ErasedAt(Other, Ann));
            Assert.True(board.KnownUntil > Instant.Never);
        }
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Two_nodes_see_each_others_erasures_within_two_seconds(LedgerKind kind)
    {
        await using var rig = await LedgerRig.CreateAsync(kind, postgres);
        var (one, two) = (await rig.OpenAsync(), await rig.OpenAsync());

        await one.Store.Erasures.AddAsync(Workspace, NamesOf(rig), Now(rig), "dpo");
        await two.Store.Erasures.AddAsync(Workspace, rig.NamesOf(Workspace, Identifier.Id("bob")), Now(rig), "dpo");

        await Eventually.TrueAsync(
            () => two.Board.ErasedAt(Workspace, Ann) is not null && one.Board.ErasedAt(Workspace, Identifier.Id("bob")) is not null,
            TimeSpan.FromSeconds(2));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task The_board_says_up_to_when_it_is_complete_and_keeps_saying_so(LedgerKind kind)
    {
        await using var rig = await LedgerRig.CreateAsync(kind, postgres);
        var node = await rig.OpenAsync();
        var first = node.Board.KnownUntil;

        await Eventually.TrueAsync(() => node.Board.KnownUntil > first);

        Assert.True(node.Board.KnownUntil <= Now(rig));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task The_receipt_counts_what_was_destroyed_and_nothing_of_it_is_left(LedgerKind kind)
    {
        await using var rig = await LedgerRig.CreateAsync(kind, postgres);
        var node = await rig.OpenAsync();
        var claims = Enumerable.Range(0, 3).Select(i => rig.ClaimOf("ann", $"m{i}")).ToList();
        foreach (var claim in claims.Append(rig.ClaimOf("bob", "m0")))
        {
            await node.Store.Claims.ClaimAsync(claim, "gold"u8.ToArray(), default);
        }

        await Eventually.TrueAsync(async () => await rig.CountAsync("decision") == 4);
        var receipt = await node.Store.Erasures.AddAsync(Workspace, NamesOf(rig), Now(rig), "dpo");

        Assert.Equal(3, receipt.Counts["decisions"]);
        Assert.Equal(1, receipt.Counts["person_keys"]);
        Assert.Equal(1, await rig.CountAsync("person_key"));
        Assert.Equal(1, await rig.CountAsync("decision"));
        Assert.Null(await node.Store.Claims.FindAsync(claims[0], default));
        Assert.NotNull(await node.Store.Claims.FindAsync(rig.ClaimOf("bob", "m0"), default));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task What_other_nodes_had_not_written_yet_is_not_written_after_an_erasure(LedgerKind kind)
    {
        await using var rig = await LedgerRig.CreateAsync(kind, postgres);
        var one = await rig.OpenAsync();
        var two = await rig.OpenAsync(o => o with { WriteEvery = TimeSpan.FromSeconds(3), FollowEvery = TimeSpan.FromMinutes(1) });
        await two.Store.Claims.ClaimAsync(rig.ClaimOf("ann", "m1"), "gold"u8.ToArray(), default);
        await two.Store.Claims.ClaimAsync(rig.ClaimOf("bob", "m1"), "gold"u8.ToArray(), default);

        await one.Store.Erasures.AddAsync(Workspace, NamesOf(rig), Now(rig), "dpo");
        await Eventually.TrueAsync(() => two.Store.Health.PendingWrites == 0);

        Assert.Equal(1, await rig.CountAsync("decision"));
        Assert.Equal(1, await rig.CountAsync("person_key"));
        Assert.Null(await two.Store.Claims.FindAsync(rig.ClaimOf("ann", "m1"), default));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task What_this_node_had_not_written_yet_is_forgotten_and_counted(LedgerKind kind)
    {
        await using var rig = await LedgerRig.CreateAsync(kind, postgres);
        var node = await rig.OpenAsync(o => o with { WriteEvery = TimeSpan.FromMinutes(1) });
        await node.Store.Claims.ClaimAsync(rig.ClaimOf("ann", "m1"), "gold"u8.ToArray(), default);

        var receipt = await node.Store.Erasures.AddAsync(Workspace, NamesOf(rig), Now(rig), "dpo");

        Assert.Equal(1, receipt.Counts["decisions"]);
        Assert.Null(await node.Store.Claims.FindAsync(rig.ClaimOf("ann", "m1"), default));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Nothing_of_an_erased_person_is_stored_until_the_hold_is_over(LedgerKind kind)
    {
        await using var rig = await LedgerRig.CreateAsync(kind, postgres);
        var node = await rig.OpenAsync();
        await node.Store.Erasures.AddAsync(Workspace, NamesOf(rig), Now(rig), "dpo");
        var erased = Now(rig);
        await Eventually.TrueAsync(() => node.Board.KnownUntil > erased);

        rig.Clock.Advance(TimeSpan.FromDays(29));
        await node.Store.Claims.ClaimAsync(rig.ClaimOf("ann", "m1"), "gold"u8.ToArray(), default);
        await WrittenAsync(node);
        Assert.Equal(0, await rig.CountAsync("decision"));

        rig.Clock.Advance(TimeSpan.FromDays(2));
        await node.Store.Claims.ClaimAsync(rig.ClaimOf("ann", "m2"), "gold"u8.ToArray(), default);
        await WrittenAsync(node);
        Assert.Equal(1, await rig.CountAsync("decision"));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Whoever_is_erased_stays_erased_when_keys_are_rotated_before_or_after(LedgerKind kind)
    {
        await using var rig = await LedgerRig.CreateAsync(kind, postgres);
        var node = await rig.OpenAsync();
        await node.Store.Claims.ClaimAsync(rig.ClaimOf("bob", "m1"), "gold"u8.ToArray(), default);
        await WrittenAsync(node);
        await node.Store.Erasures.AddAsync(Workspace, NamesOf(rig), Now(rig), "dpo");

        Rotate(rig);
        Assert.NotNull(node.Board.ErasedAt(Workspace, Ann));
        Assert.NotNull((await rig.OpenAsync()).Board.ErasedAt(Workspace, Ann));

        // Bob's row bears the name under the retired key, and goes all the same.
        await node.Store.Erasures.AddAsync(Workspace, rig.NamesOf(Workspace, Identifier.Id("bob")), Now(rig), "dpo");
        Assert.Equal(0, await rig.CountAsync("person_key"));

        Rotate(rig);
        Assert.NotNull((await rig.OpenAsync()).Board.ErasedAt(Workspace, Identifier.Id("bob")));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Many_erasures_are_read_in_steps_without_a_gap(LedgerKind kind)
    {
        await using var rig = await LedgerRig.CreateAsync(kind, postgres);
        await rig.OpenAsync();
        await rig.ExecuteAsync(
            """
            WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4500)
            INSERT INTO erasure (seq, workspace, person, erased_at) SELECT i, 'default', 'person-' || i, i FROM n
            """);
        await rig.ExecuteAsync("UPDATE counter SET value = 4500 WHERE name = 'erasures'");

        var board = new ErasureBoard((_, person) => [person.Value]);
        await using var late = await LedgerStore.OpenAsync(
            new LedgerOptions { Connection = rig.Connection }, rig.Ring, rig.Ring, board, rig.Clock, Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance);

        Assert.All(Enumerable.Range(1, 4500), i => Assert.Equal(new Instant(i), board.ErasedAt(Workspace, Identifier.Id($"person-{i}"))));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_ledger_that_was_put_back_from_a_backup_is_read_anew(LedgerKind kind)
    {
        await using var rig = await LedgerRig.CreateAsync(kind, postgres);
        var node = await rig.OpenAsync();
        foreach (var person in new[] { "x", "y", "z" })
        {
            await node.Store.Erasures.AddAsync(Workspace, rig.NamesOf(Workspace, Identifier.Id(person)), Now(rig), "dpo");
        }

        await Task.Delay(700);
        var name = rig.NamesOf(Workspace, Ann)[0];
        await rig.ExecuteAsync("DELETE FROM erasure");
        await rig.ExecuteAsync($"INSERT INTO erasure (seq, workspace, person, erased_at) VALUES (1, 'default', '{name}', 5)");
        await rig.ExecuteAsync("UPDATE counter SET value = 1 WHERE name = 'erasures'");

        await Eventually.TrueAsync(() => node.Board.ErasedAt(Workspace, Ann) is not null);
    }

    [Fact]
    public async Task Erased_bytes_are_in_no_file_of_the_database()
    {
        await using var rig = await LedgerRig.CreateAsync(LedgerKind.Sqlite, postgres);
        var node = await rig.OpenAsync();
        await node.Store.Claims.ClaimAsync(rig.ClaimOf("ann", "m1"), new byte[9000], default);
        await node.Store.Claims.ClaimAsync(rig.ClaimOf("bob", "m1"), new byte[9000], default);
        await Eventually.TrueAsync(async () => await rig.CountAsync("decision") == 2);
        var (key, value) = (await BytesAsync("person_key", "sealed_key"), await BytesAsync("decision", "sealed"));
        Assert.True(Contains(key) && Contains(value[^500..]));

        await node.Store.Erasures.AddAsync(Workspace, NamesOf(rig), Now(rig), "dpo");

        Assert.False(Contains(key));
        for (var at = 0; at + 64 <= value.Length; at += 64)
        {
            Assert.False(Contains(value[at..(at + 64)]), $"Bytes {at} and on of the value are still there.");
        }

        async Task<byte[]> BytesAsync(string table, string column)
        {
            await using var connection = await rig.ConnectAsync();
            return (byte[])(await LedgerRig.ScalarAsync(connection, $"SELECT {column} FROM {table} WHERE person = '{rig.NamesOf(Workspace, Ann)[0]}'"))!;
        }

        bool Contains(byte[] bytes) => rig.FileBytes().AsSpan().IndexOf(bytes) >= 0;
    }

    [Fact]
    public async Task A_transaction_that_commits_late_is_not_missed()
    {
        await using var rig = await LedgerRig.CreateAsync(LedgerKind.PostgreSql, postgres);
        var node = await rig.OpenAsync();
        await using var slow = await rig.ConnectAsync();
        await using var transaction = await slow.BeginTransactionAsync();
        var seq = await LedgerRig.ScalarAsync(slow, "UPDATE counter SET value = value + 1 WHERE name = 'erasures' RETURNING value");
        await LedgerRig.ScalarAsync(slow, $"INSERT INTO erasure VALUES ({seq}, 'default', '{rig.NamesOf(Workspace, Ann)[0]}', 5)");

        // It takes the next number, so it cannot be visible before the one that was first.
        var bob = node.Store.Erasures.AddAsync(Workspace, rig.NamesOf(Workspace, Identifier.Id("bob")), Now(rig), "dpo");
        await Task.Delay(300);
        Assert.False(bob.IsCompleted);
        await transaction.CommitAsync();

        await bob;
        await Eventually.TrueAsync(() => node.Board.ErasedAt(Workspace, Ann) is not null);
    }

    [Fact]
    public async Task A_transaction_that_never_ends_costs_an_erasure_a_clear_failure()
    {
        await using var rig = await LedgerRig.CreateAsync(LedgerKind.PostgreSql, postgres);
        var node = await rig.OpenAsync();
        await using var stuck = await rig.ConnectAsync();
        await using var transaction = await stuck.BeginTransactionAsync();
        await LedgerRig.ScalarAsync(stuck, "UPDATE counter SET value = value WHERE name = 'erasures'");

        await Assert.ThrowsAsync<LedgerUnavailableException>(() => node.Store.Erasures.AddAsync(Workspace, NamesOf(rig), Now(rig), "dpo"));
        Assert.Null(node.Board.ErasedAt(Workspace, Ann));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task No_decision_is_written_for_who_was_erased_under_another_name_or_an_older_key(LedgerKind kind)
    {
        await using var rig = await LedgerRig.CreateAsync(kind, postgres);
        var node = await rig.OpenAsync();
        await node.Store.Erasures.AddAsync(Workspace, rig.NamesOf(Workspace, AnnsMail), Now(rig), "dpo");
        Rotate(rig);

        // The newest key names her anew; only the older name is on the list.
        var claim = rig.ClaimOf("ann", "m-1") with { Aliases = rig.NamesOf(Workspace, AnnsMail) };
        await node.Store.Claims.ClaimAsync(claim, [1], default);
        await node.Store.Claims.ClaimAsync(rig.ClaimOf("bob", "m-1"), [2], default);
        await WrittenAsync(node);
        Assert.Equal(1, await rig.CountAsync("decision"));
        Assert.Null(await node.Store.Claims.FindAsync(claim, default));
    }

    private static WorkspaceName Other => WorkspaceName.TryParse("other", out var name) ? name : default;

    private static Instant Now(LedgerRig rig) => Instant.From(rig.Clock.GetUtcNow());

    private static IReadOnlyList<string> NamesOf(LedgerRig rig) => [.. rig.NamesOf(Workspace, Ann), .. rig.NamesOf(Workspace, AnnsMail)];

    private static void Rotate(LedgerRig rig)
    {
        rig.Clock.Advance(TimeSpan.FromMinutes(1));
        rig.Ring.Rotate();
        rig.Clock.Advance(KeyRing.ActiveAfter);
    }

    private static Task<TimeSpan> WrittenAsync(Node node) => Eventually.TrueAsync(() => node.Store.Health.PendingWrites == 0);
}
