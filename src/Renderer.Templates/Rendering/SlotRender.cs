using System.Buffers;
using Renderer.Model;
using Renderer.Templates.Compiling;
using Renderer.Templates.Html;
using Renderer.Templates.Links;

namespace Renderer.Templates.Rendering;

/// <summary>Renders what is asked of a slot when a mail is opened or clicked: its scene, and where it leads.</summary>
internal static class SlotRender
{
    // What no XML may hold, not even as a reference: of values, since a scene's own are a finding.
    private static readonly SearchValues<char> Unspeakable =
        SearchValues.Create([.. Enumerable.Range(0, 32).Where(c => c is not ('\t' or '\n' or '\r')).Select(c => (char)c), '\ufffe', '\uffff']);

    public static RenderedScene Scene(CompiledMail mail, RenderScope scope, IReadOnlyList<BlockChoice> choices, string slot, CancellationToken cancellationToken)
    {
        if (mail.SlotsByName.GetValueOrDefault(slot)?.Scene is not { } scene)
        {
            return new RenderedScene(null, Outcome.Static, Reason.RenderError);
        }

        var (result, landed, zone, faults) = Show(mail, scope, choices, scene, cancellationToken);
        return landed.Outcome >= Outcome.Static || result.SkipReason is not null || result.Utf8.IsEmpty
            ? new RenderedScene(null, Outcome.Static, landed.Reason == Reason.None ? Reason.RenderError : landed.Reason) { Faults = faults }
            : new RenderedScene(Speakable(result.Text), landed.Outcome, landed.Reason) { TimeZone = zone, Faults = faults };
    }

    public static string? Link(CompiledMail mail, RenderScope scope, IReadOnlyList<BlockChoice> choices, string slot, CancellationToken cancellationToken)
    {
        if (mail.SlotsByName.GetValueOrDefault(slot) is not { HasLink: true } known)
        {
            return null;
        }

        var (result, landed, _, _) = Show(mail, scope, choices, known.Link, cancellationToken);
        var address = landed.Outcome >= Outcome.Static || result.SkipReason is not null ? "" : HtmlText.OneLine(result.Text);
        return ClickAddress.IsClick(address) ? ClickAddress.With(address, mail.Definition.Links.Parameters) : null;
    }

    private static (ScriptResult Result, (Outcome Outcome, Reason Reason) Landed, TimeZoneInfo? Zone, IReadOnlyList<Diagnostic> Faults) Show(
        CompiledMail mail, RenderScope scope, IReadOnlyList<BlockChoice> choices, CompiledBlock block, CancellationToken cancellationToken)
    {
        try
        {
            using var run = new MailRun(mail, scope, choices, cancellationToken);
            var result = run.Ladder.Show(block);
            return (result, run.Choice(block.Name) is { } choice ? (choice.Outcome, choice.Reason) : (Outcome.Live, Reason.None), run.Zone, run.Faults);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return (ScriptResult.Empty, (Outcome.Static, Reason.RenderError), null, []);
        }
        finally
        {
            scope.Release();
        }
    }

    private static string Speakable(string svg) =>
        svg.AsSpan().ContainsAny(Unspeakable) ? string.Create(svg.Length, svg, static (to, from) => from.AsSpan().ReplaceAny(to, Unspeakable, '\ufffd')) : svg;
}
