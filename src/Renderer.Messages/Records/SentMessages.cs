using System.Collections.Concurrent;
using Renderer.Ledger;
using Renderer.Model;

namespace Renderer.Messages.Records;

/// <summary>
/// Finds the record of a message that a link leads back to, within its share of the budget. The pictures of a mail are asked for together, so what was
/// found is held for some seconds; so is, more briefly, that the ledger is away.
/// </summary>
/// <param name="records">The ledger's; null: nothing is recorded.</param>
/// <param name="sealing">Makes the opaque names.</param>
/// <param name="clock">How long something is held.</param>
internal sealed class SentMessages(MessageRecords? records, ISealing sealing, TimeProvider clock)
{
    private const int Most = 4096;
    private static readonly TimeSpan Hold = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan HoldNothing = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(60);
    private readonly ConcurrentDictionary<(string Person, ulong Message, LinkName Template, VersionMark Version), (SentMessage? Message, long Until)> held = new();
    private long awayUntil;

    /// <summary>The record; null where there is none, or none in time.</summary>
    public async ValueTask<SentMessage?> FindAsync(LinkFacts facts, IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        if (records is null || names.Count == 0 || facts.Message.IsNone)
        {
            return null;
        }

        var key = (names[0], facts.Message.Hash, facts.Template, facts.Version);
        var now = clock.GetUtcNow().UtcTicks;
        if (held.TryGetValue(key, out var known) && known.Until > now)
        {
            return known.Message;
        }

        if (Volatile.Read(ref awayUntil) > now)
        {
            return null;
        }

        var found = await LookUpAsync(facts, names, cancellationToken);
        if (held.Count >= Most)
        {
            held.Clear();
        }

        held[key] = (found, now + (found is null ? HoldNothing : Hold).Ticks);
        return found;
    }

    private async ValueTask<SentMessage?> LookUpAsync(LinkFacts facts, IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        var key = MessageKey.Of(sealing, facts.Workspace, names, facts.Message.Hash);
        try
        {
            // Several mails may go out under one name: of this template the version that was sent, else any; of repeats the newest.
            var found = await records!.FindAsync(key, cancellationToken).WaitAsync(Patience, clock, cancellationToken);
            var its = found.Select(each => SentMessage.Read(each.Text)).OfType<SentMessage>().Where(each => facts.Template.Is(each.Template)).ToList();
            return its.Find(each => facts.Version.Is(each.Version)) ?? its.FirstOrDefault();
        }
        catch (Exception fault) when (fault is LedgerUnavailableException or TimeoutException)
        {
            Volatile.Write(ref awayUntil, (clock.GetUtcNow() + HoldNothing).UtcTicks);
            return null;
        }
    }
}
