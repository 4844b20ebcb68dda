using Renderer.Model;

namespace Renderer.Messages.Opens;

/// <summary>The last rung of a slot: what is shown at once when nothing else may be tried. It says nothing of anybody.</summary>
/// <param name="Version">The version that it was made for; empty for files of a template that has no good one.</param>
/// <param name="Bytes">Encoded.</param>
/// <param name="Format">As what.</param>
/// <param name="Width">In pixels; 0 for a file, which nobody looked into.</param>
/// <param name="Height">In pixels; 0 likewise.</param>
internal sealed record StaticPicture(string Version, ReadOnlyMemory<byte> Bytes, PictureFormat Format, int Width = 0, int Height = 0)
{
    /// <summary>One transparent pixel, of which mail clients make the size that the mail says: where nobody knows the slot.</summary>
    public static readonly StaticPicture Pixel = new(
        "",
        Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAAC0lEQVR42mNgAAIAAAUAAen63NgAAAAASUVORK5CYII="),
        PictureFormat.Png,
        1,
        1);

    /// <summary>For dark surroundings; null: the same.</summary>
    public StaticPicture? Dark { get; init; }

    /// <summary>Where clicking on it leads; null for nowhere.</summary>
    public Destination? Link { get; init; }
}
