using Renderer.Ledger;
using Renderer.Model;
using Renderer.Profiles;

namespace Renderer.Server.Open.Consenting;

/// <summary>What became of what a person stated over a link.</summary>
internal enum ConsentTaken
{
    /// <summary>It is durable, and holds: here now, on other nodes within a second, also for mails sent before.</summary>
    Done,

    /// <summary>It is durable for the address of this mail; which others are the same person's nobody could tell.</summary>
    InPart,

    /// <summary>It was not taken down: try again.</summary>
    NotNow,

    /// <summary>The link is older than the person's erasure: nothing is held of them, and nothing was taken down.</summary>
    Erased,
}

/// <summary>Reads and takes down what people agree to over the link in their mail. Such links have no end: nobody may be too late to say no.</summary>
internal sealed class ConsentDesk(Consents consents, ProfileChanges changes, ErasureBoard erased, ISealing sealing)
{
    private const string Who = "consent link";

    /// <summary>What holds; nothing of somebody who was erased after the link was made.</summary>
    public ConsentState Read(LinkFacts facts) => erased.KnownUntil == Instant.Never || OpenLog.IsErased(erased, facts) ? default : consents.Of(facts.Workspace, Own(facts));

    /// <summary>Takes it down.</summary>
    public async Task<ConsentTaken> TakeAsync(LinkFacts facts, ConsentForm form, CancellationToken cancellationToken)
    {
        if (OpenLog.IsErased(erased, facts))
        {
            return ConsentTaken.Erased;
        }

        // Until erasures were read once nobody can tell: this never fails open.
        var names = Own(facts);
        if (names.Count == 0 || erased.KnownUntil == Instant.Never)
        {
            return ConsentTaken.NotNow;
        }

        var others = await OthersAsync(facts, cancellationToken);
        if (others?.Any(name => erased.ErasedAt(facts.Workspace, name) >= facts.MadeAt) == true)
        {
            return ConsentTaken.Erased;
        }

        try
        {
            await consents.ChangeAsync(facts.Workspace, [.. names.Concat(others ?? []).Distinct()], _ => form.Choices, Who);
            return others is null ? ConsentTaken.InPart : ConsentTaken.Done;
        }
        catch (LedgerUnavailableException)
        {
            return ConsentTaken.NotNow;
        }
    }

    /// <summary>The names that the link itself tells.</summary>
    private IReadOnlyList<string> Own(LinkFacts facts)
    {
        IReadOnlyList<string> told = facts.Recipient is { } name ? [name] : [];
        return facts.Person is { } person ? [.. told.Union(PersonNames.OpaqueEach(sealing, facts.Workspace, person))] : told;
    }

    /// <summary>The person's other names; null when nobody can tell now whether there are any.</summary>
    private async ValueTask<IReadOnlyList<string>?> OthersAsync(LinkFacts facts, CancellationToken cancellationToken)
    {
        if (facts.Person is not { } person)
        {
            return [];
        }

        return await changes.NamesOfAsync(facts.Workspace, person, cancellationToken) is { } names
            ? [.. names.SelectMany(name => PersonNames.OpaqueEach(sealing, facts.Workspace, name))]
            : null;
    }
}
