using Renderer.Server.Passthrough.Bodies;

namespace Renderer.Server.Passthrough.Marks;

/// <summary>
/// Whether a mark may stand in a body: every spelling of one, in JSON or in a form, has one of these words in it.
/// A body without them is never parsed.
/// </summary>
internal static class MarkSearch
{
    /// <summary>Bytes looked at at once; what a word might have begun before stays for the next look.</summary>
    private const int Window = 64 * 1024;

    private static readonly byte[][] Words = ["renderer:"u8.ToArray(), "renderer%3"u8.ToArray(), "renderer\\u003"u8.ToArray()];

    private static readonly int Overlap = Words.Max(word => word.Length) - 1;

    public static bool MayStandIn(Spool body)
    {
        if (body.Memory is { } whole)
        {
            return MayStandIn(whole.Span);
        }

        var window = new byte[Window];
        var held = 0;
        for (var at = 0L; body.Read(at, window.AsSpan(held)) is var read and > 0; at += read)
        {
            var seen = window.AsSpan(0, held + read);
            if (MayStandIn(seen))
            {
                return true;
            }

            held = Math.Min(Overlap, seen.Length);
            seen[^held..].CopyTo(window);
        }

        return false;
    }

    public static bool MayStandIn(ReadOnlySpan<byte> bytes)
    {
        foreach (var word in Words)
        {
            if (bytes.IndexOf(word) >= 0)
            {
                return true;
            }
        }

        return false;
    }
}
