using System.Collections.Frozen;
using Renderer.Images.Keeping;
using Renderer.Images.Scenes;
using Renderer.Images.Text;
using Renderer.Model;

namespace Renderer.Images.Drawing;

/// <summary>What one drawing of a scene knows and counts. It ends the work by <see cref="Stop"/>, where an exception would be one for what a scene does.</summary>
/// <param name="order">What is drawn.</param>
/// <param name="tree">The scene.</param>
/// <param name="kept">The part that is kept, where only the rest was read.</param>
/// <param name="limits">What it may cost.</param>
/// <param name="fonts">What letters are drawn with.</param>
/// <param name="deadline">When it has taken too long.</param>
internal sealed class DrawingState(
    SceneOrder order, SceneTree tree, KeptPart? kept, ImageLimits limits, FontShelf fonts, Deadline deadline)
{
    private int drawn;
    private int letters;
    private long pixels;

    public SceneOrder Order => order;

    public SceneTree Tree => tree;

    public ImageLimits Limits => limits;

    public FontShelf Fonts => fonts;

    /// <summary>What is said of what is not drawn; null when nobody asks.</summary>
    public List<Diagnostic>? Findings { get; init; }

    /// <summary>Why drawing stopped.</summary>
    public PictureFailure Failure { get; private set; }

    /// <summary>Where drawing stopped.</summary>
    public string? Detail { get; private set; }

    /// <summary>Images that were asked of the caller: what is kept holds only while they are the same.</summary>
    public List<(string Address, ReadOnlyMemory<byte> Bytes)> Asked { get; } = [];

    /// <summary>Whether an id or an image was looked for and not found: it may be there the next time.</summary>
    public bool Lacks { get; private set; }

    /// <summary>Ids of elements that are open where what is kept ends: some of their children stand before it, some behind.</summary>
    public IReadOnlySet<string> OpenIds { get; set; } = kept?.OpenIds ?? FrozenSet<string>.Empty;

    /// <summary>Whether one of these was looked for: only the whole scene knows all its children.</summary>
    public bool NeedsWhole { get; private set; }

    public bool Stopped => Failure != PictureFailure.None || (NeedsWhole && kept is not null);

    public void Stop(PictureFailure failure, SceneElement? at = null)
    {
        if (!Stopped)
        {
            (Failure, Detail) = (failure, at is null ? null : $"{at.Name} at line {at.Line}, column {at.Column}");
        }
    }

    /// <summary>Counts an element; false where there is no more time or allowance.</summary>
    public bool Begin(SceneElement element)
    {
        Lacks |= element.Start >= KeptUntil;
        if (++drawn > limits.Elements)
        {
            Stop(PictureFailure.SceneTooLarge, element);
        }

        return InTime(element);
    }

    /// <summary>False where there is no more time, or drawing was stopped for another reason.</summary>
    public bool InTime(SceneElement? element = null)
    {
        if (deadline.IsOver)
        {
            Stop(PictureFailure.TooSlow, element);
        }

        return !Stopped;
    }

    public bool TakeLetters(int count, SceneElement at)
    {
        letters += count;
        if (letters > limits.TextCharacters)
        {
            Stop(PictureFailure.SceneTooLarge, at);
        }

        return !Stopped;
    }

    /// <summary>Counts pixels that are held beside the picture's own.</summary>
    public bool TakePixels(long count, SceneElement at, PictureFailure failure = PictureFailure.BadImage)
    {
        pixels += count;
        if (count > limits.ImagePixels || pixels > limits.AllImagePixels)
        {
            Stop(failure, at);
        }

        return !Stopped;
    }

    /// <summary>Where what is to be kept ends, while it is drawn: who uses anything behind it cannot be kept.</summary>
    public int KeptUntil { get; set; } = int.MaxValue;

    public void Lack() => Lacks = true;

    /// <summary>Another picture of the scene is drawn: it has the same allowance, and what is left of the time.</summary>
    public void BeginPicture() => (drawn, letters, pixels) = (0, 0, 0);

    public SceneElement? Find(string id, SceneElement asker)
    {
        NeedsWhole |= OpenIds.Contains(id);
        var found = kept?.Find(id) ?? tree.Named.GetValueOrDefault(id);
        if (found is null)
        {
            Say(asker, "scene_reference", $"There is no element with the id '{id}'.");
        }

        Lacks |= found is null || found.Start >= KeptUntil;
        return found;
    }

    public void Say(SceneElement at, string code, string message, Severity severity = Severity.Warning) =>
        Findings?.Add(new Diagnostic(severity, code, message, Line: at.Line, Column: at.Column));
}
