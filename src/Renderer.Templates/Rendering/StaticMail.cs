using System.Text;
using Renderer.Model;
using Renderer.Templates.Checks;
using Renderer.Templates.Compiling;
using Renderer.Templates.Html;

namespace Renderer.Templates.Rendering;

/// <summary>The whole mail's last rung: made when the template is loaded, so that nothing can fail when it is needed.</summary>
internal sealed record StaticMail(string? Subject, string? Preheader, ReadOnlyMemory<byte>? HtmlUtf8, string? Text)
{
    /// <summary>A draft has no last rung: its author sees the fault instead.</summary>
    public static readonly StaticMail Nothing = new(null, null, null, null);

    private static readonly Part[] Parts = [Part.Subject, Part.Preheader, Part.Html, Part.Text];

    /// <summary>The template's own <c>fallback/body.html</c>, or the template as nobody in particular would get it.</summary>
    public static StaticMail Prepare(CompiledMail mail, TimeProvider clock, Findings findings) =>
        mail.Definition.StaticHtml is { } own ? FromFile(mail, own, clock, findings) : FromNobody(mail, clock, findings);

    private static StaticMail FromFile(CompiledMail mail, string html, TimeProvider clock, Findings findings)
    {
        Blank(html, findings, mail.Definition.Name);
        var run = Run(mail, clock);
        var subject = mail.Subject is null ? null : run.Header(mail.Subject, isWanted: true) ?? HtmlTitle.Find(html);
        Report(mail.Subject is not null && subject is null, run, "a <title> in fallback/body.html", findings);
        var preheader = Run(mail, clock).Header(mail.Preheader, isWanted: true);
        return new StaticMail(OneLine(subject), OneLine(preheader), Encoding.UTF8.GetBytes(html), PlainText.From(html));
    }

    private static StaticMail FromNobody(CompiledMail mail, TimeProvider clock, Findings findings)
    {
        var run = Run(mail, clock);
        var whole = MailRender.Render(run, Parts);
        Report(whole is null, run, "fallback/body.html", findings);
        if (whole is not null)
        {
            Blank(whole.Html ?? whole.Text, findings, mail.Definition.Name);
        }

        return new StaticMail(whole?.Subject, whole?.Preheader, whole?.HtmlUtf8, whole?.Text);
    }

    private static MailRun Run(CompiledMail mail, TimeProvider clock)
    {
        var scope = new RenderScope
        {
            Profile = Profile.Empty, Standing = new ProfileStanding(ProfileState.Missing, Reason.ProfileMissing), Now = clock.GetUtcNow(), IsPatient = true,
        };
        using var deciding = new MailRun(mail, scope, [], CancellationToken.None) { IgnoresSkip = true };
        var choices = Deciding.Decide(deciding, new Dictionary<string, string>());
        return new MailRun(mail, scope, choices, CancellationToken.None) { IgnoresSkip = true };
    }

    public RenderedMail For(IReadOnlyCollection<Part> parts, Reason reason) => new()
    {
        UsedStatic = true,
        Reason = reason,
        Subject = parts.Contains(Part.Subject) ? Subject : null,
        Preheader = parts.Contains(Part.Preheader) ? Preheader : null,
        HtmlUtf8 = parts.Contains(Part.Html) ? HtmlUtf8 : null,
        Text = parts.Contains(Part.Text) ? Text : null,
    };

    private static void Blank(string? body, Findings findings, string template)
    {
        if (string.IsNullOrWhiteSpace(body))
        {
            findings.Error(
                "static_empty", "What is sent when all else fails is blank: write fallback/body.html, or let the mail say something without a profile.", new Place($"{template}/fallback/body.html"));
        }
    }

    private static string? OneLine(string? text) => text is null ? null : HtmlText.OneLine(text);

    private static void Report(bool failed, MailRun run, string remedy, Findings findings)
    {
        if (failed)
        {
            var fault = run.Faults[^1];
            findings.Error(
                "static_fails",
                $"With an empty profile and no data this fails, so there is nothing to fall back to: {fault.Message} Write 'data.order?.total' or a default, or {remedy}.",
                new Place(fault.File, fault.Part, fault.Line, fault.Column));
        }
    }
}
