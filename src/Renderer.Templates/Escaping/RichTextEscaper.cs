using System.Text;
using Renderer.Templates.Plans;

namespace Renderer.Templates.Escaping;

/// <summary>Markup of a person's attribute, sanitised and written as markup.</summary>
internal sealed class RichTextEscaper(bool isGuarded, Esp? esp) : Escaper
{
    public override bool TakesMarkup => true;

    protected override void WriteValid(ReadOnlySpan<byte> value, Utf8Sink to)
    {
        var html = Encoding.UTF8.GetBytes(RichText.Sanitize(Encoding.UTF8.GetString(value)));
        for (var i = 0; i < html.Length; i++)
        {
            var c = html[i];
            var isReference = c == '-' ? (isGuarded && Dashes.Closes(html, i)) || (esp?.HasDashes == true && Dashes.Opens(html, i))
                : c != '#' && esp?.Opens(c) == true;
            to.Write(isReference ? Encoding.ASCII.GetBytes($"&#{c};") : html.AsSpan(i, 1));
        }
    }
}
