using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace Renderer.Profiles.Tokens;

/// <summary>Makes signed assertions (RFC 7523 section 3).</summary>
internal static class Assertion
{
    /// <summary>Salesforce takes no longer ones.</summary>
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(3);

    /// <summary>A JWT that is good for three minutes, and is never the same twice.</summary>
    /// <param name="key">Signs it.</param>
    /// <param name="issuer">Who asserts.</param>
    /// <param name="subject">Whom it speaks of.</param>
    /// <param name="audience">Whom it is for.</param>
    /// <param name="now">The present.</param>
    public static string Make(SigningKey key, string issuer, string subject, string audience, DateTimeOffset now)
    {
        var header = Part(json =>
        {
            json.WriteString("alg"u8, key.Algorithm);
            json.WriteString("typ"u8, "JWT"u8);
            Optional(json, "kid", key.KeyId);
            Optional(json, "x5t", key.Thumbprint);
            Optional(json, "x5t#S256", key.Thumbprint256);
        });
        var claims = Part(json =>
        {
            json.WriteString("iss"u8, issuer);
            json.WriteString("sub"u8, subject);
            json.WriteString("aud"u8, audience);
            json.WriteNumber("iat"u8, now.ToUnixTimeSeconds());
            json.WriteNumber("exp"u8, (now + Life).ToUnixTimeSeconds());
            json.WriteString("jti"u8, Guid.NewGuid());
        });
        var text = $"{header}.{claims}";
        return $"{text}.{Base64Url.EncodeToString(key.Sign(Encoding.ASCII.GetBytes(text)))}";
    }

    private static void Optional(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private static string Part(Action<Utf8JsonWriter> write)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return Base64Url.EncodeToString(bytes.ToArray());
    }
}
