using System.Text.Json;
using Renderer.Model;
using Renderer.Profiles;
using Renderer.Templates;

namespace Renderer.Messages;

/// <summary>The person of one message: attributes from the CRM, the request or a sample, and how good they are.</summary>
internal sealed record Person
{
    /// <summary>Fresh, stale, missing or unavailable.</summary>
    public required ProfileState State { get; init; }

    /// <summary>The attributes that templates see.</summary>
    public required Profile Profile { get; init; }

    /// <summary>The CRM's id where it is known.</summary>
    public Identifier? Id { get; init; }

    /// <summary>All identifiers that the person is known by.</summary>
    public IReadOnlyList<Identifier> Names { get; init; } = [];

    /// <summary>The opaque names of all of them, that of the CRM's id first; empty where the CRM was not asked.</summary>
    public IReadOnlyList<string> OpaqueNames { get; init; } = [];

    /// <summary>A connection's name, "request" or "sample".</summary>
    public string? Source { get; init; }

    /// <summary>How old the fetched values are.</summary>
    public TimeSpan? Age { get; init; }

    /// <summary>Why it is not fresh.</summary>
    public Reason Reason { get; init; }

    /// <summary>The attributes that are not fresh.</summary>
    public ReadSet Stale { get; init; } = ReadSet.None;

    /// <summary>The attributes that the request gave: always fresh.</summary>
    public ReadSet Given { get; init; } = ReadSet.None;

    /// <summary>How good the attributes are.</summary>
    public ProfileStanding Standing => new(State, Reason) { Age = Age, Stale = Stale, Given = Given };

    /// <summary>Where a fetched value comes from, by the attribute's name; null where nobody knows.</summary>
    public Func<string, Lineage?>? Lineage { get; init; }

    /// <summary>All identifiers known, with the one that the caller gave: the CRM's id first.</summary>
    public IEnumerable<Identifier> NamesWith(Identifier recipient) => Names.Prepend(recipient).Prepend(Id ?? recipient).Distinct();

    /// <summary>Their opaque names under every listed key, that of the CRM's id first where it is known.</summary>
    public IReadOnlyList<string> OpaqueNamesWith(ISealing sealing, WorkspaceName workspace, Identifier recipient) =>
        // The store knows them already; a reading that is of this person has the recipient among them.
        OpaqueNames is { Count: > 0 } known
            ? known
            : [.. NamesWith(recipient).SelectMany(name => PersonNames.OpaqueEach(sealing, workspace, name))];

    /// <summary>What a sample brings along besides attributes.</summary>
    public JsonElement Data { get; init; }

    /// <summary>A person as the CRM knows them, with the request's attributes on top.</summary>
    public static Person OfReading(ProfileReading reading, JsonElement given) => new()
    {
        State = reading.State,
        Profile = reading.Profile.With(given),
        Id = reading.Person,
        Names = reading.Names,
        OpaqueNames = reading.OpaqueNames,
        Source = reading.Source,
        Age = reading.Age,
        Reason = reading.Reason,
        Stale = reading.StaleAttributes,
        Given = NamesOf(given),
        Lineage = reading.Lineage,
    };

    /// <summary>A person who does not want mails to be personal: known by name alone, so that what is filed under it is found.</summary>
    public static Person Withheld(ProfileReading? reading) => new()
    {
        State = ProfileState.Missing,
        Profile = Profile.Empty,
        Id = reading?.Person,
        Names = reading?.Names ?? [],
        OpaqueNames = reading?.OpaqueNames ?? [],
        Reason = Reason.ConsentWithdrawn,
    };

    /// <summary>The whole profile as the request gives it; nobody, when it gives none.</summary>
    public static Person OfRequest(JsonElement given) => new()
    {
        State = ProfileState.Fresh,
        Profile = Profile.Empty.With(given),
        Source = given.ValueKind == JsonValueKind.Object ? "request" : null,
        Given = ReadSet.Everything,
    };

    /// <summary>The template's first invented person; nobody, where it has none.</summary>
    public static Person OfSample(Template template) => OfSample(template.Samples.Count > 0 ? template.Samples[0] : null);

    /// <summary>An invented person.</summary>
    public static Person OfSample(SampleProfile? sample) => new()
    {
        State = ProfileState.Fresh,
        Profile = sample?.Profile ?? Profile.Empty,
        Source = "sample",
        Given = ReadSet.Everything,
        Data = sample?.Data ?? default,
    };

    private static ReadSet NamesOf(JsonElement given) =>
        given.ValueKind == JsonValueKind.Object ? new ReadSet(given.EnumerateObject().Select(member => member.Name)) : ReadSet.None;
}
