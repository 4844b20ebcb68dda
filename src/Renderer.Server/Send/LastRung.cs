using Renderer.Messages;
using Renderer.Messages.Library;
using Renderer.Model;

namespace Renderer.Server.Send;

/// <summary>What is left where a template cannot be served at all, for callers that cannot take an error.</summary>
internal static class LastRung
{
    /// <summary>The static part of a template that has no version to serve; null when its folder has none.</summary>
    public static Message? OfBroken(TemplateLibrary library, WorkspaceName workspace, string template) =>
        library.Files(workspace) is { } files
        && new FileInfo(Path.Combine(files.Folder, template, "fallback", "body.html")) is { Exists: true, Length: > 0 and < 1_000_000 } file
            ? new Message
            {
                Template = template,
                Version = "broken",
                Outcome = Outcome.Static,
                Reason = Reason.RenderError,
                Profile = new ProfileSummary(ProfileState.Unavailable, null, null),
                Html = File.ReadAllText(file.FullName),
                Text = string.Empty,
            }
            : null;
}
