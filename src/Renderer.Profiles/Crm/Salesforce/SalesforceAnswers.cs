using System.Text.Json;
using Renderer.Model;

namespace Renderer.Profiles.Crm.Salesforce;

/// <summary>Turns records into people: typed, under our names, and each the one that was asked for.</summary>
internal sealed class SalesforceAnswers(ConnectionSettings settings, SalesforceSettings kind, AttributeMap map, ConnectionWatch watch)
{
    /// <summary>The answer about one person, of whom there is one record.</summary>
    public CrmAnswer One(JsonElement json, Identifier asked, ReadSet reads)
    {
        if (Person(json, reads) is not { } person)
        {
            return new CrmAnswer(null, Reason.CrmError);
        }

        if (!SalesforceIdentity.Is(person, asked))
        {
            watch.MixedUp();
            return new CrmAnswer(null, Reason.CrmError);
        }

        return new CrmAnswer(person, Reason.None);
    }

    /// <summary>The answer about one person from the records that have the name, the one that changed last first.</summary>
    public CrmAnswer Pick(IReadOnlyList<JsonElement> records, Identifier asked, ReadSet reads) => records switch
    {
        [] => new CrmAnswer(null, Reason.ProfileMissing),
        [var only] => One(only, asked, reads),
        [var newest, ..] => Ambiguous(asked) ?? One(newest, asked, reads),
    };

    /// <summary>The answers about many people from all records that have one of the names, likewise ordered.</summary>
    public IReadOnlyList<CrmAnswer> Many(IReadOnlyList<JsonElement> records, IReadOnlyList<Identifier> asked, ReadSet reads)
    {
        var byName = records
            .Where(record => record.ValueKind == JsonValueKind.Object)
            .ToLookup(record => KeyOf(new SalesforceRecord(record), asked[0].Kind) ?? "", StringComparer.Ordinal);
        return [.. asked.Select(name => Pick([.. byName[SalesforceIdentity.Key(name)]], name, reads))];
    }

    /// <summary>What is answered when several people have the name; null: the newest of them.</summary>
    public CrmAnswer? Ambiguous(Identifier asked)
    {
        watch.Ambiguous(asked.Kind, settings.OnAmbiguous);
        return settings.OnAmbiguous switch
        {
            OnAmbiguous.Newest => null,
            OnAmbiguous.Fail => new CrmAnswer(null, Reason.CrmError),
            _ => new CrmAnswer(null, Reason.ProfileMissing),
        };
    }

    /// <summary>A person; null when it is no record.</summary>
    public CrmPerson? Person(JsonElement json, ReadSet reads)
    {
        var record = new SalesforceRecord(json);
        return json.ValueKind == JsonValueKind.Object && record.Id is { } id && SalesforceId.IsId(id)
            ? new CrmPerson(SalesforceId.Whole(id), SalesforceIdentity.NamesOf(record, settings, kind.EmailField), map.ToJson(reads, record.Find))
            : null;
    }

    /// <summary>Whether a 404 speaks of the record. One that speaks of a field says that the settings are wrong, and nobody is missing.</summary>
    public static bool IsNobody(string? body) => SalesforceError.Parse(body) is [_, ..] errors
        && errors.All(error => error.ErrorCode is "NOT_FOUND" or "ENTITY_IS_DELETED"
            && error.Message?.Contains("external ID field", StringComparison.OrdinalIgnoreCase) != true);

    private string? KeyOf(SalesforceRecord record, string asked)
    {
        var field = asked switch
        {
            Identifier.IdKind => SalesforceIdentity.Id,
            Identifier.EmailKind => kind.EmailField,
            var lookup => settings.Lookups[lookup],
        };
        return record.Text(field) is { } value ? SalesforceIdentity.Key(new Identifier(asked, value)) : null;
    }
}
