using Renderer.Templates.Liquid.Running;

namespace Renderer.Templates.Liquid.Filters;

/// <summary>Case, white space, length.</summary>
internal static class TextFilters
{
    public static readonly Filter[] All =
    [
        new("upcase", 0, 0, (_, v) => Values.Text(v).ToUpperInvariant()),
        new("downcase", 0, 0, (_, v) => Values.Text(v).ToLowerInvariant()),
        new("capitalize", 0, 0, (_, v) => Values.Text(v) is { Length: > 0 } t ? char.ToUpperInvariant(t[0]) + t[1..].ToLowerInvariant() : ""),
        new("strip", 0, 0, (_, v) => Kept(v, t => t.Trim())),
        new("lstrip", 0, 0, (_, v) => Kept(v, t => t.TrimStart())),
        new("rstrip", 0, 0, (_, v) => Kept(v, t => t.TrimEnd())),
        new("strip_newlines", 0, 0, (_, v) => Kept(v, t => t.Replace("\r", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal))),
        new("truncate", 0, 2, Truncate),
        new("truncatewords", 0, 2, TruncateWords),
        new("slice", 1, 2, Slice),
        new("split", 1, 1, Split),
        new("size", 0, 0, (_, v) => Lists.Size(v)),
    ];

    // Markup without the space around it is still markup.
    private static object Kept(object? value, Func<string, string> change) =>
        value is Markup markup ? new Markup(change(markup.Html)) : change(Values.Text(value));

    private static string Truncate(Call call, object? value)
    {
        var text = Values.Text(value);
        var length = call.Arguments.Count == 0 ? 50 : call.Integer(0);
        var end = call.Arguments.Count < 2 ? "..." : call.Text(1);
        return text.Length <= length ? text : text[..Whole(text, Math.Max(0, length - end.Length))] + end;
    }

    private static string TruncateWords(Call call, object? value)
    {
        var text = Values.Text(value);
        var count = Math.Max(1, call.Arguments.Count == 0 ? 15 : call.Integer(0));
        var end = call.Arguments.Count < 2 ? "..." : call.Text(1);
        var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return words.Length <= count ? text : string.Join(' ', words.Take(count)) + end;
    }

    private static object? Slice(Call call, object? value)
    {
        var from = call.Integer(0);
        var length = call.Arguments.Count < 2 || call[1] is null ? 1 : call.Integer(1);
        var isList = value is System.Collections.IList and not IDictionary<string, object?>;
        var items = isList ? call.Items(value) : null;
        var text = Values.Text(value);
        var size = items?.Count ?? text.Length;
        from = from < 0 ? from + size : from;
        if (from < 0 || from > size || length < 0)
        {
            return isList ? new List<object?>() : "";
        }

        length = Math.Min(length, size - from);
        return isList ? items!.GetRange(from, length) : text.Substring(from, length);
    }

    private static List<object?> Split(Call call, object? value)
    {
        var text = Values.Text(value);
        var by = call.Text(0);
        var pieces = by.Length == 0 ? text.EnumerateRunes().Select(r => r.ToString())
            : by == " " ? text.Split((char[]?)null, Budget.MaxItems + 2, StringSplitOptions.RemoveEmptyEntries)
            : text.Split(by, Budget.MaxItems + 2);
        var all = pieces.Take(Budget.MaxItems + 1).Cast<object?>().ToList();

        // As Ruby does: no empty ones at the end.
        while (all.Count > 0 && all[^1] is "")
        {
            all.RemoveAt(all.Count - 1);
        }

        return all;
    }

    // Never half of a pair.
    private static int Whole(string text, int length) => length > 0 && length < text.Length && char.IsLowSurrogate(text[length]) ? length - 1 : length;
}
