using System.Text;

namespace Renderer.Server.Snippets;

/// <summary>
/// Fills the places of a text: <c>«template»</c> becomes what is known by that name. Guillemets, since no ESP's language has them, and braces,
/// brackets, percents and stars are all somebody's.
/// </summary>
internal static class Places
{
    private const char Open = '«';
    private const char Close = '»';

    /// <exception cref="InvalidDataException">A place has a name that is not known.</exception>
    public static string Fill(string text, IReadOnlyDictionary<string, string> values)
    {
        var filled = new StringBuilder(text.Length * 2);
        var at = 0;
        while (text.IndexOf(Open, at) is >= 0 and var open)
        {
            var close = text.IndexOf(Close, open);
            var name = close < 0 ? text[open..] : text[(open + 1)..close];
            filled.Append(text, at, open - at).Append(values.GetValueOrDefault(name) ?? throw new InvalidDataException($"'{name}' is no place that a tag may have."));
            at = close + 1;
        }

        return filled.Append(text, at, text.Length - at).ToString();
    }
}
