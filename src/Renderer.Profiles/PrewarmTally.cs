using Renderer.Model;

namespace Renderer.Profiles;

/// <summary>What became of some people of a prewarm.</summary>
/// <param name="Fresh">Were there already.</param>
/// <param name="Fetched">Were fetched.</param>
/// <param name="Missing">Nobody by that name.</param>
/// <param name="Failed">The CRM's answer about them was an error.</param>
/// <param name="NotYet">Could not be asked for yet, and are to be tried again.</param>
/// <param name="Reason">Why they could not.</param>
public sealed record PrewarmTally(
    int Fresh = 0, int Fetched = 0, int Missing = 0, int Failed = 0, IReadOnlyList<Identifier>? NotYet = null, Reason Reason = Reason.None)
{
    /// <summary>Both together.</summary>
    public static PrewarmTally operator +(PrewarmTally one, PrewarmTally other) => new(
        one.Fresh + other.Fresh,
        one.Fetched + other.Fetched,
        one.Missing + other.Missing,
        one.Failed + other.Failed,
        [.. one.NotYet ?? [], .. other.NotYet ?? []],
        one.Reason != Reason.None ? one.Reason : other.Reason);
}
