using Renderer.Model;

namespace Renderer.Messages.Decisions;

/// <summary>
/// The one decision about a block or slot of a message, for every door that shows it: picture, alt text, link, AMP and web version.
/// What was shown is a row of claims, each the first of its place: whoever comes first decides, and the last one is what holds.
/// </summary>
/// <param name="claims">Where decisions are kept, quickest first: Redis where there is one, then the ledger.</param>
/// <param name="sealing">Makes the opaque names.</param>
public sealed class SlotDecisions(IReadOnlyList<IClaims> claims, ISealing sealing)
{
    /// <summary>So often a decision may change; the last one then holds. A change is another variant, not another look.</summary>
    internal const int Most = 64;

    /// <summary>What a look shows: a picture, an AMP list, a web version.</summary>
    /// <param name="question">About what.</param>
    /// <param name="decide">Asks the rules now; null when they could not be asked for this person.</param>
    /// <param name="cancellationToken">Ends it early; nobody waits any more.</param>
    public async ValueTask<SlotDecision> LookAsync(
        SlotQuestion question, Func<CancellationToken, ValueTask<SlotChoice?>> decide, CancellationToken cancellationToken)
    {
        var decision = await LookOnceAsync(question, decide, cancellationToken);
        MessageMetrics.Count(question.Policy, decision.Hold);
        return decision;
    }

    /// <summary>Where a click leads: to what was shown last; where nothing was, to what was sent, else to what is decided now.</summary>
    /// <inheritdoc cref="LookAsync"/>
    public async ValueTask<SlotDecision> ClickAsync(
        SlotQuestion question, Func<CancellationToken, ValueTask<SlotChoice?>> decide, CancellationToken cancellationToken)
    {
        var decision = await ClickOnceAsync(question, decide, cancellationToken);
        MessageMetrics.Count(question.Policy, decision.Hold);
        return decision;
    }

    private async ValueTask<SlotDecision> LookOnceAsync(
        SlotQuestion question, Func<CancellationToken, ValueTask<SlotChoice?>> decide, CancellationToken cancellationToken)
    {
        if (question.Policy == DecisionPolicy.FreezeAtSend && question.Has(question.Sent))
        {
            return new(new(question.Sent!, null), SlotHold.Sent);
        }

        var last = await LastAsync(question, cancellationToken);
        if (Holds(question, last.Claimed) || last.Level == Most)
        {
            return Shown(question, last.Claimed);
        }

        if (await decide(cancellationToken) is not { } fresh || !question.Has(fresh.Variant))
        {
            return Shown(question, last.Claimed);
        }

        return last.Claimed is { } before && before.Choice.Variant == fresh.Variant
            ? new(before.Choice, SlotHold.Claimed)
            : Shown(question, await PutAsync(question, last, new(fresh, IsFinal: false), cancellationToken));
    }

    private async ValueTask<SlotDecision> ClickOnceAsync(
        SlotQuestion question, Func<CancellationToken, ValueTask<SlotChoice?>> decide, CancellationToken cancellationToken)
    {
        if (question.Policy is DecisionPolicy.FreezeAtSend or DecisionPolicy.FreezeAtFirstOpen)
        {
            return await LookOnceAsync(question, decide, cancellationToken);
        }

        var last = await LastAsync(question, cancellationToken);
        if (!question.Has(last.Claimed?.Choice.Variant))
        {
            // Nothing was looked at: what the mail itself shows is what was sent.
            var seen = question.Has(question.Sent) ? new SlotChoice(question.Sent!, null) : await decide(cancellationToken);
            if (seen is not { } choice || !question.Has(choice.Variant))
            {
                return Shown(question, last.Claimed);
            }

            last = last with { Claimed = new(choice, IsFinal: false), IsKept = false };
        }

        return question.Policy == DecisionPolicy.Always && last.IsKept
            ? new(last.Claimed!.Choice, SlotHold.Claimed)
            : await FreezeAsync(question, last, cancellationToken);
    }

    /// <summary>A click makes it final, unless a look was quicker: then that is what was shown last, and is made final.</summary>
    private async ValueTask<SlotDecision> FreezeAsync(SlotQuestion question, Last last, CancellationToken cancellationToken)
    {
        var isFinal = question.Policy == DecisionPolicy.UntilClick;
        while (last is { Claimed: { } seen, Level: < Most } && !(seen.IsFinal && last.IsKept))
        {
            var held = await ClaimAsync(question, last.Level, seen with { IsFinal = isFinal }, cancellationToken);
            if (held is null)
            {
                return Shown(question, last.IsKept ? last.Claimed : null);
            }

            last = await WalkAsync(question, new(held, last.Level + 1, IsKept: true), cancellationToken);
            if (!isFinal || !question.Has(held.Choice.Variant))
            {
                break;
            }
        }

        return Shown(question, last.Claimed);
    }

    /// <summary>What was shown last, and the next free place behind it.</summary>
    private ValueTask<Last> LastAsync(SlotQuestion question, CancellationToken cancellationToken) =>
        WalkAsync(question, new Last(null, 0, IsKept: true), cancellationToken);

    private async ValueTask<Last> WalkAsync(SlotQuestion question, Last last, CancellationToken cancellationToken)
    {
        while (last.Level < Most && await FindAsync(question, last.Level, cancellationToken) is { } claimed)
        {
            last = new(claimed, last.Level + 1, IsKept: true);
        }

        return last;
    }

    private async ValueTask<Claimed?> PutAsync(SlotQuestion question, Last last, Claimed fresh, CancellationToken cancellationToken)
    {
        while (last.Level < Most && await ClaimAsync(question, last.Level, fresh, cancellationToken) is { } held)
        {
            // Of two that look at the same instant both show what the first decided, unless this version cannot.
            last = await WalkAsync(question, new(held, last.Level + 1, IsKept: true), cancellationToken);
            if (question.Has(last.Claimed!.Choice.Variant))
            {
                break;
            }
        }

        return last.Claimed;
    }

    private async ValueTask<Claimed?> FindAsync(SlotQuestion question, int level, CancellationToken cancellationToken)
    {
        var claim = ClaimOf(question, level);
        for (var place = 0; place < claims.Count; place++)
        {
            if (await claims[place].FindAsync(claim, cancellationToken) is { } value)
            {
                // The quicker places learn it: a node that reaches one of them alone shows the same.
                foreach (var quicker in claims.Take(place))
                {
                    await quicker.ClaimAsync(claim, value, cancellationToken);
                }

                return Claimed.Read(value);
            }
        }

        return null;
    }

    /// <summary>What holds the place now; null when nobody can tell.</summary>
    private async ValueTask<Claimed?> ClaimAsync(SlotQuestion question, int level, Claimed mine, CancellationToken cancellationToken)
    {
        var claim = ClaimOf(question, level);
        var value = mine.Write();
        byte[]? holds = null;
        for (var place = 0; place < claims.Count; place++)
        {
            // Who was first in one place claims in the next: a node that could not reach that one may have been first here.
            var told = await claims[place].ClaimNowAsync(claim, holds ?? value, cancellationToken);
            if (told is null && holds is not null)
            {
                // It cannot promise it now, and remembers it behind the request.
                await claims[place].ClaimAsync(claim, holds, cancellationToken);
            }
            else if (told is not null && holds is not null && !told.AsSpan().SequenceEqual(holds))
            {
                foreach (var quicker in claims.Take(place))
                {
                    await quicker.CorrectAsync(claim, told, cancellationToken);
                }
            }

            holds = told ?? holds;
        }

        return holds is null ? null : Claimed.Read(holds);
    }

    private Claim ClaimOf(SlotQuestion question, int level) => new(
        question.Workspace,
        sealing.OpaqueEach(
            "slot",
            string.Join('\n', question.Workspace, question.Bearer ?? question.Person, question.Message.ToString("x16", null), question.Template, question.Slot, level)),
        question.Person,
        question.Keep,
        question.Aliases);

    /// <summary>Whether it may not change any more.</summary>
    private static bool Holds(SlotQuestion question, Claimed? claimed) =>
        claimed is not null && question.Has(claimed.Choice.Variant)
        && (claimed.IsFinal || question.Policy is DecisionPolicy.FreezeAtSend or DecisionPolicy.FreezeAtFirstOpen);

    /// <summary>What is claimed; else the same on every node, whatever it can reach: told by the link and the version alone.</summary>
    private static SlotDecision Shown(SlotQuestion question, Claimed? claimed) => claimed is not null && question.Has(claimed.Choice.Variant)
        ? new(claimed.Choice, SlotHold.Claimed)
        : new(new(question.Has(question.Sent) ? question.Sent! : question.Default, null), SlotHold.Static);

    private readonly record struct Last(Claimed? Claimed, int Level, bool IsKept);
}
