using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;
using Renderer.Ledger;
using Renderer.Links;
using Renderer.Model;
using Renderer.Tests.Infrastructure;
using Xunit;

namespace Renderer.Tests.Ledger;

/// <summary>One database, one directory of keys, and as many nodes upon them as a test opens.</summary>
internal sealed class LedgerRig : IAsyncDisposable
{
    private readonly TempFolder folder = new();
    private readonly List<Node> nodes = [];

    private LedgerRig(LedgerKind kind, string connection)
    {
        Kind = kind;
        Connection = connection.Length > 0 ? connection : folder.File("ledger.db");
        Ring = KeyRing.Open(folder.File("keys"), Clock, create: true);
    }

    /// <summary>What every behaviour is tried on.</summary>
    public static TheoryData<LedgerKind> Both => [LedgerKind.Sqlite, LedgerKind.PostgreSql];

    public LedgerKind Kind { get; }

    public IReadOnlyList<Node> Nodes => nodes;

    public ShiftedClock Clock { get; } = new();

    /// <summary>What all nodes logged.</summary>
    public LogList Log { get; } = new();

    public string Connection { get; }

    public KeyRing Ring { get; }

    public static async Task<LedgerRig> CreateAsync(LedgerKind kind, PostgresServer postgres) =>
        new(kind, kind == LedgerKind.PostgreSql ? await postgres.CreateDatabaseAsync() : "");

    /// <summary>Look-ups may take 10 s: a busy machine is not what is tried, save by the tests that say so.</summary>
    public async Task<Node> OpenAsync(Func<LedgerOptions, LedgerOptions>? change = null)
    {
        var options = new LedgerOptions { Connection = Connection, FindWithin = TimeSpan.FromSeconds(10) };
        var board = new ErasureBoard(NamesOf);
        var store = await LedgerStore.OpenAsync(change?.Invoke(options) ?? options, Ring, Ring, board, Clock, Log);
        nodes.Add(new Node(store, board));
        return nodes[^1];
    }

    /// <summary>A place for a node's copies.</summary>
    public string CopyFolder(string name) => folder.File(name);

    public IReadOnlyList<string> NamesOf(WorkspaceName workspace, Identifier person) =>
        Ring.OpaqueEach("person", $"{workspace}\n{person.Kind}\n{person.Value}");

    /// <summary>A claim about a message to a person, as Messages makes it.</summary>
    public Claim ClaimOf(string person, string message, WorkspaceName? workspace = null, TimeSpan? keep = null) => new(
        workspace ?? WorkspaceName.Default,
        Ring.OpaqueEach("claim", $"{person}\n{message}"),
        NamesOf(workspace ?? WorkspaceName.Default, Identifier.Id(person))[0],
        keep ?? TimeSpan.FromDays(7));

    /// <summary>A connection beside the ledger's own.</summary>
    public async Task<DbConnection> ConnectAsync()
    {
        DbConnection connection = Kind == LedgerKind.Sqlite
            ? new SqliteConnection($"Data Source={Connection};Pooling=false;Default Timeout=5")
            : new NpgsqlConnection(Connection);
        await connection.OpenAsync();
        return connection;
    }

    public async Task<long> CountAsync(string table, string where = "1 = 1")
    {
        await using var connection = await ConnectAsync();
        return Convert.ToInt64(await ScalarAsync(connection, $"SELECT count(*) FROM {table} WHERE {where}"), provider: null);
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var connection = await ConnectAsync();
        await ScalarAsync(connection, sql);
    }

    public static async Task<object?> ScalarAsync(DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync();
    }

    /// <summary>All bytes of the database's files.</summary>
    public byte[] FileBytes() =>
        [.. Directory.GetFiles(Path.GetDirectoryName(Connection)!, "ledger.db*").SelectMany(ReadShared)];

    public async ValueTask DisposeAsync()
    {
        foreach (var node in nodes)
        {
            await node.Store.DisposeAsync();
        }

        Ring.Dispose();
        folder.Dispose();

        // An unavailable ledger is a warning; an error is a bug of ours that some loop hid.
        Assert.DoesNotContain(Log.Lines, line => line.StartsWith("Error", StringComparison.Ordinal));
    }

    private static byte[] ReadShared(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}

/// <summary>A ledger as one node has it.</summary>
internal sealed record Node(LedgerStore Store, ErasureBoard Board);
