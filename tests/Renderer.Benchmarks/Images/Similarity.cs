using SkiaSharp;

namespace Renderer.Benchmarks.Images;

/// <summary>How much alike two pictures are: SSIM of their luma over windows of 8 x 8, the mean of all.</summary>
internal static class Similarity
{
    private const int Window = 8;
    private const double C1 = 6.5025, C2 = 58.5225;

    public static double Of(SKBitmap a, SKBitmap b)
    {
        if (a.Width != b.Width || a.Height != b.Height)
        {
            return 0;
        }

        var (left, right) = (Luma(a), Luma(b));
        var (sum, windows) = (0.0, 0);
        for (var y = 0; y + Window <= a.Height; y++)
        {
            for (var x = 0; x + Window <= a.Width; x++, windows++)
            {
                sum += One(left, right, a.Width, x, y);
            }
        }

        return sum / windows;
    }

    public static SKBitmap Read(string file) => SKBitmap.Decode(file) ?? throw new InvalidDataException(file);

    private static double One(float[] a, float[] b, int width, int left, int top)
    {
        double sa = 0, sb = 0, saa = 0, sbb = 0, sab = 0;
        for (var y = top; y < top + Window; y++)
        {
            for (var at = (y * width) + left; at < (y * width) + left + Window; at++)
            {
                double p = a[at], q = b[at];
                (sa, sb, saa, sbb, sab) = (sa + p, sb + q, saa + (p * p), sbb + (q * q), sab + (p * q));
            }
        }

        const double N = Window * Window;
        var (ma, mb) = (sa / N, sb / N);
        var (va, vb, cov) = ((saa / N) - (ma * ma), (sbb / N) - (mb * mb), (sab / N) - (ma * mb));
        return ((2 * ma * mb) + C1) * ((2 * cov) + C2) / (((ma * ma) + (mb * mb) + C1) * (va + vb + C2));
    }

    private static float[] Luma(SKBitmap picture)
    {
        var luma = new float[picture.Width * picture.Height];
        for (var at = 0; at < luma.Length; at++)
        {
            var color = picture.GetPixel(at % picture.Width, at / picture.Width);
            luma[at] = (0.299f * color.Red) + (0.587f * color.Green) + (0.114f * color.Blue);
        }

        return luma;
    }
}
