using Renderer.Model;

namespace Renderer.Ledger;

/// <summary>A key as it is listed and found: everything but the key itself.</summary>
public sealed record AccessKey
{
    /// <summary>Names it in lists and for revoking: 12 hex digits, no secret.</summary>
    public required string Id { get; init; }

    /// <summary>Its holder signs with a secret derived from the id, and never shows a key.</summary>
    public bool Signs { get; init; }

    /// <summary>The workspace that it implies.</summary>
    public required WorkspaceName Workspace { get; init; }

    /// <summary>What it may be used for.</summary>
    public required Role Roles { get; init; }

    /// <summary>The templates that it names; empty when it names none in particular.</summary>
    public IReadOnlyList<string> Templates { get; init; } = [];

    /// <summary>What its owner calls it: who stands in the audit.</summary>
    public string Label { get; init; } = "";

    /// <summary>When it was made.</summary>
    public DateTimeOffset Created { get; init; }

    /// <summary>From then on it is refused; null: never.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>When it was revoked; null: it was not.</summary>
    public DateTimeOffset? Revoked { get; init; }
}

/// <summary>A new key: the one time that its text is seen.</summary>
/// <param name="Key">What is kept of it.</param>
/// <param name="Text">The key. We cannot tell it again.</param>
public sealed record NewAccessKey(AccessKey Key, string Text)
{
    /// <summary>Says nothing of the text.</summary>
    public override string ToString() => $"new key {Key.Id}";
}
