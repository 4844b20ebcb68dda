using HarfBuzzSharp;
using SkiaSharp;

namespace Renderer.Images.Text;

/// <summary>One font: what shapes its letters and what draws them. Safe for any number of threads.</summary>
#pragma warning disable CA1001 // A font lives as long as the process: glyphs of it may be in use anywhere.
internal sealed class Font
#pragma warning restore CA1001
{
    // A page is 256 code points: which pages were asked, and what they hold.
    private readonly ulong[]?[] pages = new ulong[0x1100][];
    private readonly HarfBuzzSharp.Font shape;

    public unsafe Font(byte* bytes, int length)
    {
        using var data = SKData.Create((nint)bytes, length);
        Face = SKTypeface.FromData(data) ?? throw new InvalidDataException("A font cannot be read.");
        using var blob = new Blob((nint)bytes, length, MemoryMode.ReadOnly);
        using var face = new Face(blob, 0);
        UnitsPerEm = face.UnitsPerEm;
        shape = new HarfBuzzSharp.Font(face);
        shape.SetScale(UnitsPerEm, UnitsPerEm);
        shape.SetFunctionsOpenType();
        Family = Face.FamilyName;
        (Bold, Italic) = (Face.FontWeight >= 600, Face.FontSlant != SKFontStyleSlant.Upright);
        var metrics = new SKFont(Face, 1000).Metrics;
        (Ascent, Descent) = (-metrics.Ascent / 1000, metrics.Descent / 1000);
    }

    public SKTypeface Face { get; }

    public string Family { get; }

    public bool Bold { get; }

    public bool Italic { get; }

    public int UnitsPerEm { get; }

    /// <summary>Above the base line, for a size of 1.</summary>
    public float Ascent { get; }

    /// <summary>Below the base line, for a size of 1.</summary>
    public float Descent { get; }

    /// <summary>Whether it has a glyph for a code point.</summary>
    public bool Has(int codePoint)
    {
        var page = pages[codePoint >> 8] ?? Look(codePoint >> 8);
        return (page[(codePoint >> 6) & 3] >> (codePoint & 63) & 1) != 0;
    }

    public void Shape(HarfBuzzSharp.Buffer buffer, params Feature[] features) => shape.Shape(buffer, features);

    private ulong[] Look(int page)
    {
        var found = new ulong[4];
        for (var at = 0; at < 256; at++)
        {
            if (shape.TryGetNominalGlyph((page << 8) + at, out var glyph) && glyph != 0)
            {
                found[at >> 6] |= 1UL << (at & 63);
            }
        }

        return pages[page] = found;
    }
}
