using Microsoft.AspNetCore.Http;
using Renderer.Model;

namespace Renderer.Profiles.Crm;

/// <summary>A webhook as it arrived.</summary>
/// <param name="Method">The HTTP method, upper case.</param>
/// <param name="Url">What the sender signed: the public URL with the raw request target.</param>
/// <param name="Headers">All headers.</param>
/// <param name="Body">The raw bytes.</param>
public sealed record HookDelivery(string Method, string Url, IHeaderDictionary Headers, ReadOnlyMemory<byte> Body);

/// <summary>What a hook said.</summary>
/// <param name="Genuine">The signature holds and is recent; false: nothing was read.</param>
/// <param name="Changes">Who changed; empty for events that concern nobody we could hold.</param>
/// <param name="Reply">What the sender wants to read once the changes are written; null: 204 says enough.</param>
/// <param name="DeliveryId">Names this delivery, where the sender does: the same again is answered as before and marks nothing; null: marks are idempotent anyway.</param>
internal readonly record struct HookReading(bool Genuine, IReadOnlyList<CrmChange> Changes, HookReply? Reply = null, string? DeliveryId = null);

/// <summary>A 200 with a body.</summary>
/// <param name="ContentType">Its type, with charset.</param>
/// <param name="Body">Its bytes.</param>
public sealed record HookReply(string ContentType, ReadOnlyMemory<byte> Body);

/// <summary>One person's change.</summary>
/// <param name="Person">Who, as the CRM names them in the event.</param>
/// <param name="Attributes">Our names of the attributes that changed; null when the event does not tell.</param>
/// <param name="Kind">What happened.</param>
/// <param name="NowAlso">A name that the person has from now on (the new value of a changed e-mail address), so that "no such person" under it ends.</param>
internal sealed record CrmChange(Identifier Person, IReadOnlyList<string>? Attributes, ChangeKind Kind, Identifier? NowAlso = null);

/// <summary>What happened to a person at the CRM.</summary>
internal enum ChangeKind
{
    /// <summary>Attributes changed.</summary>
    Changed,

    /// <summary>The person is new: every "no such person" may be wrong.</summary>
    Created,

    /// <summary>The person is gone: not to be shown from any store, as after an erasure, but without a ledger entry.</summary>
    Deleted,
}
