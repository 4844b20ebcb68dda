using Renderer.Model;

namespace Renderer.Ledger;

/// <summary>A key as it lies in the ledger and in this node's copy.</summary>
internal sealed record KeyRow
{
    public const string Columns =
        "id, workspace, hash, label, roles, templates, created_at AS createdAt, ends_at AS endsAt, revoked_at AS revokedAt";

    public string Id { get; init; } = "";

    public string Workspace { get; init; } = "";

    public string Hash { get; init; } = "";

    public string Label { get; init; } = "";

    public string Roles { get; init; } = "";

    /// <summary>One a line.</summary>
    public string Templates { get; init; } = "";

    public long CreatedAt { get; init; }

    public long? EndsAt { get; init; }

    public long? RevokedAt { get; init; }

    public static KeyRow From(AccessKey key, string hash) => new()
    {
        Id = key.Id,
        Workspace = key.Workspace.ToString(),
        Hash = hash,
        Label = key.Label,
        Roles = key.Roles.Label(),
        Templates = string.Join('\n', key.Templates),
        CreatedAt = Instant.From(key.Created).Micros,
        EndsAt = key.Until is { } end ? Instant.From(end).Micros : null,
    };

    /// <summary>A row that a newer version wrote with a role unknown here is a key without roles: it opens nothing.</summary>
    public AccessKey ToKey() => new()
    {
        Id = Id,
        Signs = Hash == KeyText.OfSigner(Id),
        Workspace = WorkspaceName.TryParse(Workspace, out var name) ? name : WorkspaceName.Default,
        Roles = Renderer.Model.Roles.TryParse(Roles, out var roles) ? roles : Role.None,
        Templates = Templates.Split('\n', StringSplitOptions.RemoveEmptyEntries),
        Label = Label,
        Created = new Instant(CreatedAt).ToDate(),
        Until = EndsAt is { } end ? new Instant(end).ToDate() : null,
        Revoked = RevokedAt is { } at ? new Instant(at).ToDate() : null,
    };
}
