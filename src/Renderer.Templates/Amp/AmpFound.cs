using System.Buffers;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Renderer.Templates.Html;

namespace Renderer.Templates.Amp;

/// <summary>What of a document's frame is there, which extensions it uses, and which it loads: found in one look.</summary>
internal sealed class AmpFound
{
    private static readonly string[] OfFrame = ["html", "head", "body", "meta", "style", "script"];
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

    public bool HasBody { get; private set; }

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
        var marks = ArrayPool<char>.Shared.Rent(html.Length);
        var (length, last) = (0, 0);
        var scanner = new HtmlScanner(html, hasCode: false);
        while (scanner.Next(out var token))
        {
            if (token.Kind == HtmlTokenKind.Comment)
            {
                continue;
            }

            // In the head, text is no mere text.
            var from = found.HasBody ? token.Start : last;
            length += AmpShape.Write(html, from, token, marks.AsSpan(length));
            last = token.End;
            found.Saw(html, token);
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(MemoryMarshal.AsBytes(marks.AsSpan(0, length)), hash);
        found.Shape = MemoryMarshal.Read<UInt128>(hash);
        ArrayPool<char>.Shared.Return(marks, clearArray: true);
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

    private void Saw(string html, HtmlToken token)
    {
        var piece = html.AsSpan(token.Start, token.Length);
        if (piece[1] == '/')
        {
            HeadClose ??= HtmlScanner.IsTag(piece, "</head") ? (token.Start, token.End) : null;
            return;
        }

        if (piece[1] == '!')
        {
            HasDoctype = true;
            return;
        }

        foreach (var name in OfFrame)
        {
            if (HtmlScanner.IsTag(piece[1..], name))
            {
                Frame(html, token, name);
                return;
            }
        }

        if (AmpTable.Known.NeedOf(piece[1..]) is { } needed)
        {
            used.Add(needed);
        }

        // Bindings are of amp-bind, whatever they stand on.
        if (piece.Contains('[') || piece.Contains("data-amp-bind-", StringComparison.OrdinalIgnoreCase) || piece.Contains("AMP.setState", StringComparison.Ordinal))
        {
            var tag = AmpTagReader.Read(html, token.Start, token.End);
            if (tag.Attributes.Any(a => a.Name[0] == '[' || a.Name.StartsWith("data-amp-bind-", StringComparison.Ordinal) || (a.Name == "on" && a.Value.Contains("AMP.setState", StringComparison.Ordinal))))
            {
                used.Add("amp-bind");
            }
        }
    }

    private void Frame(string html, HtmlToken token, string name)
    {
        var end = token.Kind == HtmlTokenKind.Tag ? token.End : html.IndexOf('>', token.Start) + 1;
        var tag = AmpTagReader.Read(html, token.Start, end);
        switch (name)
        {
            case "html":
                Html ??= tag;
                break;
            case "head":
                HeadEnd ??= tag.End;
                break;
            case "body":
                HasBody = true;
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
    }
}
