using System.Buffers;
using Renderer.Templates.Plans;

namespace Renderer.Templates.Escaping;

/// <summary>A whole host before a '/': clients would read the path as the host where there is none.</summary>
internal sealed class HostEscaper(PercentEscaper inner) : Escaper
{
    // A name that leads nowhere, by RFC 2606.
    public override string Nothing => "invalid";

    public override SearchValues<byte>? Untouched => inner.Untouched;

    public override bool LeavesAlone(ReadOnlySpan<byte> value) => !value.IsEmpty;

    public override void WriteValid(ReadOnlySpan<byte> value, Utf8Sink to)
    {
        if (value.IsEmpty)
        {
            to.Write("invalid"u8);
        }
        else
        {
            inner.WriteValid(value, to);
        }
    }
}
