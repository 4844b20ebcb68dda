namespace Renderer.Templates.Escaping;

/// <summary>What of HTML is being written; WHATWG's tokenization states, as far as they differ for a value.</summary>
internal enum HtmlPhase
{
    Content,

    /// <summary>Text of style, script, title and the like, up to their end tag.</summary>
    RawText,

    /// <summary>After '&lt;'.</summary>
    TagOpen,

    /// <summary>After '&lt;/'.</summary>
    EndTagOpen,
    TagName,
    BeforeAttribute,
    AttributeName,

    /// <summary>After an attribute's name, and where branches end at different places of a tag.</summary>
    AfterName,
    BeforeValue,
    Value,

    /// <summary>After '&lt;!'.</summary>
    MarkupOpen,

    /// <summary>After '&lt;!-'.</summary>
    MarkupDash,

    /// <summary>Up to '>': a doctype, &lt;![if …]>, &lt;?xml.</summary>
    Declaration,

    /// <summary>Up to '-->'.</summary>
    Comment,

    /// <summary>In the condition of a conditional comment, up to ']>'.</summary>
    Condition,
}

/// <summary>What the text of a raw-text element is.</summary>
internal enum RawKind
{
    /// <summary>A title's or a textarea's.</summary>
    Text,
    Css,
    Json,
    Script,
}
