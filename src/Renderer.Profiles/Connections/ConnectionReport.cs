using Renderer.Model;

namespace Renderer.Profiles;

/// <summary>A step of a connection's test.</summary>
public enum ConnectionStep
{
    /// <summary>A token, password or key.</summary>
    Token,

    /// <summary>A read of somebody who does not exist.</summary>
    Read,

    /// <summary>The CRM's own description of its attributes.</summary>
    Describe,
}

/// <summary>What a connection's test found. Holds no secret.</summary>
public sealed record ConnectionReport
{
    /// <summary>The kind of CRM.</summary>
    public required string Type { get; init; }

    /// <summary>How it gets in, as <c>auth.type</c> of workspace.yaml says it.</summary>
    public required string Way { get; init; }

    /// <summary>Whether there is a token that changes, or a secret that does not.</summary>
    public bool TokenChanges { get; init; }

    /// <summary>What the token may do, where the CRM tells.</summary>
    public string? Scope { get; init; }

    /// <summary>How much of the token's life is left.</summary>
    public TimeSpan? TokenEndsIn { get; init; }

    /// <summary>How many attributes the CRM describes; null when it does not tell.</summary>
    public int? Attributes { get; init; }

    /// <summary>Attributes that templates read and the CRM does not have, under our names.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>Why the CRM's description could not be had; <see cref="Reason.None"/> when it was.</summary>
    public Reason DescribeReason { get; init; }

    /// <summary>Calls of the quota's window, and how many are left; null where the CRM says nothing of it.</summary>
    public (long Limit, long Remaining, TimeSpan Window)? Quota { get; init; }

    /// <summary>How long each step took.</summary>
    public IReadOnlyList<(ConnectionStep Step, TimeSpan Took)> Latency { get; init; } = [];

    /// <summary>The step that failed; null when the connection can be used.</summary>
    public ConnectionStep? Failed { get; init; }

    /// <summary>Why.</summary>
    public Reason Reason { get; init; }

    /// <summary>OAuth's code for it, when it is one that we know, or <c>consent_needed</c>.</summary>
    public string? Error { get; init; }

    /// <summary>What to do; null when nothing is to be done.</summary>
    public string? Advice { get; init; }
}
