namespace Renderer.Server.Passthrough.Ses.Signing;

/// <summary>What a caller's <c>Authorization</c> header says, read and not yet believed.</summary>
internal sealed record PresentedSignature(string AccessKeyId, SigningScope Scope, IReadOnlyList<string> HeaderNames, string Value)
{
    /// <summary>AWS signs a dozen; more is somebody's attempt to make us work.</summary>
    private const int MostHeaders = 64;

    private const int Hex = 64;

    /// <summary>Null when it is not one: without <c>host</c> under it, it would hold for another server too.</summary>
    public static PresentedSignature? Read(string header)
    {
        if (!header.StartsWith(Signature.Algorithm + " ", StringComparison.Ordinal))
        {
            return null;
        }

        string? credential = null, names = null, signature = null;
        foreach (var part in header[Signature.Algorithm.Length..].Split(',', 8, StringSplitOptions.TrimEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            var value = part[(equals + 1)..];
            _ = part[..Math.Max(0, equals)] switch
            {
                "Credential" => credential = value,
                "SignedHeaders" => names = value,
                "Signature" => signature = value,
                _ => null,
            };
        }

        return credential?.Split('/') is [var id, var day, var region, var service, SigningScope.End]
            && names?.Split(';') is { Length: <= MostHeaders } covered && covered.Contains("host")
            && covered.Zip(covered.Skip(1)).All(pair => string.CompareOrdinal(pair.First, pair.Second) < 0)
            && signature is { Length: Hex }
            ? new PresentedSignature(id, new SigningScope(day, region, service), covered, signature)
            : null;
    }
}
