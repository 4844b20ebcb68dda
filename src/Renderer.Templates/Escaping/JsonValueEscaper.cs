using System.Text;
using Renderer.Templates.Plans;

namespace Renderer.Templates.Escaping;

/// <summary>A value of JSON inside a script element: text is quoted here, other values are written as JSON by who has them.</summary>
internal sealed class JsonValueEscaper(Esp? esp) : Escaper
{
    private readonly JsonStringEscaper inner = new(esp);

    public override bool TakesJson => true;

    public override string Nothing => "null";

    /// <summary>JSON with nothing in it that could close a script element or be another's code.</summary>
    public static string Guard(string json)
    {
        // Outside of strings none of these is in JSON; two brackets in a row could be a merge tag.
        var text = new StringBuilder(json.Length + 16);
        for (var i = 0; i < json.Length; i++)
        {
            var c = json[i];
            _ = c switch
            {
                '<' or '>' or '&' or '\'' or '!' or '\u2028' or '\u2029' or '*' or '|' or '%' => text.Append("\\u").Append(((int)c).ToString("x4", System.Globalization.CultureInfo.InvariantCulture)),
                '{' or '[' when i + 1 < json.Length && json[i + 1] is '{' or '[' or '#' => text.Append(c).Append(' '),
                _ => text.Append(c),
            };
        }

        return text.ToString();
    }

    protected override void WriteValid(ReadOnlySpan<byte> value, Utf8Sink to)
    {
        to.Write("\""u8);
        inner.Write(value, to);
        to.Write("\""u8);
    }
}
