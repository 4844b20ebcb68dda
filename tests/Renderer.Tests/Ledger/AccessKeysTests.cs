using Renderer.Ledger;
using Renderer.Model;
using Renderer.Tests.Infrastructure;
using Xunit;

namespace Renderer.Tests.Ledger;

public sealed class AccessKeysTests(PostgresServer postgres)
{
    public static TheoryData<LedgerKind> Both => LedgerRig.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task A_new_key_is_found_with_all_that_it_may(LedgerKind kind)
    {
        await using var rig = await LedgerRig.CreateAsync(kind, postgres);
        var keys = (await rig.OpenAsync()).Store.Keys;
        var until = TimeProvider.System.GetUtcNow().AddDays(1);

        var made = await keys.NewAsync(WorkspaceName.Default, Role.Pull | Role.Send, ["welcome", "cart"], "Braze", until, "cli");
        var found = await keys.FindAsync(made.Text);

        Assert.Matches("^renderer_[0-9a-f]{64}$", made.Text);
        Assert.Equal(Role.Pull | Role.Send, found!.Roles);
        Assert.Equal(["welcome", "cart"], found.Templates);
        Assert.Equal(WorkspaceName.Default, found.Workspace);
        Assert.Equal("Braze", found.Label);
        Assert.Equal(until, found.Until!.Value, TimeSpan.FromMilliseconds(1));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task The_text_of_a_key_is_kept_and_printed_nowhere(LedgerKind kind)
    {
        await using var rig = await LedgerRig.CreateAsync(kind, postgres);
        var keys = (await rig.OpenAsync(o => o with { CopyFolder = rig.CopyFolder("copy") })).Store.Keys;
        var made = await keys.NewAsync(WorkspaceName.Default, Role.Send, [], "app", null, "cli");
        await Eventually.TrueAsync(() => File.Exists(rig.CopyFolder("copy/keys.json")));

        Assert.Equal(0, await rig.CountAsync("access_key", $"hash = '{made.Text}' OR hash = '{made.Text[9..]}' OR id = '{made.Text[9..]}'"));
        Assert.DoesNotContain(made.Text[9..], await File.ReadAllTextAsync(rig.CopyFolder("copy/keys.json")), StringComparison.Ordinal);
        Assert.DoesNotContain(made.Text[9..], made.ToString() + (await keys.ListAsync(WorkspaceName.Default))[0], StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_key_whose_holder_signs_is_found_by_its_id_and_by_nothing_that_could_be_shown(LedgerKind kind)
    {
        await using var rig = await LedgerRig.CreateAsync(kind, postgres);
        var one = (await rig.OpenAsync()).Store.Keys;
        var two = (await rig.OpenAsync()).Store.Keys;
        var shown = await one.NewAsync(WorkspaceName.Default, Role.Send, [], "app", null, "cli");
        var made = await one.NewSigningAsync(WorkspaceName.Default, Role.Send, ["welcome"], "SES", null, "cli");
        await Task.Delay(150);

        var found = await two.FindSigningAsync(made.Id);
        Assert.Equal((Role.Send, "SES", true), (found!.Roles, found.Label, found.Signs));
        Assert.Equal(["welcome"], found.Templates);
        Assert.False((await two.FindAsync(shown.Text))!.Signs);
        Assert.Null(await two.FindSigningAsync(shown.Key.Id));
        Assert.Null(await two.FindAsync(made.Id));
        Assert.Null(await two.FindAsync("signer:" + made.Id));
        Assert.Equal([true, false], (await two.ListAsync(WorkspaceName.Default)).Select(key => key.Signs));

        Assert.True(await one.RevokeAsync(WorkspaceName.Default, made.Id, "cli"));
        Assert.Null(await one.FindSigningAsync(made.Id));
        await Eventually.TrueAsync(async () => await two.FindSigningAsync(made.Id) is null, TimeSpan.FromSeconds(5));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_key_is_found_on_another_node_at_once_and_refused_there_soon_after_it_was_revoked(LedgerKind kind)
    {
        await using var rig = await LedgerRig.CreateAsync(kind, postgres);
        var one = (await rig.OpenAsync()).Store.Keys;
        var two = (await rig.OpenAsync()).Store.Keys;
        await Task.Delay(150);

        var made = await one.NewAsync(WorkspaceName.Default, Role.Send, [], "app", null, "cli");
        Assert.NotNull(await two.FindAsync(made.Text));

        Assert.True(await one.RevokeAsync(WorkspaceName.Default, made.Key.Id, "cli"));
        Assert.Null(await one.FindAsync(made.Text));
        await Eventually.TrueAsync(async () => await two.FindAsync(made.Text) is null, TimeSpan.FromSeconds(5));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task An_ended_key_is_refused(LedgerKind kind)
    {
        await using var rig = await LedgerRig.CreateAsync(kind, postgres);
        var keys = (await rig.OpenAsync()).Store.Keys;
        var made = await keys.NewAsync(WorkspaceName.Default, Role.Send, [], "app", rig.Clock.GetUtcNow().AddHours(1), "cli");

        rig.Clock.Advance(TimeSpan.FromHours(1) - TimeSpan.FromSeconds(1));
        Assert.NotNull(await keys.FindAsync(made.Text));
        rig.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(await keys.FindAsync(made.Text));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task What_is_no_key_is_refused(LedgerKind kind)
    {
        await using var rig = await LedgerRig.CreateAsync(kind, postgres);
        var keys = (await rig.OpenAsync()).Store.Keys;
        var made = await keys.NewAsync(WorkspaceName.Default, Role.Send, [], "app", null, "cli");

        foreach (var text in new[] { "", "dev", made.Text[9..], made.Text + "0", made.Text.ToUpperInvariant(), "renderer_" + new string('0', 64), "renderer_" + new string('\0', 64) })
        {
            Assert.Null(await keys.FindAsync(text));
        }
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_workspace_neither_lists_nor_revokes_the_keys_of_another(LedgerKind kind)
    {
        await using var rig = await LedgerRig.CreateAsync(kind, postgres);
        var keys = (await rig.OpenAsync()).Store.Keys;
        Assert.True(WorkspaceName.TryParse("other", out var other));
        var mine = await keys.NewAsync(WorkspaceName.Default, Role.Send, [], "mine", null, "cli");
        var theirs = await keys.NewAsync(other, Role.Send, [], "theirs", null, "cli");

        Assert.False(await keys.RevokeAsync(other, mine.Key.Id, "cli"));
        Assert.False(await keys.RevokeAsync(WorkspaceName.Default, "unknown", "cli"));
        Assert.Equal(mine.Key.Id, Assert.Single(await keys.ListAsync(WorkspaceName.Default)).Id);
        Assert.Equal(other, (await keys.FindAsync(theirs.Text))!.Workspace);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_list_shows_the_revoked_ones_too_newest_first(LedgerKind kind)
    {
        await using var rig = await LedgerRig.CreateAsync(kind, postgres);
        var keys = (await rig.OpenAsync()).Store.Keys;
        var old = await keys.NewAsync(WorkspaceName.Default, Role.Author, [], "old", null, "cli");
        await keys.RevokeAsync(WorkspaceName.Default, old.Key.Id, "cli");
        await Task.Delay(2);
        var young = await keys.NewAsync(WorkspaceName.Default, Role.Author, [], "young", null, "cli");

        var list = await keys.ListAsync(WorkspaceName.Default);

        Assert.Equal([young.Key.Id, old.Key.Id], list.Select(key => key.Id));
        Assert.NotNull(list[1].Revoked);
        Assert.False(await keys.RevokeAsync(WorkspaceName.Default, old.Key.Id, "cli"));
    }

    [Fact]
    public async Task Keys_known_so_far_keep_working_without_the_ledger_and_unknown_ones_are_not_called_wrong()
    {
        await using var server = new PostgresServer();
        await using var rig = await LedgerRig.CreateAsync(LedgerKind.PostgreSql, server);
        var one = (await rig.OpenAsync(o => o with { CopyFolder = rig.CopyFolder("one") })).Store.Keys;
        var made = await one.NewAsync(WorkspaceName.Default, Role.Send, [], "app", null, "cli");
        await Eventually.TrueAsync(() => File.Exists(rig.CopyFolder("one/keys.json")) && File.ReadAllText(rig.CopyFolder("one/keys.json")).Contains(made.Key.Id, StringComparison.Ordinal));
        await server.KillAsync();

        var restarted = (await rig.OpenAsync(o => o with { CopyFolder = rig.CopyFolder("one") })).Store.Keys;
        var bare = (await rig.OpenAsync()).Store.Keys;

        Assert.NotNull(await one.FindAsync(made.Text));
        Assert.NotNull(await restarted.FindAsync(made.Text));
        await Assert.ThrowsAsync<LedgerUnavailableException>(async () => await bare.FindAsync(made.Text));
        await Assert.ThrowsAsync<LedgerUnavailableException>(() => bare.NewAsync(WorkspaceName.Default, Role.Send, [], "app", null, "cli"));

        await server.StartAsync();
        await Eventually.TrueAsync(async () => await TryFindAsync(bare, made.Text) is not null);
    }

    private static async Task<AccessKey?> TryFindAsync(AccessKeys keys, string text)
    {
        try
        {
            return await keys.FindAsync(text);
        }
        catch (LedgerUnavailableException)
        {
            return null;
        }
    }
}
