using System.Buffers;
using System.Text.Json;
using Renderer.Model;

namespace Renderer.Profiles.Reading.Joining;

/// <summary>Puts what several connections say of one person together, attribute by attribute.</summary>
internal static class Merging
{
    /// <summary>One reading of several.</summary>
    /// <param name="plan">Who wins.</param>
    /// <param name="reads">What is read.</param>
    /// <param name="sources">The readings by the places of their connections, the first's first; null: was not asked.</param>
    public static ProfileReading Of(MergePlan plan, ReadSet reads, IReadOnlyList<Source?> sources)
    {
        var first = sources[0]!.Value.Reading;
        var documents = sources.Select(source => source?.Reading is { State: ProfileState.Fresh or ProfileState.Stale } reading ? JsonDocument.Parse(reading.Profile.Json) : null).ToArray();
        try
        {
            var names = documents.OfType<JsonDocument>().SelectMany(each => each.RootElement.EnumerateObject().Select(member => member.Name))
                .Union(reads.Names).Order(StringComparer.Ordinal).ToList();
            var (stale, bad, reason, age) = (new List<string>(), new List<BadValue>(), Reason.None, first.Age);
            var from = new Dictionary<string, ProfileReading>(StringComparer.Ordinal);
            var json = new ArrayBufferWriter<byte>(512);
            using (var writer = new Utf8JsonWriter(json, new JsonWriterOptions { SkipValidation = true }))
            {
                writer.WriteStartObject();
                foreach (var name in names)
                {
                    var chosen = Choose(plan.OwnersOf(name), name, sources, documents);
                    if (chosen.Value is { } value)
                    {
                        writer.WritePropertyName(name);
                        value.WriteTo(writer);
                    }

                    if (chosen.Place >= 0 && reads.Reads(name))
                    {
                        var source = from[name] = sources[chosen.Place]!.Value.Reading;
                        bad.AddRange(source.Bad.Where(each => each.Attribute == name));
                        age = source.Age > age ? source.Age : age;
                    }

                    if (chosen.Flaw != Reason.None && reads.Reads(name))
                    {
                        stale.Add(name);
                        reason = reason == Reason.None ? chosen.Flaw : reason;
                    }
                }

                writer.WriteEndObject();
            }

            return first with
            {
                State = stale.Count == 0 ? ProfileState.Fresh : ProfileState.Stale,
                Profile = new Profile(json.WrittenMemory),
                Age = age,
                Reason = reason,
                StaleAttributes = stale.Count == 0 ? ReadSet.None : new ReadSet(stale, reads.All && first.StaleAttributes.All),
                Bad = bad,
                Lineage = name => from.GetValueOrDefault(name, first).Lineage?.Invoke(name),
            };
        }
        finally
        {
            Array.ForEach(documents, document => document?.Dispose());
        }
    }

    // The first that has a value wins; that one before it could not be asked makes it no better than stale.
    private static (int Place, JsonElement? Value, Reason Flaw) Choose(
        IReadOnlyList<int> owners, string name, IReadOnlyList<Source?> sources, JsonDocument?[] documents)
    {
        var (place, value, flaw) = (-1, (JsonElement?)null, Reason.None);
        foreach (var owner in owners)
        {
            if (sources[owner] is not { } source)
            {
                continue;
            }

            if (source.Reading.State == ProfileState.Unavailable)
            {
                flaw = flaw == Reason.None ? source.Reading.Reason : flaw;
                continue;
            }

            var found = documents[owner] is { } document && document.RootElement.TryGetProperty(name, out var element) ? element : (JsonElement?)null;
            if (source.FlawOf(name) is var own && flaw == Reason.None)
            {
                flaw = own;
            }

            if (place < 0 || found is { ValueKind: not JsonValueKind.Null })
            {
                (place, value) = (owner, found ?? value);
            }

            if (found is { ValueKind: not JsonValueKind.Null })
            {
                break;
            }
        }

        return (place, value, flaw);
    }
}

/// <summary>What one connection said of a person.</summary>
/// <param name="Reading">Its reading.</param>
/// <param name="Doubt">Why the person may be another one there: the value that they were found by is not fresh; none when it is.</param>
internal readonly record struct Source(ProfileReading Reading, Reason Doubt)
{
    /// <summary>Why an attribute of it is not fresh; none when it is.</summary>
    public Reason FlawOf(string attribute) =>
        Reading.State == ProfileState.Stale && Reading.StaleAttributes.Reads(attribute) ? Reading.Reason : Doubt;
}
