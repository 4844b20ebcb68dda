using Renderer.Model;

namespace Renderer.Profiles.Crm;

/// <summary>Reads many people by calls that a CRM may refuse whole because of one of them.</summary>
internal static class BulkRead
{
    /// <summary>A bad identifier must not cost the others their data: the half that is refused is halved again. Two refused halves are no bad identifier.</summary>
    /// <param name="asked">Who, each once.</param>
    /// <param name="ask">One call; null when the CRM refuses it whole.</param>
    public static async Task<IReadOnlyList<CrmAnswer>> AskAsync(
        IReadOnlyList<Identifier> asked, Func<IReadOnlyList<Identifier>, Task<IReadOnlyList<CrmAnswer>?>> ask) =>
        await ask(asked) ?? await AskHalvesAsync(asked, ask);

    /// <summary>The same failure for all.</summary>
    public static IReadOnlyList<CrmAnswer> AllFailed(IReadOnlyList<Identifier> asked, Reason reason) =>
        [.. asked.Select(_ => new CrmAnswer(null, reason))];

    private static async Task<IReadOnlyList<CrmAnswer>> AskHalvesAsync(
        IReadOnlyList<Identifier> refused, Func<IReadOnlyList<Identifier>, Task<IReadOnlyList<CrmAnswer>?>> ask)
    {
        if (refused.Count == 1)
        {
            return AllFailed(refused, Reason.CrmError);
        }

        Identifier[][] halves = [[.. refused.Take(refused.Count / 2)], [.. refused.Skip(refused.Count / 2)]];
        var told = await Task.WhenAll(halves.Select(ask));
        if (told is [null, null])
        {
            return AllFailed(refused, Reason.CrmError);
        }

        return [.. told[0] ?? await AskHalvesAsync(halves[0], ask), .. told[1] ?? await AskHalvesAsync(halves[1], ask)];
    }
}
