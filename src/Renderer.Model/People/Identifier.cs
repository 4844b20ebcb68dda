namespace Renderer.Model;

/// <summary>One way to name a person: the CRM's id, an e-mail address, or a lookup that the workspace declares.</summary>
public readonly record struct Identifier
{
    /// <summary>The most bytes (UTF-8) that a value may have.</summary>
    public const int MaxBytes = 128;

    /// <summary>The kind of the CRM's own id.</summary>
    public const string IdKind = "id";

    /// <summary>The kind of an e-mail address.</summary>
    public const string EmailKind = "email";

    /// <summary>Names a person.</summary>
    /// <param name="kind">"id", "email", or the name of a lookup.</param>
    /// <param name="value">The value as given; an e-mail address is compared without case and outer space.</param>
    public Identifier(string kind, string value)
    {
        Kind = kind;
        Value = kind == EmailKind ? value.Trim().ToLowerInvariant() : value;
    }

    /// <summary>"id", "email", or the name of a lookup.</summary>
    public string Kind { get; }

    /// <summary>The value; personal data, so never logged.</summary>
    public string Value { get; }

    /// <summary>A CRM id.</summary>
    public static Identifier Id(string value) => new(IdKind, value);

    /// <summary>An e-mail address.</summary>
    public static Identifier Email(string value) => new(EmailKind, value);

    /// <summary>Says the kind alone, so that no log ever carries a person.</summary>
    public override string ToString() => $"{Kind}:***";
}
