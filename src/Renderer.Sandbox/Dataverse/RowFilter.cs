using Renderer.Sandbox.People;

namespace Renderer.Sandbox.Dataverse;

/// <summary>A condition on rows.</summary>
/// <param name="Holds">Whether a person meets it.</param>
/// <param name="Candidates">Everybody who can meet it, where an index tells; null: anybody.</param>
internal sealed record RowFilter(Func<Person, bool> Holds, IReadOnlyList<string>? Candidates)
{
    public static RowFilter Both(RowFilter left, RowFilter right) =>
        new(person => left.Holds(person) && right.Holds(person), left.Candidates ?? right.Candidates);

    // Flat lists are joined, so that a hundred conditions do not become a hundred calls deep.
    public static RowFilter Any(IReadOnlyList<RowFilter> some) => some is [var one] ? one : new(
        person => some.Any(each => each.Holds(person)),
        some.All(each => each.Candidates is not null) ? [.. some.SelectMany(each => each.Candidates!).Distinct()] : null);
}
