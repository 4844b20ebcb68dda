using Renderer.Templates.Html;

namespace Renderer.Templates.Amp;

/// <summary>An attribute as it is written.</summary>
/// <param name="Name">In lower case.</param>
/// <param name="Value">References resolved; empty for one without.</param>
/// <param name="At">Where its value begins, an offset in the document.</param>
/// <param name="IsKnown">No code of ours is in it, so that it is what it will be.</param>
internal readonly record struct WrittenAttribute(string Name, string Value, int At, bool IsKnown);

/// <summary>A start tag as it is written.</summary>
/// <param name="Name">In lower case.</param>
/// <param name="At">Its first character.</param>
/// <param name="End">Behind its last.</param>
/// <param name="Attributes">The first of each name.</param>
/// <param name="IsKnown">No code stands among its attributes that may write others.</param>
internal sealed record WrittenTag(string Name, int At, int End, IReadOnlyList<WrittenAttribute> Attributes, bool IsKnown)
{
    public WrittenAttribute? Find(string name)
    {
        foreach (var attribute in Attributes)
        {
            if (attribute.Name == name)
            {
                return attribute;
            }
        }

        return null;
    }

    public bool Has(string name) => Find(name) is not null;
}

/// <summary>Reads start tags.</summary>
internal static class AmpTagReader
{
    private const string Spaces = " \t\r\n\f/";

    /// <summary>What a character that happens to be <see cref="CodeMask.Code"/> is read as where there is no code: another of private use, as long in bytes.</summary>
    public const char NoCode = '\ue001';

    // Code may stand right behind a name, and write attributes.
    private static readonly string NameEnds = $" \t\r\n\f/>{CodeMask.Code}";

    /// <summary>Reads one.</summary>
    /// <param name="html">The document, code masked.</param>
    /// <param name="at">Its '&lt;'.</param>
    /// <param name="end">Behind its '&gt;'.</param>
    public static WrittenTag Read(string html, int at, int end)
    {
        var last = end - 1;
        var i = at + 1;
        var name = Word(html, ref i, last, NameEnds);
        var attributes = new List<WrittenAttribute>();
        var isKnown = true;
        while (true)
        {
            while (i < last && Spaces.Contains(html[i]))
            {
                i++;
            }

            if (i >= last)
            {
                return new WrittenTag(name, at, end, attributes, isKnown);
            }

            var attribute = Word(html, ref i, last, " \t\r\n\f/>=");
            if (attribute.Length == 0)
            {
                i++;
                continue;
            }

            var (from, to) = Value(html, ref i, last);
            if (CodeMask.IsIn(attribute))
            {
                isKnown = false;
            }
            else if (!attributes.Exists(a => a.Name == attribute))
            {
                var value = html.AsSpan(from, to - from);
                attributes.Add(new WrittenAttribute(attribute, value.Contains('&') ? Decoded(value) : value.ToString(), from, !CodeMask.IsIn(value)));
            }
        }
    }

    private static string Word(string html, ref int i, int last, string ends)
    {
        var length = html.AsSpan(i, last - i).IndexOfAny(ends);
        var word = html.AsSpan(i, length < 0 ? last - i : length);
        i += word.Length;
        return Lower(word);
    }

    // Most are in lower case already, and known: no new text for those.
    private static string Lower(ReadOnlySpan<char> word) => word.ContainsAnyInRange('A', 'Z') ? word.ToString().ToLowerInvariant() : word.ToString();

    // A reference is no code, whatever it stands for.
    private static string Decoded(ReadOnlySpan<char> value)
    {
        var decoded = System.Net.WebUtility.HtmlDecode(value.ToString());
        return CodeMask.IsIn(value) ? decoded : decoded.Replace(CodeMask.Code, NoCode);
    }

    private static (int From, int To) Value(string html, ref int i, int last)
    {
        var equals = i;
        while (equals < last && " \t\r\n\f".Contains(html[equals]))
        {
            equals++;
        }

        if (equals >= last || html[equals] != '=')
        {
            return (i, i);
        }

        i = equals + 1;
        while (i < last && " \t\r\n\f".Contains(html[i]))
        {
            i++;
        }

        if (i < last && html[i] is '"' or '\'')
        {
            var quote = html[i++];
            var from = i;
            var length = html.AsSpan(i, last - i).IndexOf(quote);
            i += length < 0 ? last - i : length;
            var to = i;
            i += i < last ? 1 : 0;
            return (from, to);
        }

        var start = i;
        var size = html.AsSpan(i, last - i).IndexOfAny(" \t\r\n\f");
        i += size < 0 ? last - i : size;
        return (start, i);
    }
}
