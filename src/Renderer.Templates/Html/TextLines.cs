using System.Text;

namespace Renderer.Templates.Html;

/// <summary>Collects words into lines of at most 78 characters, CRLF between them, one empty line at most.</summary>
internal sealed class TextLines
{
    private const int Width = 78;
    private readonly StringBuilder text = new();
    private int breaks;
    private int column;
    private bool space;

    /// <summary>White space stood before the first word.</summary>
    public bool BeginsWithSpace { get; private set; }

    /// <summary>White space stood after the last word.</summary>
    public bool EndsWithSpace => space;

    /// <summary>Adds text; its white space is collapsed, invisible fillers go.</summary>
    public void Words(string words)
    {
        var start = -1;
        for (var i = 0; i <= words.Length; i++)
        {
            if (i < words.Length && !IsSpace(words[i]))
            {
                start = start < 0 ? i : start;
                continue;
            }

            if (start >= 0)
            {
                Word(words[start..i]);
                start = -1;
            }

            Space(i < words.Length);
        }
    }

    /// <summary>Adds white space, or none.</summary>
    public void Space(bool isSpace)
    {
        space |= isSpace;
        BeginsWithSpace |= isSpace && text.Length == 0;
    }

    /// <summary>Ends the line: 1, and an empty line: 2.</summary>
    public void Break(int lines)
    {
        breaks = Math.Max(breaks, lines);
        space &= lines == 0;
    }

    public string OneLine() => text.ToString().ReplaceLineEndings(" ");

    public override string ToString() => text.Length == 0 ? "" : text.ToString() + "\r\n";

    private void Word(string word)
    {
        word = string.Concat(word.Where(c => !IsFiller(c)));
        if (word.Length == 0)
        {
            return;
        }

        var length = LengthOf(word);
        if (breaks > 0 && text.Length > 0)
        {
            NewLine(breaks);
        }
        else if (space && column > 0)
        {
            if (column + 1 + length > Width)
            {
                NewLine(1);
            }
            else
            {
                text.Append(' ');
                column++;
            }
        }

        (breaks, space) = (0, false);
        text.Append(word);
        column += length;
    }

    // Lines are broken as if links led straight to where they lead.
    private static int LengthOf(string word) =>
        word.Length > LinkMarks.LeastLength && LinkMarks.Any(word) ? LinkMarks.Replace(word, mark => mark.Destination ?? LinkMarks.Neutral(mark)).Length : word.Length;

    private void NewLine(int count)
    {
        for (var i = 0; i < count; i++)
        {
            text.Append("\r\n");
        }

        column = 0;
    }

    private static bool IsSpace(char c) => char.IsWhiteSpace(c);

    // Combining grapheme joiner, zero width space and non-joiner, soft hyphen, byte order mark: what preheaders are padded with.
    private static bool IsFiller(char c) => c is '\u034f' or '\u200b' or '\u200c' or '\u00ad' or '\ufeff' || char.IsControl(c);
}
