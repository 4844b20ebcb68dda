using System.Data.Common;
using Dapper;

namespace Renderer.Ledger;

/// <summary>One connection, inside its transaction where there is one, so that no statement can be left out of it by mistake.</summary>
internal readonly struct Session(DbConnection connection, DbTransaction? transaction = null)
{
    public Task<int> ExecuteAsync(string sql, object? parameters = null) => connection.ExecuteAsync(Command(sql, parameters));

    public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? parameters = null) =>
        (await connection.QueryAsync<T>(Command(sql, parameters))).AsList();

    public Task<T?> FirstOrDefaultAsync<T>(string sql, object? parameters = null) =>
        connection.QueryFirstOrDefaultAsync<T>(Command(sql, parameters));

    // Statements with many rows have as many texts as sizes: Dapper would remember each for ever.
    private CommandDefinition Command(string sql, object? parameters) =>
        new(sql, parameters, transaction, flags: CommandFlags.Buffered | (parameters is DynamicParameters ? CommandFlags.NoCache : CommandFlags.None));
}
