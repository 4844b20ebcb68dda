using Renderer.Model;
using Renderer.Profiles.Crm.Feeds;

namespace Renderer.Profiles.Crm;

/// <summary>One connection to one CRM: the face that every kind of CRM shows to the cache.</summary>
internal interface ICrmConnection : IAsyncDisposable
{
    /// <summary>What the workspace says of it.</summary>
    ConnectionSettings Settings { get; }

    /// <summary>Why reads are known to fail now; <see cref="Reason.None"/> when they are not.</summary>
    Reason Trouble { get; }

    /// <summary>The most people that one bulk read takes.</summary>
    int BatchSize { get; }

    /// <summary>This connection under other settings, over the same wire: its token, its pause and its circuits go on, and are no longer this one's to
    /// dispose of. Null where the settings make another wire.</summary>
    ICrmConnection? With(ConnectionSettings settings);

    /// <summary>Reads one person. Never throws for what a CRM or a network does: that is the answer's reason.</summary>
    /// <param name="person">Who, by id, e-mail or a lookup of this connection.</param>
    /// <param name="reads">Our attribute names; identifiers come along in any case.</param>
    /// <param name="budget">What the whole read may take, retries and token included.</param>
    /// <param name="cancellationToken">Ends the read early.</param>
    ValueTask<CrmAnswer> ReadAsync(Identifier person, ReadSet reads, Budget budget, CancellationToken cancellationToken);

    /// <summary>Reads up to <see cref="BatchSize"/> people of one identifier kind in one call; answers stand in the order asked.</summary>
    ValueTask<IReadOnlyList<CrmAnswer>> ReadManyAsync(
        IReadOnlyList<Identifier> people, ReadSet reads, Budget budget, CancellationToken cancellationToken);

    /// <summary>One page of all people, in the CRM's own order: for prewarms, polls and reconciling.</summary>
    /// <param name="listing">Which people, and which page.</param>
    /// <param name="budget">What the call may take.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    ValueTask<CrmPage> ListAsync(CrmListing listing, Budget budget, CancellationToken cancellationToken);

    /// <summary>What the CRM says of its attributes.</summary>
    ValueTask<CrmDescription> DescribeAsync(Budget budget, CancellationToken cancellationToken);

    /// <summary>What the CRM last said of its quota; null while it has said nothing, or says nothing ever.</summary>
    CrmQuota? Quota { get; }

    /// <summary>The stream of changes that the CRM keeps itself; null where it has none, or is not to be followed.</summary>
    ChangeFeed? Changes => null;

    /// <summary>Verifies a webhook over its raw bytes, and says which people changed. Parses nothing before the signature holds.</summary>
    HookReading ReadHook(HookDelivery delivery);
}

/// <summary>A person, or why there is none.</summary>
/// <param name="Person">The person; null when there is none.</param>
/// <param name="Reason"><see cref="Reason.None"/> with a person; <see cref="Reason.ProfileMissing"/> when the CRM knows nobody by that name; else what failed.</param>
internal readonly record struct CrmAnswer(CrmPerson? Person, Reason Reason);

/// <summary>A person as the CRM knows them, mapped to our attribute names and typed.</summary>
/// <param name="Id">The CRM's id.</param>
/// <param name="Identifiers">Every other way this connection can name the person now (e-mail, lookups), values as <see cref="Identifier"/> compares them.</param>
/// <param name="Values">The attributes that were asked for.</param>
internal sealed record CrmPerson(string Id, IReadOnlyList<Identifier> Identifiers, MappedValues Values)
{
    /// <summary>The attributes, as a flat JSON object in UTF-8. One that the CRM does not have is absent or null.</summary>
    public ReadOnlyMemory<byte> Json => Values.Json;
}

/// <summary>A person's attributes under our names, and which of them broke a rule.</summary>
/// <param name="Json">A flat JSON object in UTF-8.</param>
/// <param name="Bad">What became its default.</param>
internal readonly record struct MappedValues(ReadOnlyMemory<byte> Json, IReadOnlyList<BadValue> Bad)
{
    public static implicit operator MappedValues(byte[] json) => new(json, []);

    public static implicit operator MappedValues(ReadOnlyMemory<byte> json) => new(json, []);
}
