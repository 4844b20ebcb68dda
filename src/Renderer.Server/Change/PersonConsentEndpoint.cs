using Renderer.Ledger;
using Renderer.Messages.Library;
using Renderer.Model;
using Renderer.Profiles;
using Renderer.Server.Access;
using Renderer.Server.Problems;
using Renderer.Server.Wire;

namespace Renderer.Server.Change;

/// <summary><c>PUT|GET /v1/consent/{id}</c>: what a person agreed to. It holds at once here, and on every node within a second.</summary>
internal static class PersonConsentEndpoint
{
    private static readonly string[] Known = ["tracking", "personalization", "profiling"];

    public static async Task<IResult> PutAsync(
        string? id, HttpContext http, TemplateLibrary library, ProfileChanges changes, Consents consents, ISealing sealing)
    {
        var caller = http.Caller();
        var (person, problem) = PersonEndpoint.Read(id, http.Request.Query, library.Settings(caller.Workspace));
        if (problem is not null)
        {
            return problem;
        }

        var (document, fault) = await JsonBody.ReadAsync(http);
        if (fault is not null)
        {
            return fault;
        }

        using (document)
        {
            var envelope = new Envelope(document!.RootElement, Known);
            var (tracking, personalization, profiling) = (Said(envelope, "tracking"), Said(envelope, "personalization"), Said(envelope, "profiling"));
            if (envelope.Problem is { } wrong)
            {
                return wrong;
            }

            if (await changes.NamesOfAsync(caller.Workspace, person, http.RequestAborted) is not { } names)
            {
                return new Problem(ProblemCode.Unavailable, "The CRM cannot say now whose identifier this is, so nothing was taken down; send it again, or name the person by the CRM's id.") { RetryAfter = 5 };
            }

            var opaque = Opaque(sealing, caller.Workspace, names);
            await consents.ChangeAsync(
                caller.Workspace,
                opaque,
                before => new(tracking ?? before.Tracking, personalization ?? before.Personalization, profiling ?? before.Profiling),
                caller.Label);
            return Answer(consents.Find(caller.Workspace, opaque));
        }
    }

    public static async Task<IResult> GetAsync(
        string? id, HttpContext http, TemplateLibrary library, ProfileChanges changes, Consents consents, ISealing sealing, AuditTrail audit)
    {
        var caller = http.Caller();
        var (person, problem) = PersonEndpoint.Read(id, http.Request.Query, library.Settings(caller.Workspace));
        if (problem is not null)
        {
            return problem;
        }

        var names = Opaque(sealing, caller.Workspace, await changes.NamesOfAsync(caller.Workspace, person, http.RequestAborted) ?? [person]);
        await audit.AppendAsync(caller.Workspace, caller.Label, AuditAction.Read, $"consent {names[0]}");
        return Answer(consents.Find(caller.Workspace, names));
    }

    private static string[] Opaque(ISealing sealing, WorkspaceName workspace, IEnumerable<Identifier> names) =>
        [.. names.SelectMany(name => PersonNames.OpaqueEach(sealing, workspace, name))];

    /// <returns>Null for a purpose that is not named: what was stated of it stays.</returns>
    private static Consent? Said(Envelope envelope, string purpose) => envelope.Flag(purpose) switch
    {
        true => Consent.Granted,
        false => Consent.Withdrawn,
        _ => null,
    };

    private static IResult Answer((ConsentState Stated, ConsentState Mapped) found)
    {
        var holds = found.Stated.And(found.Mapped);
        return Results.Json(new
        {
            tracking = Flag(holds.Tracking),
            personalization = Flag(holds.Personalization),
            profiling = Flag(holds.Profiling),
            stated = Flags(found.Stated),
            attributes = Flags(found.Mapped),
        });
    }

    private static object Flags(ConsentState said) => new
    {
        tracking = Flag(said.Tracking), personalization = Flag(said.Personalization), profiling = Flag(said.Profiling),
    };

    private static bool? Flag(Consent said) => said == Consent.Unknown ? null : said == Consent.Granted;
}
