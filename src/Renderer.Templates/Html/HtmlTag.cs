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
    public string? Attribute(string name) => Find(name, out var start, out var length) ? WebUtility.HtmlDecode(tag.Slice(start, length).ToString()) : null;

    /// <summary>Where the first attribute of that name has its value, quotes not counted.</summary>
    /// <param name="name">In any case.</param>
    /// <param name="start">From the tag's '&lt;'.</param>
    /// <param name="length">0 for one without a value.</param>
    public bool Find(string name, out int start, out int length)
    {
        var at = 1 + End(tag[1..^1]);
        while (Next(ref at, out var found, out start, out length))
        {
            if (found.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Reads the next attribute; false when there is none.</summary>
    /// <param name="at">Where to look, behind the tag's name at first; then behind the attribute.</param>
    /// <param name="name">As it is written.</param>
    /// <param name="start">Where its value begins, quotes not counted, from the tag's '&lt;'.</param>
    /// <param name="length">0 for one without a value.</param>
    public bool Next(ref int at, out ReadOnlySpan<char> name, out int start, out int length)
    {
        var end = tag.Length - 1;
        at += Leading(tag[at..end], " \t\r\n\f/");
        name = default;
        (start, length) = (0, 0);
        if (at >= end)
        {
            return false;
        }

        name = tag.Slice(at, Math.Max(1, End(tag[at..end])));
        at += name.Length;
        var equals = at + Leading(tag[at..end], " \t\r\n\f");
        (start, length) = (at, 0);
        if (equals < end && tag[equals] == '=')
        {
            at = equals + 1;
            at += Leading(tag[at..end], " \t\r\n\f");
            var isQuoted = at < end && (tag[at] is '"' or '\'');
            start = isQuoted ? at + 1 : at;
            length = isQuoted ? tag[start..end].IndexOf(tag[at]) : tag[start..end].IndexOfAny(" \t\r\n\f");
            length = length < 0 ? end - start : length;
            at = Math.Min(end, start + length + (isQuoted ? 1 : 0));
        }

        return true;
    }

    /// <summary>In masked source: code stands where an attribute could, so that it may write any.</summary>
    public bool HasCodeAmongAttributes
    {
        get
        {
            var quote = '\0';
            var isValue = false;
            for (var i = 1; i < tag.Length; i++)
            {
                var c = tag[i];
                if (quote != '\0')
                {
                    quote = c == quote ? '\0' : quote;
                }
                else if (c is '"' or '\'')
                {
                    (quote, isValue) = (c, false);
                }
                else if (c == CodeMask.Code && !isValue)
                {
                    return true;
                }
                else
                {
                    isValue = c == '=' || (isValue && (!char.IsWhiteSpace(c) || tag[i - 1] == '='));
                }
            }

            return false;
        }
    }

    private static int Leading(ReadOnlySpan<char> rest, string among) => rest.IndexOfAnyExcept(among) is var end and >= 0 ? end : rest.Length;

    private static int End(ReadOnlySpan<char> rest) => rest.IndexOfAny(NameEnds) is var end and >= 0 ? end : rest.Length;
}
