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
        SharedClock clock)
    {
        var caller = http.Caller();
        var (person, problem) = PersonEndpoint.Read(id, http.Request.Query, library.Settings(caller.Workspace));
        if (problem is not null)
        {
            return problem;
        }

        if (await changes.NamesOfAsync(caller.Workspace, person, http.RequestAborted) is not { } names)
        {
            return new Problem(ProblemCode.Unavailable, "The CRM cannot say now whose identifier this is, so nothing was erased; send it again, or name the person by the CRM's id.") { RetryAfter = 5 };
        }

        string[] opaque = [.. names.SelectMany(name => PersonNames.OpaqueEach(sealing, caller.Workspace, name))];
        var at = clock.Latest;

        // From here on the caller's leaving must not leave it half done. A ledger that cannot take it throws: 503, nothing promised.
        var erased = await erasures.AddAsync(caller.Workspace, opaque, at, caller.Label);
        var forgotten = await changes.ForgetAsync(caller.Workspace, names, at, CancellationToken.None);
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
                    decisions = erased.Counts["decisions"],
                    messages = erased.Counts["messages"],
                    events = erased.Counts["events"],
                    consents = erased.Counts["consents"],
                    person_keys = erased.Counts["person_keys"],
                },
                every_node = forgotten.Spread ? "told" : "within 2 s, by the ledger",
            },
            JsonSerializerOptions.Web);
    }
}
