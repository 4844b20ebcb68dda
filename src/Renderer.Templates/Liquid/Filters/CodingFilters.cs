using System.Net;
using System.Text;
using Renderer.Templates.Liquid.Running;

namespace Renderer.Templates.Liquid.Filters;

/// <summary>Text for addresses, and Base64.</summary>
internal static class CodingFilters
{
    public static readonly Filter[] All =
    [
        new("url_encode", 0, 0, (_, v) => WebUtility.UrlEncode(Values.Text(v)).Replace("!", "%21", StringComparison.Ordinal).Replace("(", "%28", StringComparison.Ordinal).Replace(")", "%29", StringComparison.Ordinal)),
        new("url_decode", 0, 0, (_, v) => WebUtility.UrlDecode(Values.Text(v))),
        new("base64_encode", 0, 0, (_, v) => Convert.ToBase64String(Encoding.UTF8.GetBytes(Values.Text(v)))),
        new("base64_decode", 0, 0, (call, v) => Decode(call, Values.Text(v))),
        new("base64_url_safe_encode", 0, 0, (_, v) => Convert.ToBase64String(Encoding.UTF8.GetBytes(Values.Text(v))).Replace('+', '-').Replace('/', '_')),
        new("base64_url_safe_decode", 0, 0, (call, v) => Decode(call, Values.Text(v).Replace('-', '+').Replace('_', '/'))),
    ];

    private static string Decode(Call call, string text)
    {
        var bytes = new byte[((text.Length / 4) + 1) * 3];
        var padded = text.PadRight((text.Length + 3) / 4 * 4, '=');
        return Convert.TryFromBase64String(padded, bytes, out var count)
            ? Encoding.UTF8.GetString(bytes, 0, count)
            : throw new LiquidError(call.At, "invalid base64 provided to base64_decode");
    }
}
