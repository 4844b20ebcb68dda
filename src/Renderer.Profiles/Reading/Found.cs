using Renderer.Profiles.Cache;

namespace Renderer.Profiles.Reading;

/// <summary>A stored or fetched value, and how good it is for the question at hand.</summary>
internal readonly record struct Found(Entry? Entry, Verdict Verdict)
{
    public static readonly Found Nothing = new(null, Verdict.Unusable(Flaw.None));

    public bool IsFresh => Entry is not null && Verdict.Standing == Standing.Fresh;

    public bool IsUsable => Entry is not null && Verdict.Standing != Standing.Unusable;

    /// <summary>The better of two; of equals the one that was fetched later.</summary>
    public static Found Better(Found left, Found right)
    {
        if (left.Entry is null || right.Entry is null)
        {
            return left.Entry is null ? right : left;
        }

        var sign = left.Verdict.Standing.CompareTo(right.Verdict.Standing);
        return sign != 0 ? (sign > 0 ? left : right)
            : left.Entry.Begun >= right.Entry.Begun ? left : right;
    }
}
