using System.Globalization;
using System.Text.Json;

namespace Renderer.Profiles.Tokens;

/// <summary>The members of a token endpoint's reply that matter to us (RFC 6749 sections 5.1 and 5.2).</summary>
internal sealed record TokenReply(string? AccessToken, string? TokenType, double? ExpiresIn, string? Error)
{
    /// <summary>Reads a reply; null when it is not a JSON object.</summary>
    public static TokenReply? Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 16 });
            var root = document.RootElement;
            return root.ValueKind == JsonValueKind.Object
                ? new TokenReply(Text(root, "access_token"), Text(root, "token_type"), Seconds(root), Text(root, "error"))
                : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;

    // Some servers send the seconds as text.
    private static double? Seconds(JsonElement root) =>
        root.TryGetProperty("expires_in", out var member)
        && member.ValueKind is JsonValueKind.Number or JsonValueKind.String
        && double.TryParse(member.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) ? seconds : null;
}
