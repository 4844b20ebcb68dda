namespace Renderer.Ledger;

internal static class VersionSql
{
    private const string Columns =
        "v.version, v.published_at AS publishedAt, v.published_by AS publishedBy, p.version AS pointer";

    private const string OfTemplate =
        """
        FROM template_version v JOIN pointer p ON p.workspace = v.workspace AND p.template = v.template
        WHERE v.workspace = @workspace AND v.template = @template
        """;

    /// <summary>What is stored is immutable; publishing it again only makes it the newest.</summary>
    public const string Store =
        """
        INSERT INTO template_version (workspace, template, version, seq, sha256, bundle, published_at, published_by)
        VALUES (@workspace, @template, @version, @seq, @sha256, @bundle, @at, @who)
        ON CONFLICT (workspace, template, version)
        DO UPDATE SET seq = excluded.seq, published_at = excluded.published_at, published_by = excluded.published_by
        """;

    public const string Point =
        """
        INSERT INTO pointer (workspace, template, version, moved_at, moved_by) VALUES (@workspace, @template, @version, @at, @who)
        ON CONFLICT (workspace, template)
        DO UPDATE SET version = excluded.version, moved_at = excluded.moved_at, moved_by = excluded.moved_by
        """;

    public const string Prune =
        """
        DELETE FROM template_version
        WHERE workspace = @workspace AND template = @template AND version <> @version
          AND seq NOT IN (
            SELECT seq FROM template_version WHERE workspace = @workspace AND template = @template ORDER BY seq DESC LIMIT @Kept)
        """;

    public const string One = $"SELECT {Columns} {OfTemplate} AND v.version = @version";

    public const string Previous =
        $"""
        SELECT {Columns} {OfTemplate}
          AND v.seq < (SELECT c.seq FROM template_version c WHERE c.workspace = v.workspace AND c.template = v.template AND c.version = p.version)
        ORDER BY v.seq DESC LIMIT 1
        """;

    public const string All = $"SELECT {Columns} {OfTemplate} ORDER BY v.seq DESC";

    public const string Load =
        "SELECT sha256, bundle FROM template_version WHERE workspace = @workspace AND template = @template AND version = @version";
}
