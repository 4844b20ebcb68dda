using System.Text;
using System.Text.Json;
using Renderer.Model;

namespace Renderer.Profiles.Crm.Dataverse;

/// <summary>Turns rows into people: typed, under our names, and each the one that was asked for.</summary>
internal sealed class DataverseAnswers(ConnectionSettings settings, AttributeMap map, DataverseCondition condition, ConnectionWatch watch)
{
    private static readonly string[] NobodyCodes =
    [
        "0x80040217", // no row of this id
        "0x80060891", // no row of this alternate key
    ];

    /// <summary>The answer of a row that was addressed: another one than asked for is nobody's.</summary>
    public CrmAnswer One(JsonElement row, Identifier asked, ReadSet reads)
    {
        if (Person(row, reads) is not { } person)
        {
            return new CrmAnswer(null, Reason.CrmError);
        }

        if (Is(person, asked))
        {
            return new CrmAnswer(person, Reason.None);
        }

        watch.MixedUp();
        return new CrmAnswer(null, Reason.CrmError);
    }

    /// <summary>The answer of a search. The database compares without accents, so that rows of others may be among them.</summary>
    public CrmAnswer Found(IReadOnlyList<CrmPerson> people, Identifier asked) => people.Where(person => Is(person, asked)).ToList() switch
    {
        [] => new CrmAnswer(null, Reason.ProfileMissing),
        [var one] => new CrmAnswer(one, Reason.None),
        [var newest, ..] => Ambiguous(newest, asked), // asked for in that order where it matters
    };

    /// <summary>The people of rows; null where a row is none.</summary>
    public IReadOnlyList<CrmPerson>? People(DataverseRows? rows, ReadSet reads)
    {
        var people = rows?.Value?.Select(row => Person(row, reads)).OfType<CrmPerson>().ToList();
        return people?.Count == rows?.Value?.Count ? people : null;
    }

    /// <summary>Whether a 404 speaks of a contact. Else it is the address that is wrong, and nobody is missing.</summary>
    public static bool IsNobody(string? body) => NobodyCodes.Contains(DataverseError.Parse(Encoding.UTF8.GetBytes(body ?? ""))?.Code);

    private CrmAnswer Ambiguous(CrmPerson newest, Identifier asked)
    {
        watch.Ambiguous(asked.Kind, settings.OnAmbiguous);
        return settings.OnAmbiguous switch
        {
            OnAmbiguous.Newest => new CrmAnswer(newest, Reason.None),
            OnAmbiguous.Fail => new CrmAnswer(null, Reason.CrmError),
            _ => new CrmAnswer(null, Reason.ProfileMissing),
        };
    }

    private CrmPerson? Person(JsonElement row, ReadSet reads) =>
        row.ValueKind == JsonValueKind.Object && Text(row, DataverseSelection.Id) is { } text && Guid.TryParse(text, out var id)
            ? new CrmPerson(id.ToString("D"), NamesOf(row), map.ToJson(reads, property => DataverseField.Parse(property)?.In(row)))
            : null;

    private List<Identifier> NamesOf(JsonElement row)
    {
        var names = new List<Identifier>();
        foreach (var kind in settings.Lookups.Keys.Prepend(Identifier.EmailKind))
        {
            if (Text(row, condition.ColumnOf(kind)) is { } value && !string.IsNullOrWhiteSpace(value) && Encoding.UTF8.GetByteCount(value) <= Identifier.MaxBytes)
            {
                names.Add(new Identifier(kind, value));
            }
        }

        return names;
    }

    private static bool Is(CrmPerson person, Identifier asked) => asked.Kind == Identifier.IdKind
        ? person.Id == DataverseCondition.GuidOf(asked)
        : person.Identifiers.Any(name => name.Kind == asked.Kind && string.Equals(name.Value, asked.Value, StringComparison.OrdinalIgnoreCase));

    private static string? Text(JsonElement row, string column)
    {
        try
        {
            return row.TryGetProperty(column, out var value) && value.ValueKind is JsonValueKind.String or JsonValueKind.Number ? value.ToString() : null;
        }
        catch (InvalidOperationException)
        {
            return null; // half a surrogate pair
        }
    }
}
