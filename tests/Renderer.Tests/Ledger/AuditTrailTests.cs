using Renderer.Ledger;
using Renderer.Model;
using Renderer.Tests.Infrastructure;
using Xunit;

namespace Renderer.Tests.Ledger;

public sealed class AuditTrailTests(PostgresServer postgres)
{
    private static readonly WorkspaceName Workspace = WorkspaceName.Default;

    public static TheoryData<LedgerKind> Both => LedgerRig.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task All_that_the_ledger_does_is_entered_with_who_did_it_newest_first(LedgerKind kind)
    {
        await using var rig = await LedgerRig.CreateAsync(kind, postgres);
        var store = (await rig.OpenAsync()).Store;
        var files = new Dictionary<string, byte[]> { ["body.html"] = [1] };

        var key = await store.Keys.NewAsync(Workspace, Role.Send, [], "app", null, "ann");
        await store.Versions.PublishAsync(Workspace, "welcome", "v1", files, "bob");
        await store.Versions.PublishAsync(Workspace, "welcome", "v2", files, "bob");
        await store.Versions.RollbackAsync(Workspace, "welcome", null, "carol");
        await store.Erasures.AddAsync(Workspace, ["opaque"], new Instant(1), "dpo");
        await store.Audit.AppendAsync(Workspace, "dpo", AuditAction.Read, "person opaque");
        await store.Keys.RevokeAsync(Workspace, key.Key.Id, "ann");
        await store.Keys.RevokeAsync(Workspace, key.Key.Id, "ann");
        var page = await store.Audit.ReadAsync(Workspace);

        Assert.Equal(
            [
                ("ann", "key_revoked", key.Key.Id),
                ("dpo", "read", "person opaque"),
                ("dpo", "erased", "opaque"),
                ("carol", "rolled_back", "welcome@v1"),
                ("bob", "published", "welcome@v2"),
                ("bob", "published", "welcome@v1"),
                ("ann", "key_made", key.Key.Id),
            ],
            page.Entries.Select(entry => (entry.Who, entry.Action.Label(), entry.Object)));
        Assert.All(page.Entries, entry => Assert.Equal(rig.Clock.GetUtcNow(), entry.At, TimeSpan.FromMinutes(2)));
        Assert.Null(page.Next);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Words_of_others_become_one_line_that_every_database_takes(LedgerKind kind)
    {
        await using var rig = await LedgerRig.CreateAsync(kind, postgres);
        var store = (await rig.OpenAsync()).Store;

        await store.Audit.AppendAsync(Workspace, "a\0b\nc", AuditAction.Read, "Grüße 🎈 \ud800" + new string('x', 5000));
        var key = await store.Keys.NewAsync(Workspace, Role.Pull, ["wel\ncome"], "la\0bel", null, "ann");

        var entry = (await store.Audit.ReadAsync(Workspace)).Entries[1];
        Assert.Equal("a\uFFFDb\uFFFDc", entry.Who);
        Assert.StartsWith("Grüße 🎈 \uFFFDxxx", entry.Object, StringComparison.Ordinal);
        Assert.Equal(300, entry.Object.Length);
        Assert.Equal(["wel\uFFFDcome"], (await store.Keys.FindAsync(key.Text))!.Templates);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Pages_follow_each_other_without_gap_or_repetition(LedgerKind kind)
    {
        await using var rig = await LedgerRig.CreateAsync(kind, postgres);
        var audit = (await rig.OpenAsync()).Store.Audit;
        Assert.True(WorkspaceName.TryParse("other", out var other));
        for (var i = 0; i < 25; i++)
        {
            await audit.AppendAsync(i % 5 == 4 ? other : Workspace, "ann", AuditAction.Changed, $"{i}");
        }

        var seen = new List<string>();
        long? before = null;
        do
        {
            var page = await audit.ReadAsync(Workspace, before, count: 7);
            Assert.InRange(page.Entries.Count, 1, 7);
            seen.AddRange(page.Entries.Select(entry => entry.Object));
            before = page.Next;
        }
        while (before is not null);

        Assert.Equal(Enumerable.Range(0, 25).Where(i => i % 5 != 4).Reverse().Select(i => $"{i}"), seen);
        Assert.Equal(5, (await audit.ReadAsync(other)).Entries.Count);
    }
}
