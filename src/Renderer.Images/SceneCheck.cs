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
        for (var pass = 0; pass < 4 && findings.Count < MostFindings; pass++)
        {
            // Nobody waits for it, and what it says must not depend on how busy the machine is.
            var themed = order with { Dark = (pass & 1) == 1 };
            var state = new DrawingState(themed, tree, null, settings.Limits, fonts, new Deadline(clock, Patience)) { Findings = findings };
            Draw(state, ended: pass > 1);
        }

        Moves(order, tree, settings, findings);
        return [.. findings.Distinct().Take(MostFindings)];
    }

    private static void Draw(DrawingState state, bool ended)
    {
        using var frame = new Frame(64, 64);
        foreach (var slide in Countdowns.Slides(state.Tree, state.Order.Dark, ended).Take(state.Limits.Frames).DefaultIfEmpty())
        {
            new ScenePainter(frame.Canvas, state, new Moment(slide, ended)).Paint();
        }

        if (state.Stopped)
        {
            state.Findings!.Add(new Diagnostic(Severity.Error, "scene_limit", $"The scene is beyond a limit: {state.Failure}, at {state.Detail}."));
        }
    }

    private static void Moves(SceneOrder order, SceneTree tree, ImageSettings settings, List<Diagnostic> findings)
    {
        var slides = Countdowns.Slides(tree, order.Dark, Countdowns.Ended(tree, order)).Length;
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
