using System.Buffers;
using Renderer.Templates.Html;

namespace Renderer.Templates.Amp;

/// <summary>What of a document's frame is there, which extensions it uses, and which it loads: found in one look.</summary>
internal sealed class AmpFound
{
    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> OfFrame =
        new HashSet<string>(["html", "head", "body", "meta", "style", "script"], StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    // A tag outside the frame with none of these has neither a binding nor an address.
    private static readonly SearchValues<string> Telling = SearchValues.Create(["[", "data-amp-bind-", "AMP.setState", "://", "mailto:"], StringComparison.OrdinalIgnoreCase);
    private readonly List<(string Name, int Start, int End)> loaded = [];
    private readonly HashSet<string> used = new(StringComparer.Ordinal);

    private AmpFound()
    {
    }

    public bool HasDoctype { get; private set; }

    public WrittenTag? Html { get; private set; }

    /// <summary>Behind <c>&lt;head&gt;</c>.</summary>
    public int? HeadEnd { get; private set; }

    /// <summary><c>&lt;/head&gt;</c>, from and to; without it the place before the body.</summary>
    public (int From, int To)? HeadClose { get; private set; }

    /// <summary>Where the content of the head begins.</summary>
    public int Head => HeadEnd ?? Html?.End ?? 0;

    /// <summary>What parts head and body: <c>&lt;/head&gt;</c>, or the place where it is missing.</summary>
    public (int From, int To) Parting => HeadClose is var (from, to) && from >= Head ? (from, to) : (Head, Head);

    /// <summary>Behind <c>&lt;body&gt;</c>.</summary>
    public int? BodyEnd { get; private set; }

    public bool HasCharset { get; private set; }

    public bool HasBoilerplate { get; private set; }

    public bool HasEngine { get; private set; }

    /// <summary>A hash of all that its validity hangs on: two documents that differ in the text of their bodies and in good addresses alone have the same.</summary>
    public UInt128 Shape { get; private set; }

    /// <summary>The extensions that something in it is of.</summary>
    public IReadOnlySet<string> Used => used;

    /// <summary>The extensions that it loads and uses.</summary>
    public IEnumerable<string> Kept => loaded.Select(l => l.Name).Where(used.Contains);

    /// <summary>Looks a document through.</summary>
    public static AmpFound In(string html)
    {
        var found = new AmpFound();
        var pieces = new List<(HtmlToken Token, WrittenTag? Tag)>();
        var scanner = new HtmlScanner(html, hasCode: false);
        while (scanner.Next(out var token))
        {
            if (token.Kind != HtmlTokenKind.Comment)
            {
                pieces.Add((token, found.Saw(html, token)));
            }
        }

        found.Shape = AmpShape.Of(html, pieces, found.BodyEnd ?? found.Parting.To);
        return found;
    }

    /// <summary>The scripts in the head of extensions that it does not use, with the white space after them, and those that it has twice.</summary>
    public IEnumerable<(int Start, int End)> Removed(string html)
    {
        var kept = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, start, end) in loaded.Where(l => HeadClose is var (close, _) && l.Start < close))
        {
            if (used.Contains(name) && kept.Add(name))
            {
                continue;
            }

            var behind = end;
            while (behind < html.Length && char.IsWhiteSpace(html[behind]))
            {
                behind++;
            }

            yield return (start, behind);
        }
    }

    // Read, where there is something in it to be read.
    private WrittenTag? Saw(string html, HtmlToken token)
    {
        var piece = html.AsSpan(token.Start, token.Length);
        if (piece[1] == '/')
        {
            HeadClose ??= HtmlScanner.IsTag(piece, "</head") ? (token.Start, token.End) : null;
            return null;
        }

        if (piece[1] == '!')
        {
            HasDoctype = true;
            return null;
        }

        var name = AmpTagReader.NameOf(piece);
        if (OfFrame.Contains(name))
        {
            return Frame(AmpTagReader.Read(html, token), token);
        }

        if (AmpTable.Known.NeedOf(name) is { } needed)
        {
            used.Add(needed);
        }

        var tag = piece.ContainsAny(Telling) ? AmpTagReader.Read(html, token) : null;
        if (tag is not null && IsBound(tag))
        {
            used.Add("amp-bind");
        }

        return tag;
    }

    // Bindings are of amp-bind, whatever they stand on.
    private static bool IsBound(WrittenTag tag) => tag.Attributes.Any(a =>
        a.Name[0] == '[' || a.Name.StartsWith("data-amp-bind-", StringComparison.Ordinal) || (a.Name == "on" && a.Value.Contains("AMP.setState", StringComparison.Ordinal)));

    private WrittenTag Frame(WrittenTag tag, HtmlToken token)
    {
        switch (tag.Name)
        {
            case "html":
                Html ??= tag;
                break;
            case "head":
                HeadEnd ??= tag.End;
                break;
            case "body":
                BodyEnd ??= tag.End;
                HeadClose ??= (tag.At, tag.At);
                break;
            case "meta":
                HasCharset |= tag.Has("charset");
                break;
            case "style":
                HasBoilerplate |= tag.Has("amp4email-boilerplate");
                break;
            default:
                HasEngine |= tag.Find("src")?.Value == "https://cdn.ampproject.org/v0.js";
                if ((tag.Find("custom-element") ?? tag.Find("custom-template")) is { } extension && AmpTable.Known.Extensions.ContainsKey(extension.Value))
                {
                    loaded.Add((extension.Value, token.Start, token.End));
                }

                break;
        }

        return tag;
    }
}
