using Renderer.Ledger;
using Renderer.Model;
using Renderer.Profiles;
using Renderer.Server.Access;
using Renderer.Server.Problems;
using Renderer.Server.Wire;

namespace Renderer.Server.Change;

/// <summary><c>POST /v1/profiles/expire</c>: says that people changed, as a hook would.</summary>
internal static class ExpireEndpoint
{
    private const int MostPeople = 10_000;

    private static readonly string[] Known = ["ids", "emails", "attributes", "all"];

    public static async Task<IResult> HandleAsync(HttpContext http, ProfileChanges changes, AuditTrail audit)
    {
        var caller = http.Caller();
        var (document, problem) = await JsonBody.ReadAsync(http);
        if (problem is not null)
        {
            return problem;
        }

        using (document)
        {
            var envelope = new Envelope(document!.RootElement, Known);
            var ids = envelope.Texts("ids", MostPeople, Identifier.MaxBytes) ?? [];
            var emails = envelope.Texts("emails", MostPeople, Identifier.MaxBytes) ?? [];
            var attributes = envelope.Texts("attributes", 1000);
            var all = envelope.Flag("all") ?? false;
            if (envelope.Problem is null && !all && ids.Count + emails.Count == 0)
            {
                envelope.Refuse("ids", "or 'emails' must name somebody, or 'all' must be true");
            }

            if (envelope.Problem is { } fault)
            {
                return fault;
            }

            Identifier[] people = [.. ids.Select(Identifier.Id), .. emails.Select(Identifier.Email)];
            if (!await changes.ExpireAsync(caller.Workspace, people, attributes is { Count: 0 } ? null : attributes, all, http.RequestAborted))
            {
                return new Problem(ProblemCode.Unavailable, "The change cannot be written where every node sees it; send it again.") { RetryAfter = 1 };
            }

            await audit.AppendAsync(caller.Workspace, caller.Label, AuditAction.Changed, all ? "profiles expired: all" : $"profiles expired: {people.Length}");
            return Results.Json(new { expired = all ? -1 : people.Length });
        }
    }
}
