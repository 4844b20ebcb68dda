using System.Buffers;
using System.Text;

namespace Renderer.Templates.Html;

/// <summary>Writes text so that HTML reads it as text, in content and in quoted attributes.</summary>
internal static class HtmlText
{
    private static readonly SearchValues<char> Special = SearchValues.Create(
        "&<>\"'" + new string(Enumerable.Range(0, 32).Where(c => c is not ('\t' or '\n' or '\r')).Select(c => (char)c).ToArray()));

    /// <summary>The same text with &amp;, &lt;, &gt; and both quotes as references; control characters become U+FFFD.</summary>
    public static string Encode(string text)
    {
        var next = text.AsSpan().IndexOfAny(Special);
        if (next < 0)
        {
            return text;
        }

        var encoded = new StringBuilder(text.Length + 16);
        var from = 0;
        for (; next >= 0; next = text.AsSpan(from).IndexOfAny(Special) is var i and >= 0 ? from + i : -1)
        {
            encoded.Append(text, from, next - from).Append(text[next] switch
            {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '"' => "&quot;",
                '\'' => "&#39;",
                _ => "\ufffd",
            });
            from = next + 1;
        }

        return encoded.Append(text, from, text.Length - from).ToString();
    }

    /// <summary>One line: line ends and tabs become a space, other control characters and outer space go.</summary>
    public static string OneLine(string text)
    {
        if (!text.Any(c => char.IsControl(c) || c is '\u2028' or '\u2029'))
        {
            return text.Trim();
        }

        var line = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (c is '\t' or '\n' or '\r' or '\u0085' or '\u2028' or '\u2029')
            {
                if (line.Length > 0 && line[^1] != ' ')
                {
                    line.Append(' ');
                }
            }
            else if (!char.IsControl(c))
            {
                line.Append(c);
            }
        }

        return line.ToString().Trim();
    }
}
