using System.Text.Json;
using Renderer.Ledger;
using Renderer.Messages;
using Renderer.Messages.Library;
using Renderer.Server.Access;
using Renderer.Server.Problems;
using Renderer.Server.Send;
using Renderer.Server.Wire;

namespace Renderer.Server.Author;

/// <summary>Publishing: the files as they are now become an immutable version, and the pointer moves; or back.</summary>
internal static class PublishEndpoint
{
    private static readonly string[] Known = ["version"];

    public static async Task<IResult> PublishAsync(
        string name, HttpContext http, TemplateLibrary library, PublishedVersions published, PublishedFollower follower)
    {
        var caller = http.Caller();
        if ((await ReadVersionAsync(http, [])).Problem is { } problem)
        {
            return problem;
        }

        var files = library.Files(caller.Workspace);
        if (files?.Broken.GetValueOrDefault(name) is { } faults)
        {
            return new Problem(ProblemCode.TemplateInvalid, "The files have faults; mend what 'diagnostics' names, then publish.") { Diagnostics = faults };
        }

        if (files?.Find(name, null) is not { } template)
        {
            return Refusals.Of(MessageFailure.TemplateUnknown, null);
        }

        var info = await published.PublishAsync(caller.Workspace, name, template.Version, PublishedTemplates.FilesOf(template), caller.Label);
        await follower.FollowAsync();
        return Json(Show(name, info));
    }

    public static async Task<IResult> RollbackAsync(string name, HttpContext http, PublishedVersions published, PublishedFollower follower)
    {
        var caller = http.Caller();
        var (version, problem) = await ReadVersionAsync(http, Known);
        if (problem is not null)
        {
            return problem;
        }

        if ((await published.ListAsync(caller.Workspace, name, http.RequestAborted)).Count == 0)
        {
            return new Problem(ProblemCode.TemplateUnknown, "No template of that name was ever published in this workspace.");
        }

        if (await published.RollbackAsync(caller.Workspace, name, version, caller.Label) is not { } info)
        {
            return new Problem(ProblemCode.VersionUnknown, "There is no such version to go back to; GET /v1/templates/{name}/versions lists them.");
        }

        await follower.FollowAsync();
        return Json(Show(name, info));
    }

    public static async Task<IResult> VersionsAsync(string name, HttpContext http, TemplateLibrary library, PublishedVersions published)
    {
        var workspace = http.Caller().Workspace;
        var versions = await published.ListAsync(workspace, name, http.RequestAborted);
        return versions.Count == 0 && !library.Names(workspace).Contains(name)
            ? Refusals.Of(MessageFailure.TemplateUnknown, null)
            : Json(new { template = name, versions = versions.Select(version => Show(name, version)).ToArray() });
    }

    /// <summary>The body is optional: nothing, or an object with these members.</summary>
    private static async ValueTask<(string? Version, Problem? Problem)> ReadVersionAsync(HttpContext http, string[] known)
    {
        var (bytes, problem) = await JsonBody.ReadBytesAsync(http);
        if (problem is not null || bytes.Span.Trim(" \t\r\n"u8).IsEmpty)
        {
            return (null, problem);
        }

        var (document, fault) = JsonBody.Parse(bytes);
        using (document)
        {
            if (fault is not null)
            {
                return (null, fault);
            }

            var envelope = new Envelope(document!.RootElement, known);
            return (envelope.Text("version", 128), envelope.Problem);
        }
    }

    private static object Show(string name, VersionInfo info) => new
    {
        template = name,
        version = info.Version,
        published_at = info.PublishedAt,
        published_by = info.PublishedBy,
        current = info.Current,
    };

    private static IResult Json(object value) => Results.Json(value, JsonSerializerOptions.Web);
}
