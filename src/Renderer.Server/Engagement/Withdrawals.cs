using Renderer.Ledger;
using Renderer.Model;
using Renderer.Profiles;

namespace Renderer.Server.Engagement;

/// <summary>Takes back the consent of whoever complained or unsubscribed at an ESP: from then on nothing of them is shown or recorded.</summary>
internal sealed class Withdrawals(Consents consents, ProfileChanges changes, ErasureBoard erased, ISealing sealing, TimeProvider clock)
{
    private const int AtOnce = 8;

    /// <summary>Most ESPs say a second alone: of what was said within it the stricter holds.</summary>
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <summary>False when it could not be taken down for all: let it be told again.</summary>
    public async ValueTask<bool> TakeAsync(WorkspaceName workspace, EspSettings esp, IReadOnlyList<MailEvent> told, CancellationToken cancellationToken)
    {
        var now = Instant.From(clock.GetUtcNow());
        var latest = told.Where(one => one.Meaning.Kind is OpenKind.Complained or OpenKind.Unsubscribed)
            .GroupBy(one => (one.PersonId, one.Address), one => one.At is { } at && at < now ? at : now)
            .ToDictionary(group => group.Key, group => group.Max());
        if (latest.Count == 0)
        {
            return true;
        }

        // Until erasures were read once nobody can tell whom they concern.
        if (erased.KnownUntil == Instant.Never)
        {
            return false;
        }

        try
        {
            await Parallel.ForEachAsync(latest, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, async (one, token) =>
            {
                var person = EngagementLog.PersonOf(new MailEvent { Meaning = OpenKind.Complained, PersonId = one.Key.PersonId, Address = one.Key.Address });
                await TakeAsync(workspace, esp, person, one.Value, token);
            });
            return true;
        }
        catch (LedgerUnavailableException)
        {
            return false;
        }
    }

    private async Task TakeAsync(WorkspaceName workspace, EspSettings esp, IReadOnlyList<Identifier> person, Instant at, CancellationToken cancellationToken)
    {
        if (person.Count == 0 || IsErased(workspace, person, at))
        {
            return;
        }

        // Without an answer of the CRM it holds for the names that were told: a mail by another name finds it by the names of the profile it reads.
        var known = await changes.NamesOfAsync(workspace, person[0], cancellationToken) ?? [];
        if (!IsErased(workspace, known, at))
        {
            await consents.WithdrawAsync(
                workspace, [.. person.Union(known).SelectMany(name => PersonNames.OpaqueEach(sealing, workspace, name)).Distinct()], at + Second, $"events of {esp.Name}");
        }
    }

    /// <summary>Whether it is from before an erasure: then nothing more is held of them.</summary>
    private bool IsErased(WorkspaceName workspace, IEnumerable<Identifier> person, Instant at) => person.Any(name => erased.ErasedAt(workspace, name) >= at);
}
