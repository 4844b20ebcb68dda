using System.Text;

namespace Renderer.Server.Passthrough;

/// <summary>Keys in the headers where ESPs have theirs.</summary>
internal static class EspKeys
{
    /// <summary>What follows <c>Bearer</c>; null where there is none.</summary>
    public static string? Bearer(IHeaderDictionary headers) => After(headers, "Bearer ");

    /// <summary>The whole of <c>Authorization</c>, which some ESPs want without a word before it.</summary>
    public static string? Bare(IHeaderDictionary headers) =>
        headers.Authorization is [{ Length: > 0 } value] && !value.Trim().Contains(' ', StringComparison.Ordinal) ? value.Trim() : null;

    /// <summary>The password of <c>Basic</c>, or the user name where the password is empty.</summary>
    public static string? BasicPassword(IHeaderDictionary headers)
    {
        Span<byte> bytes = stackalloc byte[512];
        if (After(headers, "Basic ") is not { } pair || !Convert.TryFromBase64String(pair, bytes, out var length))
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(bytes[..length]);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? null : text.Length > colon + 1 ? text[(colon + 1)..] : text[..colon];
    }

    /// <summary>A header of the ESP's own.</summary>
    public static string? Own(IHeaderDictionary headers, string name) => headers[name] is [{ Length: > 0 } value] ? value : null;

    private static string? After(IHeaderDictionary headers, string scheme) =>
        headers.Authorization is [{ } value] && value.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) ? value[scheme.Length..].Trim() : null;
}
