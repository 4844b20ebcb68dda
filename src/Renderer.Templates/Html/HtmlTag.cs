using System.Buffers;
using System.Net;

namespace Renderer.Templates.Html;

/// <summary>A start or end tag.</summary>
/// <param name="tag">From '&lt;' to '&gt;'.</param>
internal readonly ref struct HtmlTag(ReadOnlySpan<char> tag)
{
    private static readonly SearchValues<char> NameEnds = SearchValues.Create(" \t\r\n\f/>=");
    private readonly ReadOnlySpan<char> tag = tag;

    public bool IsEnd => tag[1] == '/';

    /// <summary>In lower case.</summary>
    public string Name
    {
        get
        {
            var rest = tag[(IsEnd ? 2 : 1)..];
            return rest[..End(rest)].ToString().ToLowerInvariant();
        }
    }

    /// <summary>An attribute's value, references resolved; "" for one without a value, null when it is absent.</summary>
    public string? Attribute(string name)
    {
        var rest = tag[1..^1];
        rest = rest[End(rest)..];
        while (true)
        {
            rest = rest.TrimStart(" \t\r\n\f/");
            if (rest.IsEmpty)
            {
                return null;
            }

            var end = Math.Max(1, End(rest));
            var isIt = rest[..end].Equals(name, StringComparison.OrdinalIgnoreCase);
            rest = rest[end..].TrimStart();
            var value = ReadOnlySpan<char>.Empty;
            if (rest is ['=', ..])
            {
                rest = rest[1..].TrimStart();
                value = Value(ref rest);
            }

            if (isIt)
            {
                return WebUtility.HtmlDecode(value.ToString());
            }
        }
    }

    private static ReadOnlySpan<char> Value(scoped ref ReadOnlySpan<char> rest)
    {
        var isQuoted = rest is ['"' or '\'', ..];
        var from = isQuoted ? 1 : 0;
        var length = isQuoted ? rest[1..].IndexOf(rest[0]) : rest.IndexOfAny(" \t\r\n\f");
        length = length < 0 ? rest.Length - from : length;
        var value = rest.Slice(from, length);
        rest = rest[Math.Min(rest.Length, from + length + from)..];
        return value;
    }

    private static int End(ReadOnlySpan<char> rest) => rest.IndexOfAny(NameEnds) is var end and >= 0 ? end : rest.Length;
}
