using Renderer.Messages.Decisions;
using Renderer.Model;

namespace Renderer.Messages.Opens;

/// <summary>The picture that a link shows now; there always is one.</summary>
/// <param name="Bytes">Encoded.</param>
/// <param name="Format">As what.</param>
/// <param name="Width">In pixels; 0 where nobody looked.</param>
/// <param name="Height">In pixels; 0 likewise.</param>
/// <param name="Outcome">The rung that it stands on; static for a fallback.</param>
/// <param name="Reason">Why it is not live.</param>
/// <param name="Template">The template; empty where it is no more.</param>
/// <param name="Version">The version shown; empty where none was.</param>
/// <param name="Slot">The slot; empty where nobody knows it any more.</param>
/// <param name="Choice">Which variant, where one was decided.</param>
public sealed record OpenedPicture(
    ReadOnlyMemory<byte> Bytes,
    PictureFormat Format,
    int Width,
    int Height,
    Outcome Outcome,
    Reason Reason,
    string Template,
    string Version,
    string Slot,
    SlotChoice? Choice)
{
    /// <summary>It shows nothing of the person, for good: erased, or past the link's end.</summary>
    public bool IsNeutral => Reason is Reason.Erased or Reason.LinkEnded;

    /// <summary>Says nothing of what it shows.</summary>
    public override string ToString() => $"picture of {Slot}, {Bytes.Length} bytes";
}

/// <summary>Where a click leads.</summary>
/// <param name="To">The destination; null where nobody can tell any more: a page that says so.</param>
/// <param name="Outcome">The rung that it stands on.</param>
/// <param name="Reason">Why it is not live.</param>
/// <param name="Template">The template; empty where it is no more.</param>
/// <param name="Version">The version asked; empty where none was.</param>
/// <param name="Slot">The slot; empty for a link of the text.</param>
/// <param name="Choice">Which variant, where one was decided.</param>
public sealed record OpenedClick(
    Destination? To, Outcome Outcome, Reason Reason, string Template, string Version, string Slot, SlotChoice? Choice)
{
    /// <summary>Nothing of the person is in it, for good: erased, or past the link's end.</summary>
    public bool IsNeutral => Reason is Reason.Erased or Reason.LinkEnded;

    /// <summary>Says nothing of where it leads.</summary>
    public override string ToString() => $"click of {Template}";
}

/// <summary>The web version of a mail.</summary>
/// <param name="Html">The page, UTF-8; null: the neutral page.</param>
/// <param name="Outcome">The rung that it stands on.</param>
/// <param name="Reason">Why it is not live.</param>
/// <param name="Template">The template; empty where it is no more.</param>
/// <param name="Version">The version shown; empty where none was.</param>
public sealed record OpenedPage(ReadOnlyMemory<byte>? Html, Outcome Outcome, Reason Reason, string Template, string Version)
{
    /// <summary>Says nothing of what it shows.</summary>
    public override string ToString() => $"web version of {Template}";
}
