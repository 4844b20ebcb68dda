using Microsoft.Data.Sqlite;
using Npgsql;

namespace Renderer.Ledger;

/// <summary>Reads <c>Renderer__Ledger</c>. What cannot be read is not quoted: it may hold a password.</summary>
internal static class ConnectionText
{
    private const string Hint =
        "Give a file's path (SQLite), or postgres://user:password@host:5432/database or Host=…;Database=…;Username=…;Password=… (PostgreSQL).";

    public static bool IsPostgres(string text) =>
        text.StartsWith("postgres://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("postgresql://", StringComparison.OrdinalIgnoreCase)
        || HasKey(text, "host") || HasKey(text, "server");

    /// <exception cref="ArgumentException">It is neither a path nor a connection string of SQLite.</exception>
    public static SqliteConnectionStringBuilder Sqlite(string text)
    {
        var builder = Parse("SQLite", () => HasKey(text, "data source") || HasKey(text, "datasource") || HasKey(text, "filename")
            ? new SqliteConnectionStringBuilder(text)
            : new SqliteConnectionStringBuilder { DataSource = text });
        if (string.IsNullOrWhiteSpace(builder.DataSource) || builder.DataSource.Contains(":memory:", StringComparison.Ordinal))
        {
            throw new ArgumentException($"Renderer__Ledger names no file: a ledger outlives a restart. {Hint}");
        }

        builder.DataSource = Path.GetFullPath(builder.DataSource);
        return builder;
    }

    /// <exception cref="ArgumentException">It is no connection string of PostgreSQL.</exception>
    public static NpgsqlConnectionStringBuilder Postgres(string text) =>
        Parse("PostgreSQL", () => text.Contains("://", StringComparison.Ordinal) ? FromUri(new Uri(text)) : new NpgsqlConnectionStringBuilder(text));

    private static NpgsqlConnectionStringBuilder FromUri(Uri uri)
    {
        var builder = new NpgsqlConnectionStringBuilder { Host = uri.IdnHost, Database = Uri.UnescapeDataString(uri.AbsolutePath.TrimStart('/')) };
        if (uri.Port > 0)
        {
            builder.Port = uri.Port;
        }

        var login = uri.UserInfo.Split(':', 2);
        if (login[0].Length > 0)
        {
            builder.Username = Uri.UnescapeDataString(login[0]);
        }

        if (login.Length == 2)
        {
            builder.Password = Uri.UnescapeDataString(login[1]);
        }

        foreach (var pair in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = pair.Split('=', 2) is [var left, var right] ? (left, right) : (pair, "");

            // libpq's spelling of the one setting that every provider's URL carries.
            builder[name.Equals("sslmode", StringComparison.OrdinalIgnoreCase) ? "SSL Mode" : name] =
                Uri.UnescapeDataString(value).Replace("-", "", StringComparison.Ordinal);
        }

        return builder;
    }

    private static bool HasKey(string text, string key) =>
        text.Split(';').Any(pair => pair.Contains('=', StringComparison.Ordinal)
            && pair.Split('=')[0].Trim().Equals(key, StringComparison.OrdinalIgnoreCase));

    private static T Parse<T>(string kind, Func<T> parse)
    {
        try
        {
            return parse();
        }
        catch (Exception fault) when (fault is ArgumentException or FormatException or KeyNotFoundException)
        {
            throw new ArgumentException($"Renderer__Ledger is no connection string that {kind} understands. {Hint}");
        }
    }
}
