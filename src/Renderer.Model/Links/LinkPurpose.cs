namespace Renderer.Model;

/// <summary>What a link in a mail does; its token opens for nothing else.</summary>
public enum LinkPurpose
{
    /// <summary><c>/i/</c>: an open-time image.</summary>
    Image,

    /// <summary><c>/c/</c>: a click.</summary>
    Click,

    /// <summary><c>/o/</c>: the open pixel.</summary>
    Pixel,

    /// <summary><c>/w/</c>: the web version.</summary>
    Web,

    /// <summary><c>/a/</c>: data of an AMP list or form.</summary>
    Amp,

    /// <summary><c>/u/</c>: consent.</summary>
    Consent,

    /// <summary>Names a recipient and nothing else: what an ESP stores and merges as <c>r</c>.</summary>
    Recipient,
}
