using Renderer.Images.Drawing;

namespace Renderer.Images.Writing;

/// <summary>Which filter makes a picture smallest, guessed from a few of its rows.</summary>
internal static class FilterGuess
{
    private const int Rows = 12;
    private const int Samples = 2;
    private const int Quick = 1;

    public static int Of(Frame frame, bool opaque)
    {
        var (best, least) = (PngRows.Sub, long.MaxValue);
        foreach (var filter in new[] { PngRows.None, PngRows.Sub, PngRows.Paeth })
        {
            var to = new MemoryStream();
            for (var sample = 1; sample <= Samples; sample++)
            {
                var from = Math.Max(0, (frame.Height * sample / (Samples + 1)) - (Rows / 2));
                Deflater.Write([], PngRows.Of(frame, opaque, from, Math.Min(from + Rows, frame.Height), _ => filter), Quick, to);
            }

            if (to.Length < least)
            {
                (best, least) = (filter, to.Length);
            }
        }

        return best;
    }
}
