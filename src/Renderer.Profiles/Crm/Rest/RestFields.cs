using Renderer.Model;

namespace Renderer.Profiles.Crm.Rest;

/// <summary>The fields to ask an API for, where it takes a list of them: <c>{fields}</c>.</summary>
internal sealed class RestFields(RestPerson person, AttributeMap map)
{
    private readonly IReadOnlyList<string> identity =
        [.. new[] { person.Id, person.Email, person.Changed, person.Deleted }.Select(person.FieldOf).OfType<string>()];

    /// <summary>The fields that these reads need; what is nested comes with the field that it stands in.</summary>
    public IReadOnlyList<string> Of(ReadSet reads) =>
        [.. identity.Concat(map.PropertiesFor(reads).Select(First)).Distinct(StringComparer.Ordinal)];

    private static string First(string property) =>
        JsonPath.Read(property, out var path) is null && path.Steps is [{ Name: { } name }, ..] ? name : property;
}
