using System.Text.Json;
using Renderer.Ledger;
using Renderer.Messages.Library;
using Renderer.Model;
using Renderer.Profiles;
using Renderer.Server.Access;
using Renderer.Server.Problems;
using Renderer.Server.Send;
using Renderer.Server.Wire;

namespace Renderer.Server.Change;

/// <summary><c>GET /v1/profiles/{id}</c>: what we hold of a person, where each value came from, how old it is.</summary>
internal static class PersonEndpoint
{
    public static async Task<IResult> HandleAsync(
        string? id, HttpContext http, TemplateLibrary library, ProfileReader profiles, ISealing sealing, AuditTrail audit)
    {
        var caller = http.Caller();
        var (person, problem) = Read(id, http.Request.Query, library.Settings(caller.Workspace));
        if (problem is not null)
        {
            return problem;
        }

        await audit.AppendAsync(caller.Workspace, caller.Label, AuditAction.Read, "profile " + PersonNames.Opaque(sealing, caller.Workspace, person));
        return await profiles.HoldingAsync(caller.Workspace, person, http.RequestAborted) is { } holding
            ? new PersonAnswer(holding)
            : new Problem(ProblemCode.ProfileUnknown, "Nothing is held of that person. A render asks the CRM; this route does not.");
    }

    /// <summary>Who is meant: the path's id, or <c>?email=</c> or a lookup.</summary>
    public static (Identifier Person, Problem? Problem) Read(string? id, IQueryCollection query, WorkspaceSettings settings)
    {
        var kind = id is not null ? Identifier.IdKind : query.Keys.FirstOrDefault(RenderRules.Kinds(settings).Contains);
        if (kind is null || query.Count > (id is null ? 1 : 0))
        {
            return (default, new Problem(ProblemCode.RecipientMissing, "Name one person: /v1/profiles/{id}, or /v1/profiles?email=…"));
        }

        if (id is null && query[kind].Count > 1)
        {
            return (default, new Problem(ProblemCode.BadParameter, $"'{kind}' stands more than once; name one person at a time."));
        }

        return RenderRules.TryRecipient(kind, id ?? query[kind].ToString(), settings, out var person) is { } rule
            ? (default, new Problem(ProblemCode.BadParameter, $"'{kind}' {rule}."))
            : (person, null);
    }
}

/// <summary>What we hold of a person, as JSON.</summary>
internal sealed class PersonAnswer(ProfileHolding holding) : IResult
{
    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = "application/json; charset=utf-8";
        response.Headers.CacheControl = "private, no-store";
        using var attributes = JsonDocument.Parse(holding.Profile.Json);
        await using (var writer = new Utf8JsonWriter(response.BodyWriter, JsonFormat.Writing))
        {
            writer.WriteStartObject();
            writer.WriteString("id"u8, holding.Person.Value);
            writer.WriteString("state"u8, holding.State.Label());
            writer.WriteString("reason"u8, holding.Reason.Label());
            writer.WriteString("source"u8, holding.Source);
            writer.WriteString("fetched_at"u8, holding.FetchedAt.ToDate());
            writer.WriteNumber("age_ms"u8, (long)holding.Age.TotalMilliseconds);
            writer.WriteStartObject("attributes"u8);
            foreach (var attribute in attributes.RootElement.EnumerateObject())
            {
                writer.WriteStartObject(attribute.Name);
                writer.WritePropertyName("value"u8);
                attribute.Value.WriteTo(writer);
                WriteLineage(writer, holding.Lineage[attribute.Name]);
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        await response.BodyWriter.FlushAsync(httpContext.RequestAborted);
    }

    private static void WriteLineage(Utf8JsonWriter writer, Lineage lineage)
    {
        writer.WriteString("source"u8, lineage.Connection);
        writer.WriteNumber("age_ms"u8, (long)lineage.Age.TotalMilliseconds);
        writer.WriteBoolean("stale"u8, lineage.IsStale);
        writer.WriteString("field"u8, lineage.Field);
        writer.WriteString("fetched_at"u8, lineage.FetchedAt.ToDate());
        if (lineage.ChangedAt is { } changed)
        {
            writer.WriteString("changed_at"u8, changed.ToDate());
            writer.WriteString("changed_by"u8, lineage.Scope.ToString().ToLowerInvariant());
        }

        if (lineage.Bad is { } bad)
        {
            writer.WriteString("rule"u8, bad.Rule.Label());
            writer.WriteString("given"u8, bad.Given);
        }
    }
}
