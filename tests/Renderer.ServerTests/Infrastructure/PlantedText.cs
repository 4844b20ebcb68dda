using System.Text;

namespace Renderer.ServerTests.Infrastructure;

/// <summary>A text that was planted somewhere, and every form in which it might lie around.</summary>
internal sealed class PlantedText(string text)
{
    private readonly List<(string Form, byte[] Bytes)> forms = [.. Forms(text)];

    /// <summary>The forms in which it stands in these bytes; letters count as equal in both cases.</summary>
    public IEnumerable<string> In(ReadOnlyMemory<byte> bytes)
    {
        var lower = Lower(bytes.Span);
        return forms.Where(form => lower.AsSpan().IndexOf(form.Bytes) >= 0 || bytes.Span.IndexOf(form.Bytes) >= 0).Select(form => form.Form);
    }

    public override string ToString() => text;

    private static IEnumerable<(string Form, byte[] Bytes)> Forms(string text)
    {
        foreach (var (cased, bytes) in new[] { text, text.ToLowerInvariant() }.Distinct().Select(each => (each, Encoding.UTF8.GetBytes(each))))
        {
            yield return ("plain", Lower(bytes));
            yield return ("UTF-16", Lower(Encoding.Unicode.GetBytes(cased)));
            yield return ("percent-encoded", Lower(Encoding.UTF8.GetBytes(Uri.EscapeDataString(cased))));
            yield return ("percent-encoded whole", Lower(Encoding.ASCII.GetBytes(string.Concat(bytes.Select(each => $"%{each:X2}")))));
            yield return ("form-encoded", Lower(Encoding.UTF8.GetBytes(System.Net.WebUtility.UrlEncode(cased))));
            yield return ("JSON-escaped", Lower(Encoding.UTF8.GetBytes(System.Text.Json.JsonEncodedText.Encode(cased).ToString())));
            yield return ("hex", Lower(Encoding.ASCII.GetBytes(Convert.ToHexString(bytes))));
            foreach (var (form, base64) in Base64(bytes))
            {
                yield return (form, Encoding.ASCII.GetBytes(base64));
            }
        }
    }

    // Of a longer text base64 has three views of this one, by where it begins; the letters at both ends hang on the neighbours.
    private static IEnumerable<(string Form, string Text)> Base64(byte[] bytes)
    {
        for (var before = 0; before < 3; before++)
        {
            var whole = Convert.ToBase64String([.. new byte[before], .. bytes, .. new byte[3]]);
            var (first, end) = (((before * 8) + 5) / 6, (before + bytes.Length) * 8 / 6);
            var inner = whole[first..end];
            yield return ($"base64 at {before}", inner);
            yield return ($"base64url at {before}", inner.Replace('+', '-').Replace('/', '_'));
        }
    }

    private static byte[] Lower(ReadOnlySpan<byte> bytes)
    {
        var lower = bytes.ToArray();
        for (var i = 0; i < lower.Length; i++)
        {
            lower[i] = lower[i] is >= (byte)'A' and <= (byte)'Z' ? (byte)(lower[i] | 0x20) : lower[i];
        }

        return lower;
    }
}
