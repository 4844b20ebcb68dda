using Renderer.Images.Drawing;
using Renderer.Images.Moving;
using Renderer.Images.Scenes;
using Renderer.Images.Text;
using Renderer.Model;

namespace Renderer.Images;

/// <summary>Says what of a scene is not drawn, by drawing it: light and dark, running and ended.</summary>
internal static class SceneCheck
{
    private const int MostFindings = 200;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>What some phones decode at once of a moving picture.</summary>
    private const long PhonePixels = 5_000_000;

    public static IReadOnlyList<Diagnostic> Check(SceneOrder order, ImageSettings settings, FontShelf fonts, TimeProvider clock)
    {
        var reading = SceneReader.Read(order.Scene, settings.Limits);
        if (reading.Tree is not { } tree)
        {
            return [new Diagnostic(Severity.Error, "scene_unreadable", reading.Message, Line: reading.Line, Column: reading.Column)];
        }

        var (width, height) = SceneBox.Size(tree.Root);
        if (order.Width <= 0 && width < 1 || order.Height <= 0 && height < 1)
        {
            return [new Diagnostic(Severity.Error, "scene_size", "Give the scene a width and a height, or a viewBox.", Line: tree.Root.Line, Column: tree.Root.Column)];
        }

        var findings = new List<Diagnostic>();
        findings.AddRange(tree.Rules.Ignored.Select(selector => new Diagnostic(Severity.Warning, "scene_style", $"The rules of '{selector}' are not applied: only those of one class, element or id are.")));
        var slides = Math.Max(1, Countdowns.Slides(tree).Length);
        for (var pass = 0; pass < 4 && findings.Count < MostFindings; pass++)
        {
            Draw(order with { Dark = (pass & 1) == 1 }, tree, settings, fonts, clock, slides, ended: pass > 1, findings);
        }

        Moves(order, tree, settings, slides, findings);
        return [.. findings.Distinct().Take(MostFindings)];
    }

    private static void Draw(SceneOrder order, SceneTree tree, ImageSettings settings, FontShelf fonts, TimeProvider clock, int slides, bool ended, List<Diagnostic> findings)
    {
        // Nobody waits for it, and what it says must not depend on how busy the machine is.
        var state = new DrawingState(order, tree, null, settings.Limits with { Time = Patience }, fonts, clock) { Findings = findings };
        using var frame = new Frame(64, 64);
        for (var slide = 0; slide < Math.Min(slides, settings.Limits.Frames); slide++)
        {
            new ScenePainter(frame.Canvas, state, new Moment(slide, ended)).Paint();
        }

        if (state.Stopped)
        {
            findings.Add(new Diagnostic(Severity.Error, "scene_limit", $"The scene is beyond a limit: {state.Failure}, at {state.Detail}."));
        }
    }

    private static void Moves(SceneOrder order, SceneTree tree, ImageSettings settings, int slides, List<Diagnostic> findings)
    {
        var counts = tree.InOrder.Any(element => element["data-countdown"] is not null);
        var frames = slides > 1 ? slides : counts ? Countdowns.Frames(tree.Root) : 1;
        var (width, height) = SceneBox.Size(tree.Root);
        var pixels = (order.Width > 0 ? order.Width : width) * (order.Height > 0 ? order.Height : height) * (double)frames;
        void Say(Severity severity, string message) =>
            findings.Add(new Diagnostic(severity, "scene_frames", message, Line: tree.Root.Line, Column: tree.Root.Column));
        if (order.Format == PictureFormat.Gif && (frames > settings.Limits.Frames || pixels > settings.Limits.MovingPixels))
        {
            Say(Severity.Error, $"{frames} frames of this size are beyond the limits of {settings.Limits.Frames} frames and {settings.Limits.MovingPixels} pixels: lower data-frames.");
        }
        else if (order.Format == PictureFormat.Gif && pixels > PhonePixels)
        {
            Say(Severity.Warning, $"{frames} frames of this size are more than some phones decode ({PhonePixels} pixels): they may show none.");
        }
        else if (order.Format != PictureFormat.Gif && slides > 1)
        {
            Say(Severity.Warning, "Slides are shown in a GIF alone: this format shows the first.");
        }
    }
}
