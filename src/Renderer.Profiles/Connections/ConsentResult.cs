namespace Renderer.Profiles;

/// <summary>What became of a step of a person's consent.</summary>
public enum ConsentResult
{
    /// <summary>It was done.</summary>
    Done,

    /// <summary>The workspace has no such connection.</summary>
    NoSuchConnection,

    /// <summary>The connection gets in another way: nobody has to consent.</summary>
    NotNeeded,

    /// <summary>The link is not one of ours, was used, is too old, or a later one took its place.</summary>
    LinkUnknown,

    /// <summary>What came back belongs to no walk that this browser began here within the last minutes.</summary>
    StateUnknown,

    /// <summary>The person, or the CRM, said no.</summary>
    Denied,

    /// <summary>The token endpoint refused the code.</summary>
    Refused,

    /// <summary>The token endpoint gave no refresh token.</summary>
    NothingToKeep,

    /// <summary>The token endpoint did not answer, or not with a token.</summary>
    NoAnswer,

    /// <summary>The ledger cannot keep it now.</summary>
    NotKept,
}

/// <summary>A link that begins a consent.</summary>
/// <param name="Result">What became of it.</param>
/// <param name="Link">With <see cref="ConsentResult.Done"/>: what the start route takes, good once.</param>
/// <param name="Until">Its end.</param>
public sealed record ConsentOffer(ConsentResult Result, string? Link = null, DateTimeOffset Until = default)
{
    /// <summary>Says nothing of the link.</summary>
    public override string ToString() => $"consent offer: {Result}";
}

/// <summary>Where a browser goes to consent.</summary>
/// <param name="Result">What became of it.</param>
/// <param name="Page">With <see cref="ConsentResult.Done"/>: the CRM's page.</param>
/// <param name="Cookie">What binds the walk to this browser.</param>
public sealed record ConsentStart(ConsentResult Result, Uri? Page = null, string? Cookie = null)
{
    /// <summary>Says nothing of the state and the cookie.</summary>
    public override string ToString() => $"consent start: {Result}";
}

/// <summary>How a consent ended.</summary>
/// <param name="Result">What became of it.</param>
/// <param name="Who">Who made the link, for the audit.</param>
/// <param name="Error">OAuth's code for what is wrong, when it is one that we know.</param>
/// <param name="Scope">What was granted, where the CRM tells.</param>
public sealed record ConsentEnd(ConsentResult Result, string Who = "", string? Error = null, string? Scope = null);
