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

    /// <summary>One short statement for each row: in one round trip where the driver can, with one prepared command where it cannot.</summary>
    /// <returns>How many rows they changed.</returns>
    public async Task<int> ExecuteManyAsync(string sql, string[] names, IReadOnlyList<object[]> rows)
    {
        if (rows.Count == 0)
        {
            return 0;
        }

        if (connection.CanCreateBatch)
        {
            await using var batch = connection.CreateBatch();
            batch.Transaction = transaction;
            foreach (var row in rows)
            {
                var each = batch.CreateBatchCommand();
                each.CommandText = sql;
                for (var i = 0; i < names.Length; i++)
                {
                    Add(each.Parameters, each.CreateParameter(), names[i], row[i]);
                }

                batch.BatchCommands.Add(each);
            }

            return await batch.ExecuteNonQueryAsync();
        }

        await using var command = connection.CreateCommand();
        (command.CommandText, command.Transaction) = (sql, transaction);
        var changed = 0;
        foreach (var row in rows)
        {
            command.Parameters.Clear();
            for (var i = 0; i < names.Length; i++)
            {
                Add(command.Parameters, command.CreateParameter(), names[i], row[i]);
            }

            changed += await command.ExecuteNonQueryAsync();
        }

        return changed;
    }

    private static void Add(DbParameterCollection parameters, DbParameter parameter, string name, object value)
    {
        (parameter.ParameterName, parameter.Value) = (name, value);
        parameters.Add(parameter);
    }

    // Statements with many rows have as many texts as sizes: Dapper would remember each for ever.
    private CommandDefinition Command(string sql, object? parameters) =>
        new(sql, parameters, transaction, flags: CommandFlags.Buffered | (parameters is DynamicParameters ? CommandFlags.NoCache : CommandFlags.None));
}
