using Renderer.Templates.Plans;

namespace Renderer.Templates.Escaping;

/// <summary>Two grammars, one in the other: an address or a style inside an attribute.</summary>
/// <param name="inner">What the value is.</param>
/// <param name="outer">What stands around it.</param>
internal sealed class LayeredEscaper(Escaper inner, Escaper outer) : Escaper
{
    public override string Nothing => outer.Nothing;

    protected override void WriteValid(ReadOnlySpan<byte> value, Utf8Sink to)
    {
        var (between, start) = Scratch();
        inner.Write(value, between);
        var end = between.Length;
        outer.Write(between.Written[start..end], to);
        between.CutBack(start);
    }
}
