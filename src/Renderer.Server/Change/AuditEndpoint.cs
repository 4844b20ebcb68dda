using System.Globalization;
using Renderer.Ledger;
using Renderer.Server.Access;
using Renderer.Server.Problems;

namespace Renderer.Server.Change;

/// <summary><c>GET /v1/audit</c>: who read, published, erased and changed what, newest first.</summary>
internal static class AuditEndpoint
{
    private const int MostRows = 500;

    public static async Task<IResult> HandleAsync(HttpContext http, AuditTrail audit)
    {
        var query = http.Request.Query;
        var limit = 100;
        long? before = null;
        if ((query.TryGetValue("limit", out var rows) && !(int.TryParse(rows, NumberStyles.None, CultureInfo.InvariantCulture, out limit) && limit is > 0 and <= MostRows))
            || (query.TryGetValue("before", out var cursor) && !TryCursor(cursor, out before)))
        {
            return new Problem(ProblemCode.BadParameter, $"'limit' is 1 to {MostRows}; 'before' is the 'next' of the page before.");
        }

        var page = await audit.ReadAsync(http.Caller().Workspace, before, limit, http.RequestAborted);
        return Results.Json(new
        {
            rows = page.Entries.Select(row => new { at = row.At, who = row.Who, action = row.Action.Label(), @object = row.Object }).ToArray(),
            next = page.Next,
        });
    }

    private static bool TryCursor(string? text, out long? cursor)
    {
        var good = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        cursor = number;
        return good;
    }
}
