using System.Buffers;
using System.Globalization;
using System.Text;

namespace Renderer.Templates.Plans;

/// <summary>Where a plan writes: bytes that grow, and can be cut back to where a block began.</summary>
/// <param name="capacity">How many bytes it holds before it grows.</param>
internal sealed class Utf8Sink(int capacity) : IBufferWriter<byte>
{
    private byte[] bytes = new byte[capacity];

    public int Capacity => bytes.Length;

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => bytes.AsSpan(0, Length);

    public void Write(ReadOnlySpan<byte> text)
    {
        var length = Length;
        if (text.Length > bytes.Length - length)
        {
            Grow(text.Length);
        }

        text.CopyTo(bytes.AsSpan(length));
        Length = length + text.Length;
    }

    public void Write(ReadOnlySpan<char> text)
    {
        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        Length += Encoding.UTF8.GetBytes(text, GetSpan(most));
    }

    public void Write(long number)
    {
        _ = number.TryFormat(GetSpan(20), out var written, provider: CultureInfo.InvariantCulture);
        Length += written;
    }

    /// <summary>A number with leading zeros, to two or four digits.</summary>
    public void WriteDigits(int number, int digits)
    {
        _ = number.TryFormat(GetSpan(20), out var written, digits == 4 ? "D4" : "D2", CultureInfo.InvariantCulture);
        Length += written;
    }

    /// <summary>What was written after a point, as a value; it stays when the sink grows, until it is cut back.</summary>
    public Value Since(int start) => Value.Utf8(bytes, start, Length - start);

    /// <summary>The same, as HTML that is written as it stands.</summary>
    public Value MarkupSince(int start) => Value.Markup(bytes.AsMemory(start, Length - start));

    /// <summary>Forgets what was written after a point.</summary>
    public void CutBack(int length) => Length = length;

    public void Advance(int count) => Length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return bytes.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return bytes.AsSpan(Length);
    }

    private void Reserve(int sizeHint)
    {
        if (bytes.Length - Length < Math.Max(sizeHint, 1))
        {
            Grow(Math.Max(sizeHint, 1));
        }
    }

    private void Grow(int needed) => Array.Resize(ref bytes, Math.Max(bytes.Length * 2, Length + needed));
}
