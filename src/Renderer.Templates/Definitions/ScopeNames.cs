using System.Collections.Frozen;

namespace Renderer.Templates.Definitions;

/// <summary>What every template finds in scope. No member of <c>data</c> hides one of these, and no template may assign one.</summary>
internal static class ScopeNames
{
    public const string Profile = "profile";
    public const string Data = "data";
    public const string Segments = "segments";
    public const string Now = "now";
    public const string Message = "message";
    public const string Locale = "locale";
    public const string Preheader = "preheader";
    public const string Open = "open";

    public static readonly FrozenSet<string> Values =
        new[] { Profile, Data, Segments, Now, Message, Locale, Preheader, Open }.ToFrozenSet(StringComparer.Ordinal);

    public const string WebLink = "web_link";
    public const string ConsentLink = "consent_link";
    public const string Pixel = "pixel";

    /// <summary>Functions without arguments: names in Liquid.</summary>
    public static readonly FrozenSet<string> Links = new[] { WebLink, ConsentLink, Pixel }.ToFrozenSet(StringComparer.Ordinal);
}
