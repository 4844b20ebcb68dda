using System.Text;
using Renderer.Model;

namespace Renderer.Profiles.Crm.Salesforce;

/// <summary>Who a record is, and whether it is the one that was asked for.</summary>
internal static class SalesforceIdentity
{
    /// <summary>The field of the id.</summary>
    public const string Id = "Id";

    /// <summary>All names of a record but its id: the e-mail address, and lookups.</summary>
    public static IReadOnlyList<Identifier> NamesOf(SalesforceRecord record, ConnectionSettings settings, string emailField)
    {
        var names = new List<Identifier>();
        if (record.Text(emailField) is { } email && !string.IsNullOrWhiteSpace(email))
        {
            names.Add(Identifier.Email(email));
        }

        foreach (var (lookup, field) in settings.Lookups)
        {
            if (record.Text(field) is { } value && !string.IsNullOrWhiteSpace(value))
            {
                names.Add(new Identifier(lookup, value));
            }
        }

        return [.. names.Distinct().Where(name => Encoding.UTF8.GetByteCount(name.Value) <= Identifier.MaxBytes)];
    }

    /// <summary>Whether this is the person that was asked for; values are compared without case, as Salesforce finds them.</summary>
    public static bool Is(CrmPerson person, Identifier asked) => asked.Kind == Identifier.IdKind
        ? SalesforceId.Same(person.Id, asked.Value)
        : person.Identifiers.Any(name => name.Kind == asked.Kind && string.Equals(name.Value, asked.Value, StringComparison.OrdinalIgnoreCase));

    /// <summary>What answers that compare alike have in common.</summary>
    public static string Key(Identifier name) => name.Kind == Identifier.IdKind ? SalesforceId.Whole(name.Value) : name.Value.ToUpperInvariant();
}
