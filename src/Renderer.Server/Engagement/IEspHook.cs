using System.Text;
using Renderer.Model;
using Renderer.Profiles.Crm;

namespace Renderer.Server.Engagement;

/// <summary>How one ESP proves its webhooks, and what it writes in them.</summary>
internal interface IEspHook
{
    /// <summary>The most bytes of one delivery: what the ESP sends at once, with room.</summary>
    int MostBytes { get; }

    /// <summary>Whether the delivery is the ESP's, from its headers and raw bytes.</summary>
    ValueTask<HookProof> ProveAsync(EspDelivery delivery, CancellationToken cancellationToken);

    /// <summary>What it tells; of a delivery that was proven.</summary>
    IEnumerable<MailEvent> Read(EspDelivery delivery);
}

/// <summary>A delivery to an ESP's hook.</summary>
/// <param name="Esp">Whose.</param>
/// <param name="Hook">As it arrived.</param>
/// <param name="Now">The time it is.</param>
/// <param name="Form">Its fields, where it is a form.</param>
internal sealed record EspDelivery(EspSettings Esp, HookDelivery Hook, DateTimeOffset Now, IReadOnlyList<KeyValuePair<string, string>>? Form = null)
{
    /// <summary>The secret that both have; null: none is set.</summary>
    public byte[]? Secret => Esp.HookSecret is { Value.Length: > 0 } secret ? Encoding.UTF8.GetBytes(secret.Value) : null;

    /// <summary>The raw bytes.</summary>
    public ReadOnlyMemory<byte> Body => Hook.Body;

    /// <summary>The one value of a field of the form; null when there is none, or more.</summary>
    public string? Field(string name) => Form?.Where(field => field.Key == name).Take(2).ToList() is [var only] ? only.Value : null;

    /// <summary>The one value of a header; null when there is none, or more.</summary>
    public string? Header(string name) => Hook.Headers[name] is [{ Length: > 0 and <= 4096 } value] ? value : null;
}

/// <summary>What came of proving a delivery.</summary>
/// <param name="Result">Whether it is genuine.</param>
/// <param name="Token">A token that is good for this body alone, where the proof does not cover the body.</param>
internal readonly record struct HookProof(ProofResult Result, string? Token = null)
{
    public static readonly HookProof Genuine = new(ProofResult.Genuine);
    public static readonly HookProof Forged = new(ProofResult.Forged);
    public static readonly HookProof NoSecret = new(ProofResult.NoSecret);

    public static HookProof Of(bool holds) => holds ? Genuine : Forged;
}

/// <summary>Whether a delivery is genuine: a closed set.</summary>
internal enum ProofResult
{
    /// <summary>It is: read it.</summary>
    Genuine,

    /// <summary>It is not, it is too old, or its proof was used for something else.</summary>
    Forged,

    /// <summary>The connection has nothing to prove it by.</summary>
    NoSecret,

    /// <summary>Nobody can tell now.</summary>
    NotNow,

    /// <summary>It is, and was all that there is to it.</summary>
    Done,
}
