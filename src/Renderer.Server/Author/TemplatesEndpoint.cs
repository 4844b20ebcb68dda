using System.Text.Json;
using Renderer.Ledger;
using Renderer.Messages.Library;
using Renderer.Model;
using Renderer.Server.Access;
using Renderer.Server.Send;
using Renderer.Server.Wire;
using Renderer.Templates;

namespace Renderer.Server.Author;

/// <summary><c>GET /v1/templates</c> and <c>GET /v1/templates/{name}</c>: what is served, what it reads, and what is wrong with it.</summary>
internal static class TemplatesEndpoint
{
    public static IResult List(HttpContext http, TemplateLibrary library, SlotSwitches switches)
    {
        var workspace = http.Caller().Workspace;
        return Json(new
        {
            templates = library.Names(workspace).Select(name => Describe(workspace, name, library, switches)).ToArray(),
            diagnostics = (library.Files(workspace)?.Diagnostics ?? []).Select(DiagnosticJson.Show).ToArray(),
        });
    }

    public static IResult Get(string name, HttpContext http, TemplateLibrary library, SlotSwitches switches)
    {
        var workspace = http.Caller().Workspace;
        return library.Names(workspace).Contains(name)
            ? Json(Describe(workspace, name, library, switches))
            : Refusals.Of(Messages.MessageFailure.TemplateUnknown, null);
    }

    private static object Describe(WorkspaceName workspace, string name, TemplateLibrary library, SlotSwitches switches)
    {
        var template = library.Find(workspace, name, null).Template;
        var faults = library.Files(workspace)?.Broken.GetValueOrDefault(name) ?? [];
        return new
        {
            name,
            version = template?.Version,
            state = template is null ? "broken" : faults.Count > 0 ? "last_good" : "good",
            language = template?.Language,
            parts = template?.Parts.Select(part => part.ToString().ToLowerInvariant()).ToArray() ?? [],
            blocks = template?.Blocks.Select(Show).ToArray() ?? [],
            slots = template?.Slots.Select(slot => Show(slot, switches.IsOff(workspace, name, slot.Name))).ToArray() ?? [],
            amp_data = template?.AmpData.Select(data => new { name = data.Name, variants = data.Variants, disabled = switches.IsOff(workspace, name, data.Name) }).ToArray() ?? [],
            disabled_slots = switches.Off(workspace, name),
            samples = template?.Samples.Select(sample => sample.Name).ToArray() ?? [],
            reads = template is null ? [] : Names(template.Reads),
            diagnostics = faults.Concat(template?.Diagnostics ?? []).Select(DiagnosticJson.Show).ToArray(),
        };
    }

    private static object Show(TemplateBlock block) => new
    {
        name = block.Name,
        variants = block.Variants,
        fallback = block.Fallback.ToString().ToLowerInvariant(),
        reads = Names(block.Reads),
    };

    private static object Show(TemplateSlot slot, bool isOff) => new
    {
        name = slot.Name,
        variants = slot.Variants,
        format = slot.Format.ToString().ToLowerInvariant(),
        after_send = slot.IsPinned ? "pinned" : "follow",
        decision = slot.Decision.Label(),
        disabled = isOff,
        reads = Names(slot.Reads),
    };

    private static string[] Names(ReadSet reads) => [.. reads.Names.Order(StringComparer.Ordinal), .. reads.All ? ["*"] : Array.Empty<string>()];

    private static IResult Json(object value) => Results.Json(value, Options);

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
