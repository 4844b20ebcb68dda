namespace Renderer.Templates.Html;

/// <summary>Hides a template's code from readers of HTML, so that they see its markup at the same offsets.</summary>
internal static class CodeMask
{
    /// <summary>Stands for each character of code; no character of text (private use).</summary>
    public const char Code = '\ue000';

    private static readonly (string Open, string Close)[] Marks = [("{{", "}}"), ("{%", "%}")];

    /// <summary>Source in which code, braces included, is only <see cref="Code"/>; line ends stay.</summary>
    public static string Of(string source)
    {
        if (!Marks.Any(m => source.Contains(m.Open, StringComparison.Ordinal)))
        {
            return source;
        }

        var masked = source.ToCharArray();
        foreach (var (open, close) in Marks)
        {
            var from = source.IndexOf(open, StringComparison.Ordinal);
            while (from >= 0 && source.IndexOf(close, from + open.Length, StringComparison.Ordinal) is var end and >= 0)
            {
                end += close.Length;
                for (var i = from; i < end; i++)
                {
                    masked[i] = masked[i] is '\n' or '\r' ? masked[i] : Code;
                }

                from = source.IndexOf(open, end, StringComparison.Ordinal);
            }
        }

        return new string(masked);
    }

    /// <summary>Whether there is code in masked source.</summary>
    public static bool IsIn(ReadOnlySpan<char> masked) => masked.Contains(Code);
}
