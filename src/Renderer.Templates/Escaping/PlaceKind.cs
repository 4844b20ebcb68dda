namespace Renderer.Templates.Escaping;

/// <summary>What a value is read as where it stands; each has one escaper.</summary>
internal enum PlaceKind
{
    /// <summary>Plain text: nothing is escaped.</summary>
    Text,

    /// <summary>A subject or preheader: one line, no control characters.</summary>
    Header,

    /// <summary>Text between tags, a title's and a textarea's included.</summary>
    Content,

    /// <summary>Text between tags whose markup is kept, sanitised.</summary>
    RichText,

    /// <summary>An attribute that is no address, no style and no script.</summary>
    Attribute,

    /// <summary>An address from its start, its scheme included.</summary>
    Url,

    /// <summary>The same before a literal ':': the value must bring an allowed scheme, or be one.</summary>
    UrlBefore,

    /// <summary>Addresses with what stands between them, as in srcset.</summary>
    UrlList,

    /// <summary>An address's host.</summary>
    UrlHost,

    /// <summary>An address's path.</summary>
    UrlPath,

    /// <summary>A value of an address's query or fragment.</summary>
    UrlQuery,

    /// <summary>A part of an address that the template has encoded itself.</summary>
    UrlEncoded,

    /// <summary>What follows mailto:, tel: and the like.</summary>
    UrlOpaque,

    /// <summary>A value of a style's declaration, or a part of one.</summary>
    CssValue,

    /// <summary>Anywhere else in a style: a part of a name.</summary>
    CssName,

    /// <summary>A quoted text of a style.</summary>
    CssString,

    /// <summary>A comment.</summary>
    Comment,

    /// <summary>A quoted text of JSON.</summary>
    JsonString,

    /// <summary>A value of JSON, quotes included.</summary>
    JsonValue,
}
