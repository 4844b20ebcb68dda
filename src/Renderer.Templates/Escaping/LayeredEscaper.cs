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

    public override string Nothing => inner.Nothing.Length > 0 ? inner.Nothing : outer.Nothing;

    public override void WriteValid(ReadOnlySpan<byte> value, Utf8Sink to)
    {
        if (untouched is not null && value.IndexOfAnyExcept(untouched) < 0 && inner.LeavesAlone(value))
        {
            to.Write(value);
            return;
        }

        var (between, start) = Scratch();
        inner.WriteValid(value, between);
        var end = between.Length;
        outer.WriteValid(between.Written[start..end], to);
        between.CutBack(start);
    }
}
