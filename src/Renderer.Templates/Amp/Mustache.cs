using System.Buffers;
using Renderer.Templates.Checks;
using Renderer.Templates.Definitions;

namespace Renderer.Templates.Amp;

/// <summary>
/// Tells our braces from those of amp-mustache: inside <c>&lt;template&gt;</c> all are its, but for <c>{{= value }}</c>.
/// Its braces are masked before our languages parse, offset for offset, and come back in what they write.
/// </summary>
internal static class Mustache
{
    // Noncharacters: no text has them.
    private const char Open = '\ufdd0';
    private const char Close = '\ufdd1';
    private const string Begin = "<template";
    private const string End = "</template";
    private const string Value = "{{=";
    private static readonly SearchValues<char> Marks = SearchValues.Create([Open, Close]);

    /// <summary>A source whose templates are masked.</summary>
    /// <param name="source">As it is written.</param>
    /// <param name="findings">Takes what stands where it cannot.</param>
    public static SourceText Mask(SourceText source, Findings findings)
    {
        var text = source.Text;
        if (!text.Contains(Begin, StringComparison.OrdinalIgnoreCase))
        {
            return source;
        }

        var masked = text.ToCharArray();
        var holes = new List<(int From, int To)>();
        for (var at = Next(text, 0); at < text.Length; at = Next(text, at))
        {
            var from = text.IndexOf('>', at) is var end and >= 0 ? end + 1 : text.Length;
            var to = text.IndexOf(End, from, StringComparison.OrdinalIgnoreCase) is var close and >= 0 ? close : text.Length;
            holes.Add((from, to));
            Mask(source, from, to, masked, findings);
            at = to;
        }

        return source with { Text = new string(masked), Mustache = holes };
    }

    /// <summary>What a literal of a masked source writes.</summary>
    public static string Plain(string text) =>
        text.AsSpan().ContainsAny(Marks) ? text.Replace(Open, '{').Replace(Close, '}') : text;

    // The next template that is markup: not in a comment, and not in code of ours.
    private static int Next(string text, int at)
    {
        while (at < text.Length && text.AsSpan(at).IndexOfAny('<', '{') is var next and >= 0)
        {
            at += next;
            var rest = text.AsSpan(at);
            if (rest.StartsWith(Begin, StringComparison.OrdinalIgnoreCase) && rest.Length > Begin.Length && !char.IsAsciiLetterOrDigit(rest[Begin.Length]) && rest[Begin.Length] != '-')
            {
                return at;
            }

            at = rest.StartsWith("<!--", StringComparison.Ordinal) ? Behind(text, at + 4, "-->")
                : rest.StartsWith("{{", StringComparison.Ordinal) ? Behind(text, at + 2, "}}")
                : rest.StartsWith("{%", StringComparison.Ordinal) ? Behind(text, at + 2, "%}")
                : at + 1;
        }

        return text.Length;
    }

    private static void Mask(SourceText source, int from, int to, char[] masked, Findings findings)
    {
        var text = source.Text;
        for (var at = from; at < to; at++)
        {
            var rest = text.AsSpan(at, to - at);
            if (rest.StartsWith(Value, StringComparison.Ordinal))
            {
                masked[at + 2] = ' ';
                at = OutputEnd(text, at + Value.Length, to) - 1;
                continue;
            }

            if (rest.StartsWith("{%", StringComparison.Ordinal))
            {
                findings.Error("mustache_code", "Inside <template> braces belong to amp-mustache, so this would be sent as it stands; put it around the template, and write a value as {{= … }}.", source.At(at));
            }
            else if (rest.StartsWith("{{", StringComparison.Ordinal))
            {
                Tag(source, at, to, findings);
            }

            masked[at] = masked[at] switch { '{' => Open, '}' => Close, var other => other };
        }
    }

    private static void Tag(SourceText source, int at, int to, Findings findings)
    {
        var tag = source.Text.AsSpan(at, to - at);
        var end = tag.IndexOf("}}", StringComparison.Ordinal);
        if (end < 0 || tag[..end].LastIndexOf(Value, StringComparison.Ordinal) > 0)
        {
            findings.Error("mustache_open", "This tag of amp-mustache is not closed before a value or the template's end; close it with '}}'.", source.At(at));
        }
    }

    // Where an output of ours ends; a text in it may have braces.
    private static int OutputEnd(string text, int at, int to)
    {
        for (var quote = '\0'; at < to; at++)
        {
            var c = text[at];
            if (quote != '\0')
            {
                quote = c == quote ? '\0' : quote;
            }
            else if (c is '"' or '\'')
            {
                quote = c;
            }
            else if (c == '}' && at + 1 < to && text[at + 1] == '}')
            {
                return at + 2;
            }
        }

        return to;
    }

    private static int Behind(string text, int at, string end) =>
        text.IndexOf(end, at, StringComparison.Ordinal) is var found and >= 0 ? found + end.Length : text.Length;
}
