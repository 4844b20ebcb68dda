namespace Renderer.Server.Passthrough.Ses.Signing;

/// <summary>Why a caller's signature does not hold.</summary>
internal enum SignatureFault
{
    /// <summary>It holds.</summary>
    None,

    /// <summary>There is none.</summary>
    Missing,

    /// <summary>A part of it is missing, or it is none of version 4.</summary>
    Incomplete,

    /// <summary>Nobody was given that access key id, or it is revoked.</summary>
    UnknownKey,

    /// <summary>It is for another service than SES.</summary>
    WrongScope,

    /// <summary>It was made too long ago, or will be.</summary>
    Expired,

    /// <summary>Another secret, or another request, was signed.</summary>
    Mismatch,
}
