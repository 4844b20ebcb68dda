using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Renderer.Model;

namespace Renderer.Profiles.Connections;

/// <summary>What a walk through a person's consent carries along, sealed: first in the link, then in OAuth's state.</summary>
internal sealed record ConsentTicket
{
    /// <summary>The longest text that can be one of ours.</summary>
    private const int Longest = 2000;

    /// <summary>A random name: of a link, so that it is good once; of a state, the PKCE verifier (RFC 7636: 43 characters).</summary>
    public required string Id { get; init; }

    public required long UntilMs { get; init; }

    /// <summary>Who made the link.</summary>
    public required string Who { get; init; }

    /// <summary>The hash of the browser's cookie; null in a link.</summary>
    public string? Cookie { get; init; }

    /// <summary>The PKCE challenge of this ticket's name (S256).</summary>
    [JsonIgnore]
    public string Challenge => Hash(Id);

    /// <summary>256 random bits.</summary>
    public static string Random() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public static string Hash(string text) => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(text)));

    /// <summary>Whether a browser's cookie is the one that the walk began with.</summary>
    public bool IsOf(string? cookie) =>
        cookie is { Length: < 100 } && Cookie is not null
        && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Hash(cookie)), Encoding.ASCII.GetBytes(Cookie));

    public string Seal(ISealing sealing, string purpose) =>
        Base64Url.EncodeToString(sealing.Seal(purpose, JsonSerializer.SerializeToUtf8Bytes(this, ConsentTicketJson.Default.ConsentTicket)));

    /// <summary>Opens a text; null when it is not ours, is for something else, or has ended.</summary>
    public static ConsentTicket? Open(ISealing sealing, string purpose, string? text, DateTimeOffset now)
    {
        if (text is not { Length: > 0 and <= Longest } || !Base64Url.IsValid(text)
            || sealing.Open(purpose, Base64Url.DecodeFromChars(text)) is not { } plain)
        {
            return null;
        }

        var ticket = JsonSerializer.Deserialize(plain, ConsentTicketJson.Default.ConsentTicket);
        return ticket?.UntilMs > now.ToUnixTimeMilliseconds() ? ticket : null;
    }

    public override string ToString() => "***";
}

/// <summary>How it is written.</summary>
[JsonSerializable(typeof(ConsentTicket))]
internal sealed partial class ConsentTicketJson : JsonSerializerContext;
