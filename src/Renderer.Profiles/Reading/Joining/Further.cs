using System.Text.Json;
using Renderer.Model;

namespace Renderer.Profiles.Reading.Joining;

/// <summary>A connection that knows the people of the first one too, and how they are found there.</summary>
/// <param name="Name">The connection.</param>
/// <param name="Workspace">The workspace with this connection for its people; null where its settings are no good.</param>
/// <param name="Realm">Its names.</param>
/// <param name="Join">By what people are found.</param>
/// <param name="From">The place of the connection that knows the join's attribute; 0: the first.</param>
internal sealed record Further(string Name, Workspace? Workspace, Realm Realm, ConnectionJoin Join, int From)
{
    /// <summary>Who a person is there, by what another connection says of them; null when that does not tell.</summary>
    /// <param name="json">The attributes that the other connection gave.</param>
    /// <param name="names">The names that the person is known by at the first.</param>
    public Identifier? Who(ReadOnlyMemory<byte> json, IReadOnlyList<Identifier> names)
    {
        var value = Value(json) ?? (Join.Attribute is Identifier.IdKind or Identifier.EmailKind
            ? names.Where(name => name.Kind == Join.Attribute).Select(name => name.Value).FirstOrDefault()
            : null);
        return string.IsNullOrWhiteSpace(value) ? null : Realm.Here(new Identifier(Join.Lookup, value));
    }

    private string? Value(ReadOnlyMemory<byte> json)
    {
        if (json.IsEmpty)
        {
            return null;
        }

        using var values = JsonDocument.Parse(json);
        return values.RootElement.TryGetProperty(Join.Attribute, out var value) && value.ValueKind is JsonValueKind.String or JsonValueKind.Number
            ? ValueTypes.Text(value)
            : null;
    }
}
