using System.Text.Json;
using Renderer.Ledger;
using Renderer.Messages.Library;
using Renderer.Model;
using Renderer.Profiles;
using Renderer.Server.Access;
using Renderer.Server.Problems;

namespace Renderer.Server.Change;

/// <summary>
/// <c>DELETE /v1/profiles/{id}</c>: erases a person everywhere. The ledger first, since that is what we promise to remember;
/// then every node's memory and Redis. What stays is a hash with the instant.
/// </summary>
internal static class EraseEndpoint
{
    public static async Task<IResult> HandleAsync(
        string? id,
        HttpContext http,
        TemplateLibrary library,
        ProfileChanges changes,
        Erasures erasures,
        ISealing sealing,
        SharedClock clock,
        AuditTrail audit)
    {
        var caller = http.Caller();
        var (person, problem) = PersonEndpoint.Read(id, http.Request.Query, library.Settings(caller.Workspace));
        if (problem is not null)
        {
            return problem;
        }

        var names = await changes.NamesOfAsync(caller.Workspace, person, http.RequestAborted);
        var opaque = names.Select(name => PersonNames.Opaque(sealing, caller.Workspace, name)).ToArray();
        var at = clock.Latest;

        // From here on the caller's leaving must not leave it half done.
        if (await erasures.AddAsync(caller.Workspace, opaque, at, CancellationToken.None) is not { } erased)
        {
            return new Problem(ProblemCode.Unavailable, "The ledger cannot take the erasure now, so nothing was promised; send it again.") { RetryAfter = 1 };
        }

        var forgotten = await changes.ForgetAsync(caller.Workspace, names, at, CancellationToken.None);
        await audit.AddAsync(caller.Workspace, caller.Label, "profile.erase", opaque[0], CancellationToken.None);
        return Results.Json(
            new
            {
                receipt = opaque[0],
                erased_at = at.ToDate(),
                erased = new
                {
                    identifiers = names.Count,
                    memory = forgotten.Memory,
                    redis = forgotten.Redis,
                    decisions = erased.Decisions,
                    keys = erased.PersonKeys,
                },
                every_node = forgotten.Spread ? "told" : "within 2 s, by the ledger",
            },
            JsonSerializerOptions.Web);
    }
}
