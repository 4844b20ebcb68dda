namespace Renderer.Templates.Escaping;

/// <summary>Where an output stands.</summary>
/// <param name="Kind">What its value is read as.</param>
/// <param name="Around">What is around it.</param>
internal readonly record struct OutputPlace(PlaceKind Kind, Surround Around = Surround.Content)
{
    /// <summary>It is an address inside a style's url().</summary>
    public bool IsInCss { get; init; }

    /// <summary>Hyphens of the value could close a comment around it: in a conditional comment, or before a literal '>'.</summary>
    public bool IsGuarded { get; init; }

    /// <summary>It is a whole host, and a '/' follows: without it, the path would be read as one.</summary>
    public bool IsAlone { get; init; }

    /// <summary>It stands in a template of amp-mustache, which reads braces.</summary>
    public bool IsInMustache { get; init; }

    /// <summary>It is a part or the whole of an address.</summary>
    public bool IsUrl => Kind is >= PlaceKind.Url and <= PlaceKind.UrlOpaque;

    public override string ToString() =>
        $"{Kind}{(Around == Surround.Content ? "" : $" {Around}")}{(IsInCss ? " css" : "")}{(IsGuarded ? " guarded" : "")}";
}

/// <summary>What reads the characters before they are a value.</summary>
internal enum Surround
{
    /// <summary>Text between tags: references are resolved.</summary>
    Content,

    /// <summary>An attribute in quotes of either kind: references are resolved.</summary>
    Quoted,

    /// <summary>An attribute without quotes, which white space would end: references are resolved.</summary>
    Unquoted,

    /// <summary>The text of style or script: no references.</summary>
    Raw,
}
