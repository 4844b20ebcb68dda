using System.Globalization;
using System.Text.Json;

namespace Renderer.Profiles.Tokens;

/// <summary>The members of a token endpoint's reply that matter to us (RFC 6749 sections 5.1 and 5.2, and what vendors add).</summary>
internal sealed record TokenReply
{
    private const int LongestWord = 2000;

    public string? AccessToken { get; private init; }

    public string? TokenType { get; private init; }

    public double? ExpiresIn { get; private init; }

    public string? RefreshToken { get; private init; }

    public string? Scope { get; private init; }

    public string? InstanceUrl { get; private init; }

    public string? ApiDomain { get; private init; }

    /// <summary>OAuth's code for what is wrong, or the vendor's own word for it.</summary>
    public string? Error { get; private init; }

    /// <summary>Reads a reply; null when it is not a JSON object.</summary>
    public static TokenReply? Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 16 });
            var root = document.RootElement;
            return root.ValueKind != JsonValueKind.Object ? null : new TokenReply
            {
                AccessToken = Text(root, "access_token"),
                TokenType = Text(root, "token_type"),
                ExpiresIn = Seconds(root),
                RefreshToken = Text(root, "refresh_token"),
                Scope = Word(root, "scope"),
                InstanceUrl = Word(root, "instance_url"),
                ApiDomain = Word(root, "api_domain"),
                Error = OAuthErrors.Known(Text(root, "error")) ?? OAuthErrors.Known(Text(root, "status")),
            };
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;

    private static string? Word(JsonElement root, string name) => Text(root, name) is { Length: <= LongestWord } text ? text : null;

    // Some servers send the seconds as text.
    private static double? Seconds(JsonElement root) =>
        root.TryGetProperty("expires_in", out var member)
        && member.ValueKind is JsonValueKind.Number or JsonValueKind.String
        && double.TryParse(member.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) ? seconds : null;
}
