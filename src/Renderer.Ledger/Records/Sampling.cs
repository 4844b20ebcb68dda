using Renderer.Model;

namespace Renderer.Ledger;

/// <summary>Which ones a share keeps: told by the message's name, which is 60 bits of an HMAC, so that all of a message is kept or none, on every node.</summary>
internal static class Sampling
{
    private const long Names = 1L << 60;

    public static bool Keeps(Keeping keeping, long message) =>
        keeping.For > TimeSpan.Zero && (keeping.Share >= 1 || message < keeping.Share * Names);
}
