using System.Buffers;
using System.Text;
using System.Text.Unicode;
using Renderer.Templates.Plans;

namespace Renderer.Templates.Escaping;

/// <summary>Writes values for one place, so that nothing in them can end it. Stateless and shared.</summary>
internal abstract class Escaper
{
    // Between steps of one value; no step keeps it.
    [ThreadStatic]
    private static Utf8Sink? scratch;

    [ThreadStatic]
    private static Utf8Sink? texts;

    /// <summary>HTML is written as it stands; elsewhere <see cref="MarkupText"/> makes it text first.</summary>
    public virtual bool TakesMarkup => false;

    /// <summary>Whole numbers have nothing to escape here.</summary>
    public virtual bool TakesNumbers => false;

    /// <summary>Numbers and truth values are written bare and texts in quotes; lists and objects go through <see cref="JsonValueEscaper.Guard"/>.</summary>
    public virtual bool TakesJson => false;

    /// <summary>Bytes that are written as they are, and that no markup around changes either; null where it depends on more than the bytes.</summary>
    public virtual SearchValues<byte>? Untouched => null;

    /// <summary>A value of nothing but <see cref="Untouched"/> bytes is written as it is.</summary>
    public virtual bool LeavesAlone(ReadOnlySpan<byte> value) => true;

    /// <summary>What is written for nothing.</summary>
    public virtual string Nothing => "";

    /// <summary>Writes a value.</summary>
    /// <param name="value">UTF-8; what is not becomes U+FFFD.</param>
    /// <param name="to">Where to.</param>
    public void Write(ReadOnlySpan<byte> value, Utf8Sink to)
    {
        if (Utf8.IsValid(value))
        {
            WriteValid(value, to);
        }
        else
        {
            WriteValid(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(value)), to);
        }
    }

    /// <summary>The same as text.</summary>
    public virtual string Escape(string value)
    {
        texts ??= new Utf8Sink(1 << 10);
        texts.CutBack(0);
        Write(Encoding.UTF8.GetBytes(value), texts);
        return Encoding.UTF8.GetString(texts.Written);
    }

    protected abstract void WriteValid(ReadOnlySpan<byte> value, Utf8Sink to);

    /// <summary>Room for what is escaped again; cut it back to where it began.</summary>
    protected static (Utf8Sink Sink, int Start) Scratch() => (scratch ??= new Utf8Sink(1 << 10), scratch.Length);
}
