using System.Text.Json;
using Renderer.Images;
using Renderer.Ledger;
using Renderer.Messages;
using Renderer.Messages.Library;
using Renderer.Messages.Opens;
using Renderer.Model;
using Renderer.Server.Access;
using Renderer.Server.Problems;
using Renderer.Server.Send;
using Renderer.Server.Wire;
using Renderer.Templates;

namespace Renderer.Server.Author;

/// <summary><c>POST /v1/preview</c>: what somebody will get, by the same renderer that sends, before anyone gets it.</summary>
internal static class PreviewEndpoint
{
    public static async Task<IResult> HandleAsync(
        HttpContext http, TemplateLibrary library, PreviewDesk desk, PictureMaker pictures, AuditTrail audit, ISealing sealing, TimeProvider clock)
    {
        var caller = http.Caller();
        var (document, problem) = await JsonBody.ReadAsync(http);
        if (problem is not null)
        {
            return problem;
        }

        using (document)
        {
            var settings = library.Settings(caller.Workspace);
            var (request, fault) = PreviewRequest.Read(document!.RootElement, settings);
            if (fault is not null)
            {
                return fault;
            }

            var (template, diagnostics, refusal) = Find(request, library, caller.Workspace);
            if (refusal is not null)
            {
                return refusal;
            }

            if (template is null)
            {
                return new PreviewAnswer(null, diagnostics, ReadSet.None);
            }

            if (request.Sample is { } name && template.Samples.All(sample => sample.Name != name))
            {
                return new Problem(ProblemCode.BadParameter, $"'sample' is not one of this template's. {Nearest.Suggest(name, [.. template.Samples.Select(sample => sample.Name)])}");
            }

            if (request.For.Recipient is { } person)
            {
                await audit.AppendAsync(
                    caller.Workspace, caller.Label, AuditAction.Read, $"preview of {template.Name} with profile {PersonNames.Opaque(sealing, caller.Workspace, person)}");
            }

            var order = new PreviewOrder(template, request.For.ToOrder(caller.Workspace, template.Name, clock))
            {
                Sample = request.Sample,
                CrmFault = request.CrmFault,
                Missing = request.Missing,
                Masked = request.For.Recipient is not null && !caller.May(Role.Privacy),
            };
            var message = await desk.ShowAsync(order, http.RequestAborted);
            return new PreviewAnswer(message, [.. diagnostics.Concat(template.Diagnostics).Concat(PictureCheck.Of(template, pictures, clock)).Concat(message.Hashed.Faults).Concat(message.Bad.Select(Say)).Distinct()], template.Reads);
        }
    }

    private static Diagnostic Say(BadValue bad) => new(
        Severity.Warning, "value_bad", $"The CRM's value of '{bad.Attribute}' breaks the rule '{bad.Rule.Label()}' of attributes.yaml; its default is shown. Mend the value at the CRM, or the rule.");

    private static (Template? Template, IReadOnlyList<Diagnostic> Diagnostics, Problem? Refusal) Find(
        PreviewRequest request, TemplateLibrary library, WorkspaceName workspace)
    {
        if (request.Draft is { } draft)
        {
            return library.Files(workspace)?.Compile(draft) is { } compiled
                ? (compiled.Template, compiled.Diagnostics, null)
                : (null, [], new Problem(ProblemCode.NotFound, $"This node serves no workspace {workspace}; set Renderer__Workspaces__{workspace}__Folder."));
        }

        var found = library.Find(workspace, request.Name!, null);
        return found.Failure switch
        {
            MessageFailure.None => (found.Template, found.Template!.Diagnostics, null),
            MessageFailure.TemplateInvalid => (null, found.Diagnostics ?? [], null),
            _ => (null, [], Refusals.Of(found.Failure, found.Diagnostics)),
        };
    }
}

/// <summary>A preview's answer: the shape of a render, with what is wrong and what is read.</summary>
internal sealed class PreviewAnswer(PreviewShown? shown, IReadOnlyList<Diagnostic> diagnostics, ReadSet reads) : IResult
{
    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = "application/json; charset=utf-8";
        response.Headers.CacheControl = "private, no-store";
        await using (var writer = new Utf8JsonWriter(response.BodyWriter, JsonFormat.Writing))
        {
            writer.WriteStartObject();
            RenderJson.WriteMembers(writer, shown?.Message ?? Nothing, TraceIds.Of(httpContext), shown?.Hashed);
            DiagnosticJson.Write(writer, diagnostics);
            writer.WriteStartArray("reads"u8);
            foreach (var name in reads.Names.Order(StringComparer.Ordinal))
            {
                writer.WriteStringValue(name);
            }

            if (reads.All)
            {
                writer.WriteStringValue("*"u8);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        await response.BodyWriter.FlushAsync(httpContext.RequestAborted);
    }

    /// <summary>What does not compile shows nothing: null parts, and the diagnostics say why.</summary>
    private static readonly Message Nothing = new()
    {
        Template = "draft",
        Version = string.Empty,
        Outcome = Outcome.Static,
        Reason = Reason.RenderError,
        Profile = new ProfileSummary(ProfileState.Unavailable, null, null),
    };
}
