namespace Renderer.Images.Scenes;

/// <summary>Images embedded as <c>data:</c> addresses.</summary>
internal static class DataAddress
{
    /// <summary>Null: not base64, or no kind of image that is drawn.</summary>
    public static byte[]? Bytes(string address)
    {
        var comma = address.IndexOf(',', StringComparison.Ordinal);
        if (comma < 0 || !address.AsSpan(0, comma).EndsWith(";base64", StringComparison.OrdinalIgnoreCase)
            || address.AsSpan(5, comma - 5 - 7) is not ("image/png" or "image/jpeg" or "image/jpg" or "image/gif" or "image/webp"))
        {
            return null;
        }

        var text = address.AsSpan(comma + 1);
        var bytes = new byte[(text.Length / 4 * 3) + 3];
        return Convert.TryFromBase64Chars(text, bytes, out var written) ? bytes[..written] : null;
    }
}
