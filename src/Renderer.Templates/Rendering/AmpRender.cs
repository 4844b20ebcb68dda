using Renderer.Model;
using Renderer.Templates.Amp;
using Renderer.Templates.Checks;

namespace Renderer.Templates.Rendering;

/// <summary>Renders the AMP part: a valid document, or none. Clients that meet an invalid one show the HTML and remember the sender.</summary>
internal static class AmpRender
{
    /// <summary>The part, from the blocks as the HTML shows them. Never throws but for a bug, and then it is left out as well.</summary>
    public static AmpPart Render(MailRun html)
    {
        using var run = html.OfAmp();
        try
        {
            return Write(run);
        }
        catch (Exception bug) when (bug is not OutOfMemoryException)
        {
            return new AmpPart(null, Reason.RenderError);
        }
    }

    private static AmpPart Write(MailRun run)
    {
        var written = run.Plain(run.Mail.Html, isWanted: true);
        if (run.SkipReason is { } skip)
        {
            return new AmpPart(null, Reason.None, SkipReason: skip);
        }

        // A block that fell here and not in the HTML would make two stories of one decision.
        if (written is null || run.Faults.Count > 0)
        {
            var why = run.Failure != Reason.None ? run.Failure : run.Faults.Exists(f => f.Code == "limit") ? Reason.Limit : Reason.RenderError;
            return new AmpPart(null, why, run.Faults);
        }

        var found = AmpFound.In(written);
        var document = AmpDocument.Finish(written, found);
        var wrong = run.Mail.Verdicts.Check(document, found.Shape);
        if (wrong.Count == 0)
        {
            return new AmpPart(document, Reason.None);
        }

        var source = run.Mail.Definition.Html!;
        return new AmpPart(null, Reason.AmpInvalid, [.. wrong.Take(MostFaults).Select(fault => Say(fault, document, new Place(source.File, source.Part)))]);
    }

    // The first ones say it; those that follow are often their echo.
    private const int MostFaults = 5;

    private static Diagnostic Say(AmpFault fault, string document, Place at)
    {
        var line = document.AsSpan(0, Math.Min(fault.At, document.Length)).Count('\n') + 1;
        return at.Say(Severity.Error, "amp_invalid", $"The AMP part is left out: {fault.Message} (Line {line} of what was written.)");
    }
}

/// <summary>What became of an AMP part.</summary>
/// <param name="Html">The document; null where it was left out.</param>
/// <param name="Reason">Why it was.</param>
/// <param name="Faults">What failed, for authors; bears no attribute's value.</param>
/// <param name="SkipReason">Why the message must not be sent.</param>
internal readonly record struct AmpPart(string? Html, Reason Reason, IReadOnlyList<Diagnostic>? Faults = null, string? SkipReason = null);
