using Renderer.Model;
using Renderer.Templates.Checks;
using Renderer.Templates.Compiling;
using Renderer.Templates.Html;

namespace Renderer.Templates.Rendering;

/// <summary>The whole mail's last rung: made when the template is loaded, so that nothing can fail when it is needed.</summary>
internal sealed record StaticMail(string? Subject, string? Preheader, string? Html, string? Text)
{
    private static readonly Part[] Parts = [Part.Subject, Part.Preheader, Part.Html, Part.Text];

    /// <summary>The template's own <c>fallback/body.html</c>, or the template as nobody in particular would get it.</summary>
    public static StaticMail Prepare(CompiledMail mail, TimeProvider clock, Findings findings)
    {
        var definition = mail.Definition;
        var scope = new RenderScope { Profile = Profile.Empty, Now = clock.GetUtcNow() };
        var run = new MailRun(mail, scope, [], CancellationToken.None) { IgnoresSkip = true };
        var choices = Deciding.Decide(run, new Dictionary<string, string>());
        run = new MailRun(mail, scope, choices, CancellationToken.None) { IgnoresSkip = true };

        if (definition.StaticHtml is { } own)
        {
            // Only the lines are rendered; the body is what the author wrote.
            var lines = MailRender.Render(run, [Part.Subject, Part.Preheader]);
            Report(lines is null, run, findings);
            return new StaticMail(lines?.Subject, lines?.Preheader, own, PlainText.From(own));
        }

        var whole = MailRender.Render(run, Parts);
        Report(whole is null, run, findings);
        if (whole is not null && string.IsNullOrWhiteSpace(whole.Html) && string.IsNullOrWhiteSpace(whole.Text))
        {
            findings.Error("static_empty", "With an empty profile this mail is blank; write fallback/body.html.", new Place($"{definition.Name}/fallback/body.html"));
        }

        return new StaticMail(whole?.Subject, whole?.Preheader, whole?.Html, whole?.Text);
    }

    public RenderedMail For(IReadOnlyCollection<Part> parts, Reason reason) => new()
    {
        UsedStatic = true,
        Reason = reason,
        Subject = parts.Contains(Part.Subject) ? Subject : null,
        Preheader = parts.Contains(Part.Preheader) ? Preheader : null,
        Html = parts.Contains(Part.Html) ? Html : null,
        Text = parts.Contains(Part.Text) ? Text : null,
    };

    private static void Report(bool failed, MailRun run, Findings findings)
    {
        if (failed && run.Faults.Count > 0)
        {
            var fault = run.Faults[^1];
            findings.Error(
                "static_fails",
                $"With an empty profile and no data this fails, so there is nothing to fall back to: {fault.Message} Write 'data.order?.total' or a default, or fallback/body.html.",
                new Place(fault.File, fault.Part, fault.Line, fault.Column));
        }
    }
}
