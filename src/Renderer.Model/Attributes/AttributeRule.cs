namespace Renderer.Model;

/// <summary>Which rule a bad value breaks: a closed set, also the word in answers and metrics.</summary>
public enum AttributeRule
{
    /// <summary>It is absent, and must not be.</summary>
    Required,

    /// <summary>It is not of its type.</summary>
    Type,

    /// <summary>A number too small or too large.</summary>
    Range,

    /// <summary>A text that does not match.</summary>
    Pattern,

    /// <summary>Not one of the values that it may have.</summary>
    Values,

    /// <summary>No e-mail address.</summary>
    Email,

    /// <summary>No address of the web.</summary>
    Url,

    /// <summary>A date too early or too late.</summary>
    Window,
}

/// <summary>A value that broke its rule when it was fetched, and became its default.</summary>
/// <param name="Attribute">Our name.</param>
/// <param name="Rule">The rule.</param>
/// <param name="Given">What the CRM gave, cut short; personal data, so never logged.</param>
public readonly record struct BadValue(string Attribute, AttributeRule Rule, string Given)
{
    /// <summary>Says nothing of the value.</summary>
    public override string ToString() => $"{Attribute}: {Rule.Label()}";
}
