using Renderer.Templates.Rendering;

namespace Renderer.Templates.Plans;

/// <summary>What some steps wrote for one message, kept for the others: the same for everybody of a locale and of the segments that the steps ask for.</summary>
/// <param name="first">The first of its places in a <see cref="KeptPage"/>: one for each way in which the segments can answer together.</param>
/// <param name="segments">What is asked.</param>
internal sealed class Reuse(int first, IReadOnlyList<string> segments)
{
    /// <summary>The most segments: each doubles what may be kept.</summary>
    public const int MostSegments = 4;

    /// <summary>The place of what this message gets; null where a segment cannot be asked, so that the steps themselves must fail on it.</summary>
    public KeptPlace? For(MailRun mail, long deadline)
    {
        if (mail.Kept is not { } page)
        {
            return null;
        }

        var place = first;
        for (var i = 0; i < segments.Count; i++)
        {
            var answer = mail.Segment(segments[i], deadline);
            if (answer.Failed)
            {
                return null;
            }

            place += answer.Holds ? 1 << i : 0;
        }

        return new KeptPlace(page, place);
    }
}

/// <summary>Where one text is kept.</summary>
/// <param name="Page">Of which locale.</param>
/// <param name="Place">Where on it.</param>
internal readonly record struct KeptPlace(KeptPage Page, int Place)
{
    /// <summary>What is kept; null before the first message.</summary>
    public byte[]? Text => Page.At(Place);

    public void Keep(byte[] text) => Page.Keep(Place, text);
}
