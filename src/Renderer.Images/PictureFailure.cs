namespace Renderer.Images;

/// <summary>Why there is no picture: a closed set. The caller shows its fallback.</summary>
public enum PictureFailure
{
    /// <summary>There is one.</summary>
    None,

    /// <summary>The scene is no XML, or no SVG.</summary>
    Unreadable,

    /// <summary>The scene's text, elements or nesting exceed the limits.</summary>
    SceneTooLarge,

    /// <summary>The picture would have too many pixels, or no size.</summary>
    TooManyPixels,

    /// <summary>The animation would have too many frames.</summary>
    TooManyFrames,

    /// <summary>The encoded picture is larger than allowed.</summary>
    TooManyBytes,

    /// <summary>An embedded or handed-in image cannot be read, or is too large.</summary>
    BadImage,

    /// <summary>Drawing took longer than allowed.</summary>
    TooSlow,

    /// <summary>Too many pictures are being drawn or waited for.</summary>
    Busy,

    /// <summary>A bug of ours, or a library's: logged by the caller.</summary>
    Internal,
}
