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
