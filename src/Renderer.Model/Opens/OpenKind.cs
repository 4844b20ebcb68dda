namespace Renderer.Model;

/// <summary>What was asked for of a mail that was delivered, and what its ESP tells of it: a closed set, also the word in answers and metrics.</summary>
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

    /// <summary>The ESP: it was delivered.</summary>
    Delivered,

    /// <summary>The ESP: it was opened, by the ESP's own pixel.</summary>
    EspOpen,

    /// <summary>The ESP: a link was clicked, through the ESP's own redirect.</summary>
    EspClick,

    /// <summary>The ESP: it was refused where it went to.</summary>
    Bounced,

    /// <summary>The ESP: it was not sent at all.</summary>
    Rejected,

    /// <summary>The ESP: it was called spam by whom it went to.</summary>
    Complained,

    /// <summary>The ESP: whom it went to wants no more of them.</summary>
    Unsubscribed,
}
