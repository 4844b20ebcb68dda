using System.Collections.Concurrent;
using Renderer.Templates.Amp;

namespace Renderer.Templates.Escaping;

/// <summary>The escaper of each place; one owner for all.</summary>
internal static class Escapers
{
    private static readonly ConcurrentDictionary<(OutputPlace Place, Esp? Esp), Escaper> Made = new();

    /// <summary>The escaper of a place.</summary>
    /// <param name="place">Where the output stands.</param>
    /// <param name="esp">Who processes the mail after us; null when nobody is named.</param>
    public static Escaper For(OutputPlace place, Esp? esp) => Made.GetOrAdd((place, esp), static key => Make(key.Place, key.Esp));

    private static Escaper Make(OutputPlace place, Esp? esp)
    {
        if (place.IsInMustache)
        {
            // Addresses have their braces encoded. Markup of a value would bring references and braces of its own: there its text is written.
            return new MustacheEscaper(Make(place with { IsInMustache = false, Kind = place.Kind == PlaceKind.RichText ? PlaceKind.Content : place.Kind }, esp), place.IsUrl);
        }

        // What was encoded for an address or a style holds no opener any more.
        var inner = Inner(place, esp);
        return place.Kind switch
        {
            PlaceKind.Text or PlaceKind.Header => new TextEscaper(place.Kind == PlaceKind.Header, esp),
            PlaceKind.RichText => new RichTextEscaper(place.IsGuarded, esp),
            PlaceKind.Comment => new CommentEscaper(esp),
            PlaceKind.JsonString => new JsonStringEscaper(esp),
            PlaceKind.JsonValue => new JsonValueEscaper(esp),
            _ when inner is null => new MarkupEscaper(place.Around, place.IsGuarded, esp),
            _ when place.Around == Surround.Raw => inner,
            _ => new LayeredEscaper(inner, new MarkupEscaper(place.Around, place.IsGuarded, esp: null)),
        };
    }

    private static Escaper? Inner(OutputPlace place, Esp? esp) => place.Kind switch
    {
        PlaceKind.Url or PlaceKind.UrlBefore or PlaceKind.UrlList => new UrlEscaper(place.Kind, place.IsInCss, esp),
        PlaceKind.UrlHost when place.IsAlone => new HostEscaper(Host(esp)),
        PlaceKind.UrlHost => Host(esp),
        PlaceKind.UrlPath => new PercentEscaper("/", keepsEncoded: true, esp),
        PlaceKind.UrlQuery => new PercentEscaper("", keepsEncoded: false, esp),
        PlaceKind.UrlEncoded => new PercentEscaper("+", keepsEncoded: true, esp),
        PlaceKind.UrlOpaque => new PercentEscaper("@+,", keepsEncoded: false, esp),
        PlaceKind.CssValue or PlaceKind.CssName or PlaceKind.CssString => new CssEscaper(place.Kind, esp),
        _ => null,
    };

    private static PercentEscaper Host(Esp? esp) => new(":", keepsEncoded: false, esp);
}
