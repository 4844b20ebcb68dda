using HarfBuzzSharp;
using Renderer.Images.Drawing;
using SkiaSharp;
using Buffer = HarfBuzzSharp.Buffer;

namespace Renderer.Images.Text;

/// <summary>Glyphs of a stretch, in the order of the eye, for a size of their style.</summary>
/// <param name="Of">The stretch.</param>
/// <param name="Glyphs">Indices in its font.</param>
/// <param name="Places">From the stretch's left end on the base line.</param>
/// <param name="Clusters">The unit of the text that each began with.</param>
/// <param name="Advances">How far each moves on.</param>
/// <param name="Width">All advances.</param>
internal sealed record ShapedRun(Stretch Of, ushort[] Glyphs, SKPoint[] Places, int[] Clusters, float[] Advances, float Width);

/// <summary>Turns letters into glyphs, by HarfBuzz.</summary>
internal static class Shaper
{
    private static readonly Feature NoKerning = new(Tag.Parse("kern"), 0);
    private static readonly Feature NoLigatures = new(Tag.Parse("liga"), 0);

    [ThreadStatic]
    private static Buffer? kept;

    public static ShapedRun Shape(string text, Stretch stretch)
    {
        var buffer = kept ??= new Buffer { ClusterLevel = ClusterLevel.MonotoneGraphemes };
        buffer.ClearContents();
        buffer.AddUtf16(text.AsSpan(), stretch.Start, stretch.Length);
        buffer.Direction = (stretch.Level & 1) == 1 ? Direction.RightToLeft : Direction.LeftToRight;
        buffer.Script = stretch.Script;
        buffer.Language = Language.Default;
        var style = stretch.Style;
        stretch.Font.Shape(buffer, (style.Kerning && !style.Quick, style.LetterSpacing == 0 && !style.Quick) switch
        {
            (true, true) => [],
            (true, false) => [NoLigatures],
            (false, true) => [NoKerning],
            _ => [NoKerning, NoLigatures],
        });
        return Read(buffer, stretch, style.Size / stretch.Font.UnitsPerEm);
    }

    private static ShapedRun Read(Buffer buffer, Stretch stretch, float scale)
    {
        var infos = buffer.GetGlyphInfoSpan();
        var positions = buffer.GetGlyphPositionSpan();
        var (glyphs, places, clusters, advances) = (new ushort[infos.Length], new SKPoint[infos.Length], new int[infos.Length], new float[infos.Length]);
        for (var at = 0; at < infos.Length; at++)
        {
            glyphs[at] = (ushort)infos[at].Codepoint;
            clusters[at] = (int)infos[at].Cluster;
            advances[at] = positions[at].XAdvance * scale;
        }

        if (stretch.Style.Quick)
        {
            // Hinted letters have widths of their own.
            using var pen = Pen.Of(stretch.Font, stretch.Style);
            pen.GetGlyphWidths(glyphs, advances, default);
        }

        var x = 0f;
        for (var at = 0; at < infos.Length; at++)
        {
            var position = positions[at];
            places[at] = new SKPoint(x + (position.XOffset * scale), -position.YOffset * scale);
            advances[at] += at + 1 == infos.Length || infos[at + 1].Cluster != infos[at].Cluster ? stretch.Style.LetterSpacing : 0;
            x += advances[at];
        }

        return new ShapedRun(stretch, glyphs, places, clusters, advances, x);
    }
}
