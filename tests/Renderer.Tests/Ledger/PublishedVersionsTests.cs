using System.Text;
using Microsoft.Extensions.Primitives;
using Renderer.Ledger;
using Renderer.Model;
using Renderer.Tests.Infrastructure;
using Xunit;

namespace Renderer.Tests.Ledger;

public sealed class PublishedVersionsTests(PostgresServer postgres)
{
    private static readonly WorkspaceName Workspace = WorkspaceName.Default;

    public static TheoryData<LedgerKind> Both => LedgerRig.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task A_published_version_is_current_and_loads_byte_for_byte(LedgerKind kind)
    {
        await using var rig = await LedgerRig.CreateAsync(kind, postgres);
        var (one, two) = ((await rig.OpenAsync()).Store.Versions, (await rig.OpenAsync()).Store.Versions);
        var files = new Dictionary<string, byte[]>
        {
            ["template.yaml"] = "subject: Hi"u8.ToArray(),
            ["body.html"] = Encoding.UTF8.GetBytes(new string('x', 50_000)),
            ["_blocks/footer.html"] = [],
            ["locales/Grüße 🎈.yaml"] = [0, 255, 13, 10],
        };

        var info = await one.PublishAsync(Workspace, "welcome", "abc123", files, "ann");

        Assert.True(info.Current);
        Assert.Equal("abc123", one.Pointers(Workspace).Versions["welcome"]);
        Assert.Equal("ann", Assert.Single(await two.ListAsync(Workspace, "welcome")).PublishedBy);
        Assert.Equal(files, await two.LoadAsync(Workspace, "welcome", "abc123"));
        Assert.Null(await two.LoadAsync(Workspace, "welcome", "unknown"));
        Assert.Null(await two.LoadAsync(Other, "welcome", "abc123"));
        Assert.Empty(two.Pointers(Other).Versions);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Another_node_follows_the_pointer_within_a_second_and_is_told(LedgerKind kind)
    {
        await using var rig = await LedgerRig.CreateAsync(kind, postgres);
        var (one, two) = ((await rig.OpenAsync()).Store.Versions, (await rig.OpenAsync()).Store.Versions);
        var told = 0;
        using var watching = ChangeToken.OnChange(two.Watch, () => Interlocked.Increment(ref told));

        await one.PublishAsync(Workspace, "welcome", "v1", Files("1"), "ann");
        await Eventually.TrueAsync(() => two.Pointers(Workspace).Versions.GetValueOrDefault("welcome") == "v1" && told == 1, TimeSpan.FromSeconds(5));

        await one.PublishAsync(Workspace, "welcome", "v2", Files("2"), "ann");
        await Eventually.TrueAsync(() => two.Pointers(Workspace).Versions["welcome"] == "v2" && told == 2, TimeSpan.FromSeconds(5));
        Assert.Equal(one.Pointers(Workspace).Change, two.Pointers(Workspace).Change);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_rollback_goes_to_the_version_before_or_to_the_one_that_is_named(LedgerKind kind)
    {
        await using var rig = await LedgerRig.CreateAsync(kind, postgres);
        var versions = (await rig.OpenAsync()).Store.Versions;
        foreach (var version in new[] { "v1", "v2", "v3" })
        {
            await versions.PublishAsync(Workspace, "welcome", version, Files(version), "ann");
        }

        Assert.Equal("v2", (await versions.RollbackAsync(Workspace, "welcome", null, "bob"))!.Version);
        Assert.Equal("v1", (await versions.RollbackAsync(Workspace, "welcome", null, "bob"))!.Version);
        Assert.Null(await versions.RollbackAsync(Workspace, "welcome", null, "bob"));
        Assert.Equal("v1", versions.Pointers(Workspace).Versions["welcome"]);

        Assert.Equal("v3", (await versions.RollbackAsync(Workspace, "welcome", "v3", "bob"))!.Version);
        Assert.Null(await versions.RollbackAsync(Workspace, "welcome", "v9", "bob"));
        Assert.Null(await versions.RollbackAsync(Workspace, "cart", null, "bob"));
        Assert.Null(await versions.RollbackAsync(Other, "welcome", "v1", "bob"));

        var list = await versions.ListAsync(Workspace, "welcome");
        Assert.Equal(["v3", "v2", "v1"], list.Select(version => version.Version));
        Assert.Equal([true, false, false], list.Select(version => version.Current));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Publishing_an_older_version_again_makes_it_the_newest_and_keeps_its_files(LedgerKind kind)
    {
        await using var rig = await LedgerRig.CreateAsync(kind, postgres);
        var versions = (await rig.OpenAsync()).Store.Versions;
        await versions.PublishAsync(Workspace, "welcome", "v1", Files("first"), "ann");
        await versions.PublishAsync(Workspace, "welcome", "v2", Files("second"), "ann");

        await versions.PublishAsync(Workspace, "welcome", "v1", Files("something else"), "bob");

        Assert.Equal(["v1", "v2"], (await versions.ListAsync(Workspace, "welcome")).Select(version => version.Version));
        Assert.Equal(Files("first"), await versions.LoadAsync(Workspace, "welcome", "v1"));
        Assert.Equal("v2", (await versions.RollbackAsync(Workspace, "welcome", null, "bob"))!.Version);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task The_last_20_versions_are_kept_and_the_current_one_however_old(LedgerKind kind)
    {
        await using var rig = await LedgerRig.CreateAsync(kind, postgres);
        var versions = (await rig.OpenAsync(o => o with { CopyFolder = rig.CopyFolder("copy") })).Store.Versions;
        for (var i = 1; i <= 23; i++)
        {
            await versions.PublishAsync(Workspace, "welcome", $"v{i}", Files($"{i}"), "ann");
        }

        await versions.PublishAsync(Workspace, "cart", "c1", Files("cart"), "ann");
        var list = await versions.ListAsync(Workspace, "welcome");
        Assert.Equal(Enumerable.Range(4, 20).Reverse().Select(i => $"v{i}"), list.Select(version => version.Version));
        Assert.Null(await versions.LoadAsync(Workspace, "welcome", "v3"));
        Assert.NotNull(await versions.RollbackAsync(Workspace, "welcome", "v4", "ann"));
        Assert.NotNull(await versions.LoadAsync(Workspace, "cart", "c1"));
    }

    [Fact]
    public async Task A_node_starts_with_its_copies_when_the_database_is_away()
    {
        await using var server = new PostgresServer();
        await using var rig = await LedgerRig.CreateAsync(LedgerKind.PostgreSql, server);
        LedgerOptions Copying(LedgerOptions options) => options with { CopyFolder = rig.CopyFolder("two") };
        var one = (await rig.OpenAsync()).Store.Versions;
        var two = await rig.OpenAsync(Copying);
        await one.PublishAsync(Workspace, "welcome", "v1", Files("1"), "ann");
        await Eventually.TrueAsync(() => two.Store.Versions.Pointers(Workspace).Versions.ContainsKey("welcome"));
        await two.Store.DisposeAsync();
        await server.KillAsync();

        var again = (await rig.OpenAsync(Copying)).Store.Versions;
        Assert.Equal("v1", again.Pointers(Workspace).Versions["welcome"]);
        Assert.Equal(Files("1"), await again.LoadAsync(Workspace, "welcome", "v1"));
        await Assert.ThrowsAsync<LedgerUnavailableException>(() => again.LoadAsync(Workspace, "welcome", "v0"));
        await Assert.ThrowsAsync<LedgerUnavailableException>(() => again.PublishAsync(Workspace, "welcome", "v2", Files("2"), "ann"));
        Assert.Equal("v1", again.Pointers(Workspace).Versions["welcome"]);
    }

    [Fact]
    public async Task A_damaged_copy_is_no_copy()
    {
        await using var rig = await LedgerRig.CreateAsync(LedgerKind.Sqlite, postgres);
        var versions = (await rig.OpenAsync(o => o with { CopyFolder = rig.CopyFolder("copy") })).Store.Versions;
        await versions.PublishAsync(Workspace, "welcome", "v1", Files("1"), "ann");
        var copy = Assert.Single(Directory.GetFiles(rig.CopyFolder("copy"), "v1.*.zip", SearchOption.AllDirectories));
        await File.WriteAllTextAsync(copy, "PK half a file");
        await File.WriteAllTextAsync(rig.CopyFolder("copy/pointers.json"), "{");

        var again = (await rig.OpenAsync(o => o with { CopyFolder = rig.CopyFolder("copy") })).Store.Versions;

        Assert.Equal(Files("1"), await again.LoadAsync(Workspace, "welcome", "v1"));
        Assert.Equal("v1", again.Pointers(Workspace).Versions["welcome"]);
    }

    [Fact]
    public async Task A_version_damaged_in_the_ledger_says_so_and_holds_up_no_other()
    {
        await using var rig = await LedgerRig.CreateAsync(LedgerKind.Sqlite, postgres);
        var one = (await rig.OpenAsync()).Store.Versions;
        await one.PublishAsync(Workspace, "welcome", "v1", Files("1"), "ann");
        await one.PublishAsync(Workspace, "cart", "v1", Files("1"), "ann");
        await rig.ExecuteAsync("UPDATE template_version SET bundle = x'504b' WHERE template = 'welcome'");

        var two = (await rig.OpenAsync()).Store.Versions;

        Assert.Equal(2, two.Pointers(Workspace).Versions.Count);
        Assert.Equal(Files("1"), await two.LoadAsync(Workspace, "cart", "v1"));
        var fault = await Assert.ThrowsAsync<InvalidDataException>(() => two.LoadAsync(Workspace, "welcome", "v1"));
        Assert.Contains("welcome", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../escape", "v1")]
    [InlineData("a/b", "v1")]
    [InlineData("", "v1")]
    [InlineData("welcome", "../v1")]
    [InlineData("welcome", "v*")]
    [InlineData("welcome", "")]
    public async Task A_name_that_leads_elsewhere_is_neither_published_nor_loaded(string template, string version)
    {
        await using var rig = await LedgerRig.CreateAsync(LedgerKind.Sqlite, postgres);
        var versions = (await rig.OpenAsync(o => o with { CopyFolder = rig.CopyFolder("copy") })).Store.Versions;

        await Assert.ThrowsAsync<ArgumentException>(() => versions.PublishAsync(Workspace, template, version, Files("1"), "ann"));
        Assert.Null(await versions.LoadAsync(Workspace, template, version));
    }

    [Fact]
    public void Equal_files_are_equal_bytes()
    {
        var one = new Dictionary<string, byte[]> { ["a"] = [1], ["b"] = [2] };
        var two = new Dictionary<string, byte[]> { ["b"] = [2], ["a"] = [1] };

        Assert.Equal(Bundle.Pack(one), Bundle.Pack(two));
        Assert.NotEqual(Bundle.Pack(one), Bundle.Pack(new Dictionary<string, byte[]> { ["a"] = [1] }));
    }

    private static WorkspaceName Other => WorkspaceName.TryParse("other", out var name) ? name : default;

    private static Dictionary<string, byte[]> Files(string body) => new() { ["body.html"] = Encoding.UTF8.GetBytes(body) };
}
