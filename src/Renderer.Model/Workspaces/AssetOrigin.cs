namespace Renderer.Model;

/// <summary>An origin whose files a workspace's mails may show under its own links: one entry of <c>assets</c> in <c>workspace.yaml</c>.</summary>
public sealed record AssetOrigin
{
    /// <summary>Its name in <c>/assets/{origin}/…</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Below which address its files are; nothing above or beside it can be asked for.</summary>
    public required Uri BaseUrl { get; init; }

    /// <summary>The media types that are let through, such as image/png or image/*; default image/*.</summary>
    public TextList Types { get; init; } = new(["image/*"]);

    /// <summary>The most bytes of a file; default 10 MB.</summary>
    public long MaxBytes { get; init; } = 10 * 1024 * 1024;

    /// <summary>How long the origin may be silent, before its answer and within it, 100 ms to 30 s; default 5 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a file is kept, here and by whoever asked, 0 to 30 days; default 1 h.</summary>
    public TimeSpan KeepFor { get; init; } = TimeSpan.FromHours(1);
}
