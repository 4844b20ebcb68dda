using System.Text;
using Renderer.Model;
using Renderer.Templates.Html;

namespace Renderer.Templates.Rendering;

/// <summary>Renders the parts of one mail, in the order in which they need each other.</summary>
internal static class MailRender
{
    /// <summary>The mail; null when a part outside of all blocks failed, so that the whole mail must be static: <see cref="MailRun.Failure"/> says why.</summary>
    public static RenderedMail? Render(MailRun run, IReadOnlyCollection<Part> parts)
    {
        var mail = run.Mail;
        var wantsText = parts.Contains(Part.Text);
        var wantsHtml = parts.Contains(Part.Html) || (wantsText && mail.Text is null);

        var wantsAmp = parts.Contains(Part.Amp) && mail.Amp is not null;

        // The HTML shows the preheader, the AMP may, and the text may be derived from the HTML.
        var preheader = run.Header(mail.Preheader, wantsHtml || (wantsAmp && mail.Amp!.PlacesPreheader) || parts.Contains(Part.Preheader));
        run.SetPreheader(preheader);
        var subject = run.Header(mail.Subject, parts.Contains(Part.Subject));
        var html = WithPreheader(run.Html(mail.Html, wantsHtml), preheader, mail.PlacesPreheader || mail.PlansPlacePreheader);
        var text = run.Plain(mail.Text, wantsText) ?? (wantsText && html is { } utf8 ? mail.TextOf(Encoding.UTF8.GetString(utf8.Span)) : null);
        var amp = wantsAmp && run is { SkipReason: null, Failure: Reason.None } ? AmpRender.Render(run) : default;
        run.SkipReason ??= amp.SkipReason;
        if (run.SkipReason is not null)
        {
            return Skipped(run);
        }

        return run.Failure != Reason.None ? null : new RenderedMail
        {
            Subject = subject,
            Preheader = parts.Contains(Part.Preheader) ? preheader : null,
            HtmlUtf8 = parts.Contains(Part.Html) ? html : null,
            Text = text,
            Amp = amp.Html,
            AmpReason = amp.Reason,
            Choices = run.Choices,
            Faults = amp.Faults is { Count: > 0 } faults ? [.. run.Faults, .. faults] : run.Faults,
            ReusedBlocks = run.Saved.Blocks,
            ReusedBytes = run.Saved.Bytes,
        };
    }

    /// <summary>One block alone.</summary>
    public static RenderedMail RenderBlock(MailRun run, string block)
    {
        var result = run.Block(block);
        run.SkipReason = result.SkipReason;
        return result.SkipReason is not null
            ? Skipped(run)
            : new RenderedMail
            {
                HtmlUtf8 = result.Utf8, Choices = run.Choices, Faults = run.Faults, ReusedBlocks = run.Saved.Blocks, ReusedBytes = run.Saved.Bytes,
            };
    }

    private static RenderedMail Skipped(MailRun run) =>
        new() { SkipReason = SkipReasons.Header(LinkMarks.Replace(run.SkipReason!, static mark => mark.Destination ?? "")), Choices = run.Choices, Faults = run.Faults };

    private static ReadOnlyMemory<byte>? WithPreheader(ReadOnlyMemory<byte>? html, string? preheader, bool hasPlace) =>
        html is not { } utf8 || hasPlace || string.IsNullOrEmpty(preheader)
            ? html
            : Encoding.UTF8.GetBytes(PreheaderPlace.Insert(Encoding.UTF8.GetString(utf8.Span), preheader));
}
