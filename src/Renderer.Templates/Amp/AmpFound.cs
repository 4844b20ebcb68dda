using Renderer.Templates.Html;

namespace Renderer.Templates.Amp;

/// <summary>What of a document's frame is there, which extensions it uses, and which it loads.</summary>
internal sealed class AmpFound
{
    private readonly List<(string Name, int Start, int End)> loaded = [];
    private readonly HashSet<string> used = new(StringComparer.Ordinal);

    public bool HasDoctype { get; private set; }

    public WrittenTag? Html { get; private set; }

    /// <summary>Behind <c>&lt;head&gt;</c>.</summary>
    public int? HeadEnd { get; private set; }

    /// <summary>Where <c>&lt;/head&gt;</c> begins, or the body without it.</summary>
    public int? HeadClose { get; private set; }

    public bool HasBody { get; private set; }

    public bool HasCharset { get; private set; }

    public bool HasBoilerplate { get; private set; }

    public bool HasEngine { get; private set; }

    /// <summary>The extensions that something in it is of.</summary>
    public IReadOnlySet<string> Used => used;

    /// <summary>The extensions that it loads and uses.</summary>
    public IReadOnlySet<string> Kept => loaded.Select(l => l.Name).Where(used.Contains).ToHashSet(StringComparer.Ordinal);

    /// <summary>The scripts of extensions that it does not use, with the white space after them, and those that it has twice.</summary>
    public IEnumerable<(int Start, int End)> Removed(string html)
    {
        var kept = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, start, end) in loaded.Where(l => HeadClose is null || l.Start < HeadClose))
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

    /// <summary>A tag, or an element of text.</summary>
    public void Saw(string html, HtmlToken token)
    {
        var piece = html.AsSpan(token.Start, token.Length);
        if (piece[1] == '/')
        {
            HeadClose ??= piece.StartsWith("</head", StringComparison.OrdinalIgnoreCase) ? token.Start : null;
            return;
        }

        if (piece[1] == '!')
        {
            HasDoctype = true;
            return;
        }

        var name = new HtmlTag(piece).Name;
        switch (name)
        {
            case "html" or "head" or "body" or "meta" or "style" or "script":
                Frame(html, token, name);
                break;
            default:
                if (AmpTable.Known.Find(name) is [{ Needs: { } needed }, ..])
                {
                    used.Add(needed);
                }

                break;
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
                HeadClose ??= tag.At;
                break;
            case "meta":
                HasCharset |= tag.Has("charset");
                break;
            case "style":
                HasBoilerplate |= tag.Has("amp4email-boilerplate");
                break;
            default:
                Script(html, token, tag);
                break;
        }
    }

    private void Script(string html, HtmlToken token, WrittenTag tag)
    {
        HasEngine |= tag.Find("src")?.Value == "https://cdn.ampproject.org/v0.js";
        if ((tag.Find("custom-element") ?? tag.Find("custom-template")) is { } extension && AmpTable.Known.Extensions.ContainsKey(extension.Value))
        {
            loaded.Add((extension.Value, token.Start, token.End));
        }
    }
}
