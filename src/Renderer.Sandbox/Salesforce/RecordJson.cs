using System.Text.Json;
using Renderer.Sandbox.People;

namespace Renderer.Sandbox.Salesforce;

/// <summary>Records as Salesforce writes them: the fields that were asked for, in their types, behind what the record is.</summary>
internal sealed class RecordJson
{
    private readonly SObject sobject;
    private readonly string version;
    private readonly Property account;
    private readonly List<Field> fields = [];
    private readonly bool withId;
    private readonly bool withAccount;

    private RecordJson(SObject sobject, string version, Fields all, IReadOnlyCollection<string> wanted)
    {
        (this.sobject, this.version, account) = (sobject, version, all.AccountProperty);
        foreach (var name in wanted)
        {
            withId |= name.Equals(Fields.Id, StringComparison.OrdinalIgnoreCase);
            withAccount |= name.Equals(Fields.AccountName, StringComparison.OrdinalIgnoreCase);
            if (all.Find(name) is { } field)
            {
                fields.Add(field);
            }
        }
    }

    /// <summary>Makes the writer of these fields.</summary>
    /// <returns>It, or the first name that is no field.</returns>
    public static (RecordJson? Writer, string? Unknown) For(SObject sobject, string version, Fields all, IReadOnlyCollection<string> wanted)
    {
        var unknown = wanted.FirstOrDefault(name =>
            !name.Equals(Fields.Id, StringComparison.OrdinalIgnoreCase)
            && !name.Equals(Fields.AccountName, StringComparison.OrdinalIgnoreCase)
            && all.Find(name) is null);
        return unknown is null ? (new RecordJson(sobject, version, all, wanted), null) : (null, unknown);
    }

    /// <summary>Writes a record.</summary>
    public void Write(Utf8JsonWriter writer, Person person)
    {
        var id = RecordIds.Of(sobject.Prefix, person.Id)!;
        writer.WriteStartObject();
        WriteAttributes(writer, sobject.Name, id);
        if (withId)
        {
            writer.WriteString(Fields.Id, id);
        }

        foreach (var field in fields)
        {
            writer.WritePropertyName(field.Name);
            field.Write(writer, person);
        }

        if (withAccount)
        {
            WriteAccount(writer, person);
        }

        writer.WriteEndObject();
    }

    private void WriteAccount(Utf8JsonWriter writer, Person person)
    {
        writer.WritePropertyName("Account");
        if (person.Get(account) is not { Length: > 0 } name)
        {
            writer.WriteNullValue();
            return;
        }

        writer.WriteStartObject();
        WriteAttributes(writer, "Account", RecordIds.Of("001", person.Id)!);
        writer.WriteString("Name", name);
        writer.WriteEndObject();
    }

    private void WriteAttributes(Utf8JsonWriter writer, string type, string id)
    {
        writer.WriteStartObject("attributes");
        writer.WriteString("type", type);
        writer.WriteString("url", $"/services/data/v{version}/sobjects/{type}/{id}");
        writer.WriteEndObject();
    }
}
