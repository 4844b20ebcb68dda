using System.Buffers;
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
    // From so many attributes on looking through them for each one more would be felt.
    private const int Few = 16;

    /// <summary>What a character that happens to be <see cref="CodeMask.Code"/> is read as where there is no code: another of private use, as long in bytes.</summary>
    public const char NoCode = '\ue001';

    // Code may stand right behind a name, and write attributes.
    private static readonly SearchValues<char> NameEnds = SearchValues.Create($" \t\r\n\f/>{CodeMask.Code}");

    /// <summary>A tag's name, as it is written.</summary>
    /// <param name="tag">From its '&lt;' on.</param>
    public static ReadOnlySpan<char> NameOf(ReadOnlySpan<char> tag) => tag[1..].IndexOfAny(NameEnds) is var length and >= 0 ? tag.Slice(1, length) : tag[1..];

    /// <summary>Reads one.</summary>
    /// <param name="html">The document, code masked.</param>
    /// <param name="token">The tag, or the element of text that it begins.</param>
    public static WrittenTag Read(string html, HtmlToken token)
    {
        var (at, end) = (token.Start, token.Kind == HtmlTokenKind.Tag ? token.End : HtmlScanner.TagEnd(html, token.Start, hasCode: false));
        var tag = new HtmlTag(html.AsSpan(at, end - at));
        var name = NameOf(html.AsSpan(at, end - at));
        var attributes = new List<WrittenAttribute>();
        HashSet<string>? names = null;
        var isKnown = true;
        for (var i = 1 + name.Length; tag.Next(ref i, out var written, out var start, out var length);)
        {
            if (CodeMask.IsIn(written))
            {
                isKnown = false;
                continue;
            }

            var attribute = Lower(written);
            if (IsNew(attribute, attributes, ref names))
            {
                var value = html.AsSpan(at + start, length);
                attributes.Add(new WrittenAttribute(attribute, value.Contains('&') ? Decoded(value) : value.ToString(), at + start, !CodeMask.IsIn(value)));
            }
        }

        return new WrittenTag(Lower(name), at, end, attributes, isKnown);
    }

    private static bool IsNew(string name, List<WrittenAttribute> attributes, ref HashSet<string>? names)
    {
        if (attributes.Count >= Few)
        {
            names ??= attributes.Select(attribute => attribute.Name).ToHashSet(StringComparer.Ordinal);
            return names.Add(name);
        }

        foreach (var attribute in attributes)
        {
            if (attribute.Name == name)
            {
                return false;
            }
        }

        return true;
    }

    // Most are in lower case already.
    private static string Lower(ReadOnlySpan<char> word) => word.ContainsAnyInRange('A', 'Z') ? word.ToString().ToLowerInvariant() : word.ToString();

    // A reference is no code, whatever it stands for.
    private static string Decoded(ReadOnlySpan<char> value)
    {
        var decoded = System.Net.WebUtility.HtmlDecode(value.ToString());
        return CodeMask.IsIn(value) ? decoded : decoded.Replace(CodeMask.Code, NoCode);
    }
}
