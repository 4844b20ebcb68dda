namespace Renderer.Model;

/// <summary>A file of people in the place of a CRM: for pilots, tests and migrations.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Format">How it is written.</param>
public sealed record FileSettings(string Path, FileFormat Format) : KindSettings
{
    /// <summary>The column or member with the id; default id.</summary>
    public string Id { get; init; } = "id";

    /// <summary>That with the e-mail address; default email.</summary>
    public string Email { get; init; } = "email";

    /// <summary>What stands between the fields of a row; default a comma.</summary>
    public char Delimiter { get; init; } = ',';

    /// <inheritdoc/>
    public override string EmailProperty => Email;

    /// <inheritdoc/>
    public override string Reading => $"{Path}\n{Format}\n{Id}\n{Email}\n{Delimiter}";
}

/// <summary>How a file of people is written.</summary>
public enum FileFormat
{
    /// <summary>Comma-separated values (RFC 4180), names in the first row.</summary>
    Csv,

    /// <summary>A JSON object a line.</summary>
    Ndjson,
}
