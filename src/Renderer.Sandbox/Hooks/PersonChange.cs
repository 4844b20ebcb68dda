using System.Collections.Immutable;
using Renderer.Sandbox.People;

namespace Renderer.Sandbox.Hooks;

/// <summary>What happened to a person, for each vendor's hook to say in its own words.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Person">The person after it.</param>
/// <param name="Values">What was written, by the sandbox's names.</param>
/// <param name="FromApi">Written by a vendor's API, not by the sandbox's own routes.</param>
internal sealed record PersonChange(ChangeKind Kind, Person Person, IReadOnlyDictionary<string, string?> Values, bool FromApi)
{
    public static PersonChange Changed(Person person, IReadOnlyDictionary<string, string?> values, bool fromApi = false) =>
        new(ChangeKind.Changed, person, values, fromApi);

    public static PersonChange Created(Person person) =>
        new(ChangeKind.Created, person, person.Versions[^1].Values, FromApi: false);

    /// <param name="person">Who was deleted.</param>
    /// <param name="privacy">For ever, at the person's own request.</param>
    public static PersonChange Deleted(Person person, bool privacy) =>
        new(privacy ? ChangeKind.Erased : ChangeKind.Deleted, person, ImmutableDictionary<string, string?>.Empty, FromApi: false);
}

/// <summary>What happened to a person.</summary>
internal enum ChangeKind
{
    Changed,
    Created,
    Deleted,

    /// <summary>Deleted for ever, at the person's own request.</summary>
    Erased,
}
