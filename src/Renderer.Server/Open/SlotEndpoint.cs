using Renderer.Ledger;
using Renderer.Messages;
using Renderer.Messages.Library;
using Renderer.Server.Access;
using Renderer.Server.Author;
using Renderer.Server.Problems;
using Renderer.Server.Send;
using Renderer.Server.Wire;
using Renderer.Templates;

namespace Renderer.Server.Open;

/// <summary>
/// <c>POST /v1/templates/{name}/slots/{slot}/disable|enable</c>: puts a slot's fallback into mails already delivered, on every node
/// within a second of each other, and takes it out again.
/// </summary>
internal static class SlotEndpoint
{
    public static Task<IResult> DisableAsync(
        string name, string slot, HttpContext http, TemplateLibrary library, PublishedTemplates versions, PublishedVersions published, SlotSwitches switches) =>
        SwitchAsync(name, slot, isOff: true, http, () => KnowsAsync(http, name, slot, library, versions, published), library, switches);

    /// <summary>Whatever is off can be put on again, also when no version has it any more.</summary>
    public static Task<IResult> EnableAsync(
        string name, string slot, HttpContext http, TemplateLibrary library, PublishedTemplates versions, PublishedVersions published, SlotSwitches switches) =>
        SwitchAsync(
            name, slot, isOff: false, http,
            async () => switches.IsOff(http.Caller().Workspace, name, slot) || await KnowsAsync(http, name, slot, library, versions, published),
            library, switches);

    private static async Task<IResult> SwitchAsync(
        string name, string slot, bool isOff, HttpContext http, Func<Task<bool>> isKnown, TemplateLibrary library, SlotSwitches switches)
    {
        var caller = http.Caller();
        if (await JsonBody.ReadNothingAsync(http) is { } problem)
        {
            return problem;
        }

        if (!library.Names(caller.Workspace).Contains(name))
        {
            return Refusals.Of(MessageFailure.TemplateUnknown, null);
        }

        if (!await isKnown())
        {
            return new Problem(ProblemCode.BlockUnknown, "No version of the template has a slot or AMP data of that name; GET /v1/templates/{name} lists them.");
        }

        await switches.SetAsync(caller.Workspace, name, slot, isOff, caller.Label);
        return Results.Json(new { template = name, slot, disabled = isOff, disabled_slots = switches.Off(caller.Workspace, name) });
    }

    /// <summary>The current version nearly always has it; mails that are out may show one of an older version.</summary>
    private static async Task<bool> KnowsAsync(
        HttpContext http, string name, string slot, TemplateLibrary library, PublishedTemplates versions, PublishedVersions published)
    {
        var workspace = http.Caller().Workspace;
        if (Has(library.Find(workspace, name, null).Template, slot))
        {
            return true;
        }

        foreach (var version in await published.ListAsync(workspace, name, http.RequestAborted))
        {
            if (Has(await versions.OpenAsync(workspace, name, version.Version), slot))
            {
                return true;
            }
        }

        return false;
    }

    // What is asked for when a mail is opened: pictures with their links, and data of AMP lists.
    private static bool Has(Template? template, string slot) =>
        template is not null && template.Slots.Select(one => one.Name).Concat(template.AmpData.Select(data => data.Name)).Contains(slot);
}
