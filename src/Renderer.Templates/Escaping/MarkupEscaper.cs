using System.Buffers;
using System.Globalization;
using System.Text;
using Renderer.Templates.Html;
using Renderer.Templates.Plans;

namespace Renderer.Templates.Escaping;

/// <summary>Text in HTML where references are resolved: content, and attributes with or without quotes. Spells like <see cref="HtmlText.Encode"/>.</summary>
internal sealed class MarkupEscaper : Escaper
{
    private readonly bool isPlain;
    private readonly bool isContent;
    private readonly bool isUnquoted;
    private readonly bool isGuarded;
    private readonly bool hasDashes;
    private readonly SearchValues<byte> special;
    private readonly byte[]?[] spelled = new byte[]?[256];

    public MarkupEscaper(Surround around, bool isGuarded, Esp? esp)
    {
        (isContent, isUnquoted, this.isGuarded) = (around == Surround.Content, around == Surround.Unquoted, isGuarded);
        hasDashes = esp?.HasDashes == true;
        isPlain = !isUnquoted && !isGuarded && esp is null;
        for (var c = 0; c < 0x80; c++)
        {
            spelled[c] = c switch
            {
                '&' => "&amp;"u8.ToArray(),
                '<' => "&lt;"u8.ToArray(),
                '>' => "&gt;"u8.ToArray(),
                '"' => "&quot;"u8.ToArray(),
                '\t' or '\n' or '\r' when !isUnquoted => null,
                < 32 and not ('\t' or '\n' or '\r') => "\ufffd"u8.ToArray(),
                _ when c == '\'' || esp?.Opens((byte)c) == true || (isUnquoted && !char.IsAsciiLetterOrDigit((char)c)) || (c == '-' && (isGuarded || hasDashes)) => Reference(c),
                _ => null,
            };
        }

        special = SearchValues.Create([.. Enumerable.Range(0, 128).Where(c => spelled[c] is not null).Select(c => (byte)c)]);
    }

    public override bool TakesNumbers => isPlain;

    public override bool TakesMarkup => isContent;

    // Without quotes, an attribute with nothing in it would swallow the next one.
    public override string Nothing => isUnquoted ? "&#32;" : "";

    public override string Escape(string value) => isPlain && !value.Any(char.IsSurrogate) ? HtmlText.Encode(value) : base.Escape(value);

    protected override void WriteValid(ReadOnlySpan<byte> value, Utf8Sink to)
    {
        if (value.IsEmpty && isUnquoted)
        {
            to.Write("&#32;"u8);
            return;
        }

        var from = 0;
        for (var at = value.IndexOfAny(special); at >= 0;)
        {
            if (value[at] != '-' || isUnquoted || (isGuarded && Dashes.Closes(value, at)) || (hasDashes && Dashes.Opens(value, at)))
            {
                to.Write(value[from..at]);
                to.Write(spelled[value[at]]!);
                from = at + 1;
            }

            at = value[(at + 1)..].IndexOfAny(special) is var next and >= 0 ? at + 1 + next : -1;
        }

        to.Write(value[from..]);
    }

    private static byte[] Reference(int c) => Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"&#{c};"));
}
