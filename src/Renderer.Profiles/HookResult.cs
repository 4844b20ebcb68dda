namespace Renderer.Profiles;

/// <summary>What became of a webhook.</summary>
public enum HookResult
{
    /// <summary>Written where every node sees it: 2xx.</summary>
    Done,

    /// <summary>The signature does not hold or is too old: 401.</summary>
    BadSignature,

    /// <summary>The workspace has no such connection: 404.</summary>
    NoSuchConnection,

    /// <summary>It could not be written where every node sees it; the CRM shall try again: 503.</summary>
    Unavailable,
}

/// <summary>What became of a webhook, and what its sender wants to read.</summary>
/// <param name="Result">What became of it.</param>
/// <param name="Reply">With <see cref="HookResult.Done"/>: a body for a 200; null: 204.</param>
public readonly record struct HookAnswer(HookResult Result, Crm.HookReply? Reply = null);
