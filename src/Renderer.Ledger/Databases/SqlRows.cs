using System.Text;
using Dapper;

namespace Renderer.Ledger;

/// <summary>Rows as parameters: lists that both databases understand.</summary>
internal static class SqlRows
{
    /// <summary>"VALUES (@p0, @p1), (@p2, @p3)"; its parameters are added to the others.</summary>
    public static string Values(this DynamicParameters parameters, IEnumerable<object[]> rows)
    {
        var text = new StringBuilder("VALUES ");
        var number = 0;
        foreach (var row in rows)
        {
            text.Append(number == 0 ? "(" : ", (");
            for (var i = 0; i < row.Length; i++)
            {
                text.Append(i == 0 ? "@p" : ", @p").Append(number);
                parameters.Add($"p{number++}", row[i]);
            }

            text.Append(')');
        }

        return text.ToString();
    }

    /// <summary>The same for one column: what follows IN.</summary>
    public static string Values(this DynamicParameters parameters, IEnumerable<string> column) =>
        parameters.Values(column.Select(value => new object[] { value }));
}
