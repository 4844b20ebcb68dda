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
        var before = long.MaxValue;
        if ((query.TryGetValue("limit", out var rows) && !(int.TryParse(rows, NumberStyles.None, CultureInfo.InvariantCulture, out limit) && limit is > 0 and <= MostRows))
            || (query.TryGetValue("before", out var cursor) && !long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out before)))
        {
            return new Problem(ProblemCode.BadParameter, $"'limit' is 1 to {MostRows}; 'before' is the 'id' of the last row that was read.");
        }

        var page = await audit.ReadAsync(http.Caller().Workspace, before, limit, http.RequestAborted);
        return Results.Json(new
        {
            rows = page.Select(row => new { id = row.Id, at = row.At.ToDate(), who = row.Who, action = row.Action, @object = row.Object }).ToArray(),
            before = page.Count == limit ? page[^1].Id : (long?)null,
        });
    }
}
