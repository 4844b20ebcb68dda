using System.Collections.Concurrent;
using Renderer.Model;

namespace Renderer.Profiles.Cache;

/// <summary>Opaque names of people and attributes in one workspace: the only ones that Redis ever sees.</summary>
internal sealed class Names(ISealing sealing)
{
    private const int TagsKept = 10_000;

    private readonly ConcurrentDictionary<(WorkspaceName Workspace, string Attribute), IReadOnlyList<string>> tags = new();

    /// <summary>A person's name under every listed key, the newest first: marks are written under all and looked up under all, so that nodes with different newest keys understand each other.</summary>
    public IReadOnlyList<string> Of(WorkspaceName workspace, Identifier person) =>
        PersonNames.OpaqueEach(sealing, workspace, person);

    /// <summary>All names of all identifiers.</summary>
    public string[] Of(WorkspaceName workspace, IEnumerable<Identifier> identifiers) =>
        [.. identifiers.Distinct().SelectMany(identifier => Of(workspace, identifier))];

    /// <summary>An attribute's tag under every listed key.</summary>
    public IReadOnlyList<string> Tags(WorkspaceName workspace, string attribute)
    {
        if (tags.TryGetValue((workspace, attribute), out var known))
        {
            return known;
        }

        var made = sealing.OpaqueEach("attribute", $"{workspace}\n{attribute}");
        if (tags.Count < TagsKept)
        {
            tags.TryAdd((workspace, attribute), made);
        }

        return made;
    }
}
