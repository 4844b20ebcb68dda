using Microsoft.Data.Sqlite;
using Renderer.Ledger;
using Renderer.Tests.Infrastructure;
using Xunit;

namespace Renderer.Tests.Ledger;

public sealed class MigrationTests(PostgresServer postgres)
{
    private static readonly int Scripts =
        typeof(LedgerStore).Assembly.GetManifestResourceNames().Count(name => name.EndsWith(".sql", StringComparison.Ordinal));

    public static TheoryData<LedgerKind> Both => LedgerRig.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Several_nodes_that_start_at_once_make_the_tables_once(LedgerKind kind)
    {
        await using var rig = await LedgerRig.CreateAsync(kind, postgres);

        var nodes = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => rig.OpenAsync())));

        foreach (var node in nodes)
        {
            await Eventually.TrueAsync(() => node.Store.Health.Reachable);
        }

        Assert.Equal(Scripts, await rig.CountAsync("schemaversions"));
        Assert.Equal(7, await rig.CountAsync("counter"));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_second_start_changes_nothing(LedgerKind kind)
    {
        await using var rig = await LedgerRig.CreateAsync(kind, postgres);
        await (await rig.OpenAsync()).Store.DisposeAsync();

        Assert.True((await rig.OpenAsync()).Store.Health.Reachable);
        Assert.Equal(Scripts, await rig.CountAsync("schemaversions"));
    }

    [Fact]
    public async Task A_file_is_kept_so_that_readers_never_wait_and_deleted_bytes_are_overwritten()
    {
        await using var rig = await LedgerRig.CreateAsync(LedgerKind.Sqlite, postgres);
        await rig.OpenAsync();
        await using var connection = await rig.ConnectAsync();

        Assert.Equal("wal", await LedgerRig.ScalarAsync(connection, "PRAGMA journal_mode"));
        Assert.Equal(2L, await LedgerRig.ScalarAsync(connection, "PRAGMA auto_vacuum"));
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_named_as_such_and_left_as_it_is()
    {
        await using var rig = await LedgerRig.CreateAsync(LedgerKind.Sqlite, postgres);
        await File.WriteAllTextAsync(rig.Connection, new string('x', 5000));

        var node = await rig.OpenAsync();

        Assert.Contains("damaged", node.Store.Health.Fault, StringComparison.Ordinal);
        Assert.Equal(new string('x', 5000), await File.ReadAllTextAsync(rig.Connection));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_told_with_the_setting_to_change()
    {
        await using var rig = await LedgerRig.CreateAsync(LedgerKind.Sqlite, postgres);
        await File.WriteAllTextAsync(rig.CopyFolder("file"), "");

        var node = await rig.OpenAsync(o => o with { Connection = rig.CopyFolder("file/ledger.db") });

        Assert.False(node.Store.Health.Reachable);
        Assert.Contains("ledger's file", node.Store.Health.Fault, StringComparison.Ordinal);
        SqliteConnection.ClearAllPools();
    }
}
