namespace Renderer.Templates.Amp;

/// <summary>What the value of an attribute may be.</summary>
internal enum AmpValue
{
    Any,

    /// <summary>One of some words, or nothing.</summary>
    OneOf,

    /// <summary>None of some words, and not nothing.</summary>
    NoneOf,

    /// <summary>http, https, mailto, tel.</summary>
    Link,

    /// <summary>https, or a whole variable of amp-mustache.</summary>
    Image,

    /// <summary>https alone.</summary>
    Xhr,

    /// <summary>A number, or nothing.</summary>
    Number,
    Whole,
    Instant,
    Class,
    Id,
}

/// <summary>An attribute that a tag may have.</summary>
/// <param name="Name">In lower case.</param>
/// <param name="Value">What its value may be.</param>
/// <param name="Words">The words of <see cref="AmpValue.OneOf"/> and <see cref="AmpValue.NoneOf"/>.</param>
/// <param name="IsMandatory">The tag must have it.</param>
internal sealed record AmpAttribute(string Name, AmpValue Value, IReadOnlyList<string> Words, bool IsMandatory);

/// <summary>A tag's rule: one line of <c>Rules/tags.txt</c>.</summary>
internal sealed record AmpTag
{
    /// <summary>In lower case.</summary>
    public required string Name { get; init; }

    public required IReadOnlyDictionary<string, AmpAttribute> Attributes { get; init; }

    /// <summary>Those that must be there.</summary>
    public required IReadOnlyList<AmpAttribute> Mandatory { get; init; }

    /// <summary>The extension that it is part of.</summary>
    public string? Needs { get; init; }

    /// <summary>The tag that it must stand in, directly.</summary>
    public string? In { get; init; }

    /// <summary>The tag that it must stand in, at any depth.</summary>
    public string? Within { get; init; }

    /// <summary>The tags that it must not stand in.</summary>
    public IReadOnlyList<string> Without { get; init; } = [];

    /// <summary>The layouts that it can have; none for a tag that AMP does not lay out.</summary>
    public IReadOnlyList<string> Layouts { get; init; } = [];

    /// <summary>What its first child may be; all where none is named.</summary>
    public IReadOnlyList<string> First { get; init; } = [];

    /// <summary>What its children may be; all where none is named.</summary>
    public IReadOnlyList<string> Children { get; init; } = [];

    /// <summary>How many children it has; 0 for any number.</summary>
    public int Count { get; init; }

    /// <summary>The attribute that makes it this rule's, and its value; null for any.</summary>
    public (string Name, string? Value)? When { get; init; }
}
