using Renderer.Templates.Escaping;
using Renderer.Templates.Plans;

namespace Renderer.Templates.Amp;

/// <summary>
/// A value of ours in a template of amp-mustache. The client reads the template out of its document, references resolved, and looks for '{{' then:
/// so two braces never stand together, and U+2060 (seen by nobody) divides them.
/// </summary>
/// <param name="inner">What writes the value for its place.</param>
/// <param name="isUrl">It percent-encodes braces itself.</param>
internal sealed class MustacheEscaper(Escaper inner, bool isUrl) : Escaper
{
    private static ReadOnlySpan<byte> Joiner => "\u2060"u8;

    public override bool TakesNumbers => inner.TakesNumbers;

    public override string Nothing => inner.Nothing;

    public override void WriteValid(ReadOnlySpan<byte> value, Utf8Sink to)
    {
        if (isUrl || value.IndexOf((byte)'{') < 0)
        {
            inner.WriteValid(value, to);
            return;
        }

        // Its neighbours may be braces as well.
        var divided = new Utf8Sink(value.Length * 4);
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] == '{' && i == 0)
            {
                divided.Write(Joiner);
            }

            divided.Write(value.Slice(i, 1));
            if (value[i] == '{')
            {
                divided.Write(Joiner);
            }
        }

        inner.WriteValid(divided.Written, to);
    }
}
