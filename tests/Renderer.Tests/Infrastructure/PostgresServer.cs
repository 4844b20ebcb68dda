using Npgsql;

namespace Renderer.Tests.Infrastructure;

/// <summary>A PostgreSQL of the tests' own in a temporary folder, on a Unix socket; started when it is first asked for.</summary>
/// <remarks>Take it as a constructor parameter. A test that kills it makes one of its own.</remarks>
public sealed class PostgresServer : IAsyncDisposable
{
    private static readonly string Bin = Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql").OrderBy(version => version, StringComparer.Ordinal).Last() + "/bin/"
        : "";

    private readonly SemaphoreSlim starting = new(1);
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("renderer-pg-");
    private GuardedProcess? server;
    private bool hasCluster;

    private string Data => Path.Combine(folder.FullName, "data");

    /// <summary>A new empty database; the server is started where it does not run.</summary>
    /// <returns>Its connection string.</returns>
    public async Task<string> CreateDatabaseAsync()
    {
        await StartAsync();
        var name = $"t{Guid.NewGuid():n}";
        await using var connection = new NpgsqlConnection(ConnectionString("postgres"));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"CREATE DATABASE {name}", connection);
        await command.ExecuteNonQueryAsync();
        return ConnectionString(name);
    }

    /// <summary>Starts it, also after a <see cref="KillAsync"/>: with everything that was committed.</summary>
    public async Task StartAsync()
    {
        await starting.WaitAsync();
        try
        {
            if (server is null)
            {
                await InitializeOnceAsync();
                var (command, arguments) = AsPostgres(
                    "postgres", "-D", Data, "-k", folder.FullName, "-c", "listen_addresses=", "-c", "fsync=off", "-c", "full_page_writes=off",
                    "-c", "max_connections=200", "-c", "shared_buffers=32MB");
                server = await GuardedProcess.StartAsync("QUIT", command, arguments);
                await UntilItAnswersAsync();
            }
        }
        finally
        {
            starting.Release();
        }
    }

    /// <summary>Ends it at once, as a crash would.</summary>
    public async Task KillAsync()
    {
        if (server is not null)
        {
            await server.KillAsync();
            server.Dispose();
            server = null;
            NpgsqlConnection.ClearAllPools();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        starting.Dispose();
        folder.Delete(recursive: true);
    }

    private string ConnectionString(string database) =>
        $"Host={folder.FullName};Username=postgres;Database={database};Maximum Pool Size=20;Timeout=5";

    private async Task InitializeOnceAsync()
    {
        if (hasCluster)
        {
            return;
        }

        if (Environment.IsPrivilegedProcess)
        {
            await GuardedProcess.RunAsync("chown", "postgres", folder.FullName);
        }

        var (command, arguments) = AsPostgres("initdb", "-D", Data, "-A", "trust", "-U", "postgres", "--no-sync", "--no-locale", "-E", "UTF8");
        await GuardedProcess.RunAsync(command, arguments);
        hasCluster = true;
    }

    private async Task UntilItAnswersAsync()
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var connection = new NpgsqlConnection(ConnectionString("postgres") + ";Pooling=false");
                await connection.OpenAsync();
                return;
            }
            catch (NpgsqlException) when (attempt < 300)
            {
                await Task.Delay(100);
            }
        }
    }

    /// <summary>PostgreSQL refuses to run as root. <c>setpriv</c> becomes the command, so that signals reach it; <c>runuser</c> would stand between.</summary>
    private static (string Command, IEnumerable<string> Arguments) AsPostgres(string command, params string[] arguments) =>
        Environment.IsPrivilegedProcess
            ? ("setpriv", ["--reuid=postgres", "--regid=postgres", "--init-groups", Bin + command, .. arguments])
            : (Bin + command, arguments);
}
