namespace Renderer.Model;

/// <summary>What was asked for of a mail that was delivered: a closed set, also the word in answers and metrics.</summary>
public enum OpenKind
{
    /// <summary><c>/o/</c>: the open pixel.</summary>
    Pixel,

    /// <summary><c>/i/</c>: an open-time image.</summary>
    Image,

    /// <summary><c>/c/</c>: a click.</summary>
    Click,

    /// <summary><c>/w/</c>: the web version.</summary>
    Web,

    /// <summary><c>GET /a/</c>: the data of an AMP list.</summary>
    AmpView,

    /// <summary><c>POST /a/</c>: what somebody did in an AMP mail.</summary>
    AmpAction,
}
