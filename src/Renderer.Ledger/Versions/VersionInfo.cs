namespace Renderer.Ledger;

/// <summary>A published version of a template.</summary>
/// <param name="Version">Its content hash.</param>
/// <param name="PublishedAt">When it was published the last time.</param>
/// <param name="PublishedBy">Who did.</param>
/// <param name="Current">The pointer is on it.</param>
public sealed record VersionInfo(string Version, DateTimeOffset PublishedAt, string PublishedBy, bool Current);
