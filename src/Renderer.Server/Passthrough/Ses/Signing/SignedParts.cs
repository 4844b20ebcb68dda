namespace Renderer.Server.Passthrough.Ses.Signing;

/// <summary>What of a request a signature covers.</summary>
internal sealed record SignedParts
{
    public required string Method { get; init; }

    /// <summary>As it stands on the wire: escaped, without the query.</summary>
    public required string Path { get; init; }

    /// <summary>As it stands on the wire, without its question mark.</summary>
    public string Query { get; init; } = string.Empty;

    /// <summary>The covered headers: lower-case names in ordinal order, each with its values in the order of the wire.</summary>
    public required IReadOnlyList<KeyValuePair<string, IReadOnlyList<string>>> Headers { get; init; }

    /// <summary>SHA-256 of the body, in lower-case hex.</summary>
    public required string BodyHash { get; init; }

    public string HeaderNames => string.Join(';', Headers.Select(header => header.Key));
}
