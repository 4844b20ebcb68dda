using System.Globalization;
using System.Text;

namespace Renderer.Images.Text;

/// <summary>Where lines end.</summary>
internal static class LineBreaks
{
    private const string NotFirst = "、。，．・：；？！）］｝〉》」』】〕’”ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ)]}!?,.:;%";
    private const string NotLast = "（［｛〈《「『【〔‘“([{";

    /// <summary>How far the text's units move on when it is shaped in one piece.</summary>
    public static float[] Widths(Paragraph paragraph)
    {
        var widths = new float[paragraph.Text.Length];
        foreach (var stretch in paragraph.Stretches(0, paragraph.Text.Length))
        {
            var run = Shaper.Shape(paragraph.Text, stretch);
            for (var at = 0; at < run.Glyphs.Length; at++)
            {
                widths[run.Clusters[at]] += run.Advances[at];
            }
        }

        return widths;
    }

    /// <summary>Lines no wider than <paramref name="most"/> where a break can be had, else broken within a word.</summary>
    public static List<(int From, int To)> Find(string text, float[] widths, float most)
    {
        var lines = new List<(int, int)>();
        for (var from = SkipSpaces(text, 0); from < text.Length;)
        {
            var (end, next) = Line(text, widths, most, from);
            lines.Add((from, end));
            from = SkipSpaces(text, next);
        }

        return lines;
    }

    private static (int End, int Next) Line(string text, float[] widths, float most, int from)
    {
        var (width, at, good) = (0f, from, -1);
        while (at < text.Length)
        {
            var step = StringInfo.GetNextTextElementLength(text.AsSpan(at));
            for (var unit = at; unit < at + step; unit++)
            {
                width += widths[unit];
            }

            var space = text[at] is ' ' or '\u200B' or '\t' or '\n';
            if (width > most && !space && at > from)
            {
                return good > from ? (TrimSpaces(text, from, good), good) : (at, at);
            }

            at += step;
            if (at < text.Length && MayBreak(text, at, space))
            {
                good = at;
            }
        }

        return (TrimSpaces(text, from, text.Length), text.Length);
    }

    private static bool MayBreak(string text, int at, bool afterSpace)
    {
        var before = text[at - 1];
        if (afterSpace)
        {
            return text[at] is not (' ' or '\t' or '\n');
        }

        if (NotFirst.Contains(text[at], StringComparison.Ordinal) || NotLast.Contains(before, StringComparison.Ordinal))
        {
            return false;
        }

        return (before is '-' or '\u2010' or '\u2013' or '/' && char.IsLetter(text[at]))
            || Anywhere(text, at)
            || (at > 0 && Anywhere(text, char.IsLowSurrogate(before) ? at - 2 : at - 1));
    }

    private static bool Anywhere(string text, int at) =>
        at >= 0 && Rune.DecodeFromUtf16(text.AsSpan(at), out var rune, out _) == System.Buffers.OperationStatus.Done && Scripts.BreaksAnywhere(rune.Value);

    private static int SkipSpaces(string text, int at)
    {
        while (at < text.Length && text[at] is ' ' or '\t' or '\n')
        {
            at++;
        }

        return at;
    }

    private static int TrimSpaces(string text, int from, int to)
    {
        while (to > from && text[to - 1] is ' ' or '\t' or '\n' or '\u200B')
        {
            to--;
        }

        return to;
    }
}
