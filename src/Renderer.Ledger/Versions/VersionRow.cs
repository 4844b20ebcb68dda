using Renderer.Model;

namespace Renderer.Ledger;

internal sealed record VersionRow
{
    public string Version { get; init; } = "";

    public long PublishedAt { get; init; }

    public string PublishedBy { get; init; } = "";

    /// <summary>The version that is current.</summary>
    public string Pointer { get; init; } = "";

    public VersionInfo ToInfo(string current) => new(Version, new Instant(PublishedAt).ToDate(), PublishedBy, Version == current);
}
