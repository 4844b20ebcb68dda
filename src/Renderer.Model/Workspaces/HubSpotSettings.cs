namespace Renderer.Model;

/// <summary>What a HubSpot connection can be told beside what all are.</summary>
/// <param name="HookVersions">The kinds of signatures that its hook takes; default version 3 alone, the only one with a time in it.</param>
public sealed record HubSpotSettings(HubSpotSignatures HookVersions = HubSpotSignatures.V3) : KindSettings;

/// <summary>HubSpot's kinds of webhook signatures.</summary>
[Flags]
public enum HubSpotSignatures
{
    /// <summary>None: no hook is genuine.</summary>
    None = 0,

    /// <summary>A hash over secret and body.</summary>
    V1 = 1,

    /// <summary>A hash over secret, method, URL and body.</summary>
    V2 = 2,

    /// <summary>An HMAC over method, URL, body and time.</summary>
    V3 = 4,
}
