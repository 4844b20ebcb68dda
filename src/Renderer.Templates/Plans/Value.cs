using System.Runtime.InteropServices;
using System.Text;

namespace Renderer.Templates.Plans;

/// <summary>A value on its way through a plan: 24 bytes, no box for what mails are made of.</summary>
internal readonly struct Value
{
    // The sign's bit beside a decimal's scale.
    private const byte Negative = 0x80;
    private readonly object? reference;
    private readonly long bits;
    private readonly int extra;
    private readonly byte scale;

    private Value(Kind kind, object? reference, long bits, int extra, byte scale = 0)
    {
        Kind = kind;
        this.scale = scale;
        this.reference = reference;
        this.bits = bits;
        this.extra = extra;
    }

    public static readonly Value Nothing = new(Kind.Nothing, null, 0, 0);
    public static readonly Value True = new(Kind.True, null, 1, 0);
    public static readonly Value False = new(Kind.False, null, 0, 0);

    public Kind Kind { get; }

    public bool IsNothing => Kind <= Kind.Nothing;

    /// <summary>Nothing and false do not hold, everything else does: in Scriban and in Liquid.</summary>
    public bool Holds => Kind > Kind.False;

    public long Whole => bits;

    public double Double => BitConverter.Int64BitsToDouble(bits);

    public decimal Decimal => new((int)bits, (int)(bits >> 32), extra, (scale & Negative) != 0, (byte)(scale & ~Negative));

    public DateTime Date => new(bits, (DateTimeKind)extra);

    public string String => (string)reference!;

    public object Reference => reference!;

    /// <summary>The bytes of a <see cref="Kind.Utf8"/>, <see cref="Kind.Captured"/> or <see cref="Kind.Markup"/>.</summary>
    public ReadOnlySpan<byte> Bytes => new((byte[])reference!, (int)(bits >> 32), (int)bits);

    /// <summary>Where a row or list begins in its JSON.</summary>
    public int Start => (int)(bits >> 32);

    /// <summary>Its first slot.</summary>
    public int Slot => (int)bits;

    /// <summary>How many items a list has, or slots a row.</summary>
    public int Count => extra;

    public static Value Of(bool value) => value ? True : False;

    public static Value Of(int value) => new(Kind.Int, null, value, 0);

    public static Value Of(long value) => new(Kind.Long, null, value, 0);

    public static Value Of(double value) => new(Kind.Double, null, BitConverter.DoubleToInt64Bits(value), 0);

    public static Value Of(decimal value)
    {
        Span<int> parts = stackalloc int[4];
        decimal.GetBits(value, parts);
        return new(Kind.Decimal, null, (uint)parts[0] | ((long)parts[1] << 32), parts[2], (byte)((parts[3] >> 16) | (parts[3] < 0 ? Negative : 0)));
    }

    public static Value Of(DateTime value) => new(Kind.Date, null, value.Ticks, (int)value.Kind);

    public static Value Of(string? value) => value is null ? Nothing : new(Kind.Text, value, 0, 0);

    public static Value Utf8(byte[] bytes, int start, int length) => new(Kind.Utf8, bytes, ((long)start << 32) | (uint)length, 0);

    public static Value Utf8(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return Utf8(bytes, 0, bytes.Length);
    }

    public static Value Captured(byte[] bytes) => new(Kind.Captured, bytes, bytes.Length, 0);

    public static Value Markup(ReadOnlyMemory<byte> bytes) => MemoryMarshal.TryGetArray(bytes, out var array)
        ? new(Kind.Markup, array.Array, ((long)array.Offset << 32) | (uint)array.Count, 0)
        : Markup(bytes.ToArray());

    /// <param name="json">What it was read from.</param>
    /// <param name="start">Where it begins there.</param>
    /// <param name="slot">Its first slot.</param>
    /// <param name="count">How many slots it has; 0 for a list or an object of which nobody reads a part.</param>
    public static Value Row(byte[] json, int start, int slot, int count) => new(Kind.Row, json, ((long)start << 32) | (uint)slot, count);

    public static Value List(byte[] json, int start, int slot, int count) => new(Kind.List, json, ((long)start << 32) | (uint)slot, count);

    /// <summary>A value of a language's own, such as a range or an object that the template made.</summary>
    public static Value Object(object value) => new(Kind.Object, value, 0, 0);

    /// <summary>A value of .NET's; what is of no kind that languages share is a language's own.</summary>
    public static Value From(object? value) => value switch
    {
        null => Nothing,
        bool truth => Of(truth),
        int number => Of(number),
        long number => Of(number),
        double number => Of(number),
        decimal number => Of(number),
        string text => Of(text),
        DateTime date => Of(date),
        _ => Object(value),
    };

    /// <summary>The same as .NET has it; markup and what was captured are a language's own.</summary>
    /// <param name="run">Whose rows and lists are meant.</param>
    public object? ToObject(PlanRun run) => Kind switch
    {
        Kind.Unset or Kind.Nothing => null,
        Kind.False => false,
        Kind.True => true,
        Kind.Int => (int)Whole,
        Kind.Long => Whole,
        Kind.Double => Double,
        Kind.Decimal => Decimal,
        Kind.Date => Date,
        Kind.Utf8 => Characters,
        Kind.Text => String,
        Kind.Row or Kind.List => run.Whole(this),
        _ => Reference,
    };

    /// <summary>The text of a <see cref="Kind.Utf8"/> or <see cref="Kind.Text"/>.</summary>
    public string Characters => Kind == Kind.Text ? String : Encoding.UTF8.GetString(Bytes);
}
