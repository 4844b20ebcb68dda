using System.Text;
using HarfBuzzSharp;
using Renderer.Images.Scenes;

namespace Renderer.Images.Text;

/// <summary>Text of one or more styles, with what is to be known of each UTF-16 unit before it is shaped.</summary>
internal sealed class Paragraph
{
    private readonly byte[] levels;
    private readonly Font?[] fonts;
    private readonly Script[] scripts;
    private readonly SceneStyle[] styles;

    private Paragraph(string text, SceneStyle[] styles, bool? rightToLeft)
    {
        (Text, this.styles) = (text, styles);
        (levels, fonts, scripts) = (new byte[text.Length], new Font[text.Length], new Script[text.Length]);
        Level = Bidi.Resolve(text, rightToLeft, levels);
    }

    public string Text { get; }

    /// <summary>The paragraph's own: 1 is from right to left.</summary>
    public int Level { get; }

    /// <summary>Code points that no font has.</summary>
    public int Missing { get; private set; }

    public static Paragraph Of(IReadOnlyList<(string Text, SceneStyle Style)> spans, FontShelf shelf)
    {
        var text = spans.Count == 1 ? spans[0].Text : string.Concat(spans.Select(span => span.Text));
        var styles = new SceneStyle[text.Length];
        var at = 0;
        foreach (var span in spans)
        {
            styles.AsSpan(at, span.Text.Length).Fill(span.Style);
            at += span.Text.Length;
        }

        var paragraph = new Paragraph(text, styles, spans.Count == 0 ? null : spans[0].Style.RightToLeft);
        paragraph.ChooseFonts(shelf);
        paragraph.ChooseScripts();
        return paragraph;
    }

    /// <summary>Stretches of one style, font, level and script, in the order of the text.</summary>
    public IEnumerable<Stretch> Stretches(int from, int to)
    {
        for (int start = from, at = from; start < to; start = at)
        {
            while (at < to && styles[at] == styles[start] && fonts[at] == fonts[start] && levels[at] == levels[start] && scripts[at] == scripts[start])
            {
                at++;
            }

            if (fonts[start] is { } font)
            {
                yield return new Stretch(start, at - start, styles[start], font, levels[start], scripts[start]);
            }
        }
    }

    private void ChooseFonts(FontShelf shelf)
    {
        SceneStyle? style = null;
        Font? asked = null, last = null;
        for (var at = 0; at < Text.Length;)
        {
            Rune.DecodeFromUtf16(Text.AsSpan(at), out var rune, out var used);
            if (styles[at] != style)
            {
                style = styles[at];
                last = asked = shelf.Find(style.Families, style.Bold, style.Italic, out _);
            }

            fonts.AsSpan(at, used).Fill(last = Choose(shelf, rune.Value, at + used, style, asked!, last));
            at += used;
        }
    }

    private Font? Choose(FontShelf shelf, int codePoint, int next, SceneStyle style, Font asked, Font? last)
    {
        // Marks, joiners and selectors go with what they modify. What nobody sees is left out.
        if (codePoint is 0x200D or (>= 0xFE00 and <= 0xFE0F) or (>= 0x1F3FB and <= 0x1F3FF) or (>= 0xE0000 and <= 0xE01EF))
        {
            return last is not null && last.Has(codePoint) ? last : null;
        }

        if (codePoint < 0x20 || codePoint is (>= 0x7F and < 0xA0) or (>= 0x200B and <= 0x200F) or (>= 0x202A and <= 0x202E) or (>= 0x2060 and <= 0x206F) or 0xFEFF)
        {
            return null;
        }

        var picture = next < Text.Length && Text[next] == 0xFE0F || (Scripts.IsPicture(codePoint) && !(next < Text.Length && Text[next] == 0xFE0E));
        if (!picture && asked.Has(codePoint))
        {
            return last is not null && last != asked && Scripts.Of(codePoint) == Scripts.Common && codePoint != ' ' && last.Has(codePoint) ? last : asked;
        }

        if (!picture && last?.Has(codePoint) == true)
        {
            return last;
        }

        var font = shelf.Other(codePoint, style.Bold, picture);
        Missing += font is null ? 1 : 0;
        return font;
    }

    // What belongs to no script takes that of what stands before it, or else after it.
    private void ChooseScripts()
    {
        var last = Scripts.Common;
        for (var at = 0; at < Text.Length;)
        {
            Rune.DecodeFromUtf16(Text.AsSpan(at), out var rune, out var used);
            var script = Scripts.Of(rune.Value);
            last = script == Scripts.Common ? last : script;
            scripts.AsSpan(at, used).Fill(last);
            at += used;
        }

        var first = Array.FindIndex(scripts, script => script != Scripts.Common);
        if (first > 0)
        {
            scripts.AsSpan(0, first).Fill(scripts[first]);
        }
    }
}

/// <summary>A stretch of a paragraph that is shaped at once.</summary>
internal readonly record struct Stretch(int Start, int Length, SceneStyle Style, Font Font, byte Level, Script Script);
