using System.Collections.Immutable;

namespace Renderer.Sandbox.People;

/// <summary>What was written of a person, at one time. Each holds all values written before it, too.</summary>
/// <param name="At">When.</param>
/// <param name="Values">Property to value; null was cleared.</param>
/// <param name="Changed">The properties that this write named.</param>
/// <param name="Archived">Deleted, by HubSpot's word.</param>
internal sealed record PersonVersion(
    DateTimeOffset At, ImmutableDictionary<string, string?> Values, IReadOnlyCollection<string> Changed, bool Archived);

/// <summary>A person as one reader sees them.</summary>
/// <param name="Id">The record id.</param>
/// <param name="Origin">The seed behind; null for somebody who was created.</param>
/// <param name="Versions">What was written, oldest first, as far as this reader sees it.</param>
internal sealed record Person(string Id, Seed? Origin, ImmutableArray<PersonVersion> Versions)
{
    public bool Archived => !Versions.IsEmpty && Versions[^1].Archived;

    public string? Get(Property property) => Get(property, Versions.Length);

    public string? Get(PropertyCatalogue catalogue, string name) => catalogue.Find(name) is { } property ? Get(property) : null;

    /// <summary>The property's values from the newest back, with when each was written; the invented one last.</summary>
    public IEnumerable<(string? Value, string At)> History(Property property, PropertyCatalogue catalogue)
    {
        for (var count = Versions.Length; count > 0; count--)
        {
            if (Versions[count - 1].Changed.Contains(property.Name))
            {
                yield return (Get(property, count), Wire.Instant(Versions[count - 1].At));
            }
        }

        if (Get(property, 0) is { } invented && catalogue.Find(PropertyCatalogue.Created) is { } created)
        {
            yield return (invented, Get(created, 0) ?? "");
        }
    }

    private string? Get(Property property, int versions)
    {
        if (versions > 0 && Versions[versions - 1].Values.TryGetValue(property.Name, out var written))
        {
            return written;
        }

        return Origin is not { } seed ? null
            : Oddities.TryGet(seed, property.Name, out var odd) ? odd
            : property.Invent?.Invoke(seed);
    }
}
