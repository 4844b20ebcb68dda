using System.Buffers;
using Renderer.Templates.Plans;

namespace Renderer.Templates.Escaping;

/// <summary>Two grammars, one in the other: an address or a style inside an attribute.</summary>
/// <param name="inner">What the value is.</param>
/// <param name="outer">What stands around it.</param>
internal sealed class LayeredEscaper(Escaper inner, Escaper outer) : Escaper
{
    // What neither grammar touches, where that can be told by the bytes: most values, in one look.
    private readonly SearchValues<byte>? untouched = outer.TakesNumbers ? inner.Untouched : null;

    public override string Nothing => outer.Nothing;

    protected override void WriteValid(ReadOnlySpan<byte> value, Utf8Sink to)
    {
        if (untouched is not null && value.IndexOfAnyExcept(untouched) < 0 && inner.LeavesAlone(value))
        {
            to.Write(value);
            return;
        }

        var (between, start) = Scratch();
        inner.Write(value, between);
        var end = between.Length;
        outer.Write(between.Written[start..end], to);
        between.CutBack(start);
    }
}
