using System.Collections.Frozen;

namespace Renderer.Ledger;

/// <summary>Which version of each template of a workspace is current: an immutable snapshot.</summary>
/// <param name="Change">Another number means that something moved, in this workspace or another.</param>
/// <param name="Versions">Template to version.</param>
public sealed record Pointers(long Change, FrozenDictionary<string, string> Versions);
