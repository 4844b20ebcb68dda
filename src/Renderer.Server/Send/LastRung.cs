using Renderer.Messages;
using Renderer.Messages.Library;
using Renderer.Model;
using Renderer.Templates;

namespace Renderer.Server.Send;

/// <summary>The static part of a mail, for callers that must get an answer at once and cannot take an error.</summary>
internal static class LastRung
{
    /// <summary>The template's static part, prepared when it was loaded.</summary>
    public static Message Of(Template template, Reason reason)
    {
        var mail = template.RenderStatic(reason, [Part.Subject, Part.Preheader, Part.Html, Part.Text]);
        return Make(template.Name, template.Version, reason) with
        {
            Subject = mail.Subject,
            Preheader = mail.Preheader,
            Html = mail.Html,
            Text = mail.Text,
        };
    }

    /// <summary>The static part of a template that never had a good version; null when its folder has none.</summary>
    public static Message? OfBroken(TemplateLibrary library, WorkspaceName workspace, string template) =>
        library.Files(workspace) is { } files
        && files.Broken.ContainsKey(template)
        && new FileInfo(Path.Combine(files.Folder, template, "fallback", "body.html")) is { Exists: true, Length: > 0 and < 1_000_000 } file
            ? Make(template, "broken", Reason.RenderError) with { Html = File.ReadAllText(file.FullName), Text = string.Empty }
            : null;

    private static Message Make(string template, string version, Reason reason) => new()
    {
        Template = template,
        Version = version,
        Outcome = Outcome.Static,
        Reason = reason,
        Profile = new ProfileSummary(ProfileState.Unavailable, null, null),
    };
}
