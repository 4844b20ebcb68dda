using System.Text.Json;
using Renderer.Model;
using Renderer.Templates;

namespace Renderer.Messages.Decisions;

/// <summary>What was decided for a message, so that repeats decide the same for seven days (contract section 2).</summary>
/// <param name="claims">Where decisions are kept, quickest first: Redis where there is one, then the ledger.</param>
/// <param name="sealing">Makes the opaque names.</param>
/// <param name="board">Who was erased: nothing is kept of them, nor recalled from wherever it could not be dropped.</param>
/// <param name="clock">How long ago that was.</param>
public sealed class DecisionMemory(IReadOnlyList<IClaims> claims, ISealing sealing, ErasureBoard board, TimeProvider clock)
{
    /// <summary>How long repeats return the same decisions.</summary>
    public static readonly TimeSpan Keep = TimeSpan.FromDays(7);

    /// <summary>
    /// A first answer may keep some blocks only (the others were not live); a later one adds the rest, under the next
    /// level's key, since a claim is never changed. Two levels serve almost all; the third is the end.
    /// </summary>
    private const int Levels = 3;

    /// <summary>What earlier answers of this message decided.</summary>
    internal async ValueTask<Kept> RecallAsync(Template template, MessageOrder order, Person person, CancellationToken cancellationToken)
    {
        if (order.MessageId is null || order.Recipient is not { } recipient || order.Proof || (template.Blocks.Count == 0 && template.Slots.Count == 0)
            || board.Holds(order.Workspace, person.NamesWith(recipient), clock.GetUtcNow()))
        {
            return Kept.Nothing;
        }

        var variants = new Dictionary<string, string>();
        for (var level = 0; level < Levels; level++)
        {
            var claim = ClaimOf(template, order, person, recipient, level);
            var found = await FindAsync(claim, cancellationToken);
            if (found is null)
            {
                return new Kept(variants, claim);
            }

            Add(variants, found);
        }

        return new Kept(variants, null);
    }

    /// <summary>Keeps the live and stale decisions of this answer; returns what holds instead when somebody else was first.</summary>
    internal async ValueTask<IReadOnlyDictionary<string, string>?> KeepAsync(
        MessageOrder order, Person person, Kept kept, IReadOnlyList<Decision> decisions, CancellationToken cancellationToken)
    {
        if (kept.Next is not { } claim || order.Recipient is not { } recipient
            || board.Holds(order.Workspace, person.NamesWith(recipient), clock.GetUtcNow()))
        {
            return null;
        }

        var fresh = decisions
            .Where(decision => decision.Outcome is Outcome.Live or Outcome.Stale && !kept.Variants.ContainsKey(decision.Block))
            .ToDictionary(decision => decision.Block, decision => decision.Variant);
        if (fresh.Count == 0)
        {
            return null;
        }

        var mine = JsonSerializer.SerializeToUtf8Bytes(fresh);
        var value = mine;
        foreach (var place in claims)
        {
            value = await place.ClaimAsync(claim, value, cancellationToken);
        }

        if (value.AsSpan().SequenceEqual(mine))
        {
            return null;
        }

        var earlier = new Dictionary<string, string>(kept.Variants);
        Add(earlier, value);
        return earlier;
    }

    private async ValueTask<byte[]?> FindAsync(Claim claim, CancellationToken cancellationToken)
    {
        foreach (var place in claims)
        {
            if (await place.FindAsync(claim, cancellationToken) is { } value)
            {
                return value;
            }
        }

        return null;
    }

    /// <summary>Found by whom the caller named, filed under the CRM's id where that is known.</summary>
    private Claim ClaimOf(Template template, MessageOrder order, Person person, Identifier recipient, int level)
    {
        var names = person.OpaqueNamesWith(sealing, order.Workspace, recipient);
        return new(order.Workspace, KeysOf(template, order, recipient, level), names[0], Keep, [.. names.Skip(1)]);
    }

    private IReadOnlyList<string> KeysOf(Template template, MessageOrder order, Identifier recipient, int level) =>
        sealing.OpaqueEach(
            "decision",
            string.Join('\n', order.Workspace, template.Name, template.Version, recipient.Kind, recipient.Value, order.MessageId, level));

    private static void Add(Dictionary<string, string> variants, byte[] value)
    {
        foreach (var (block, variant) in JsonSerializer.Deserialize<Dictionary<string, string>>(value) ?? [])
        {
            variants.TryAdd(block, variant);
        }
    }
}

/// <summary>What earlier answers of a message decided.</summary>
/// <param name="Variants">Block to variant.</param>
/// <param name="Next">Under which claim this answer's decisions go; null: they are not kept.</param>
internal readonly record struct Kept(IReadOnlyDictionary<string, string> Variants, Claim? Next)
{
    /// <summary>Nothing is kept of a message without a name.</summary>
    public static readonly Kept Nothing = new(new Dictionary<string, string>(), null);
}
