namespace Renderer.Model;

/// <summary>What bytes a picture has: what every mail client shows.</summary>
public enum PictureFormat
{
    /// <summary>Lossless, with transparency.</summary>
    Png,

    /// <summary>Small for photographs, opaque.</summary>
    Jpeg,

    /// <summary>Moves: a countdown or slides.</summary>
    Gif,
}
