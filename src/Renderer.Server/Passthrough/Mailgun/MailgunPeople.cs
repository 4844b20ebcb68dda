using System.Text;
using System.Text.Json;
using Renderer.Server.Passthrough.Json;
using Renderer.Server.Passthrough.Merging;

namespace Renderer.Server.Passthrough.Mailgun;

/// <summary>What <c>recipient-variables</c> say of each recipient.</summary>
internal sealed class MailgunPeople
{
    private readonly List<(string Address, JsonElement Variables)> all = [];
    private readonly Dictionary<string, JsonElement> byAddress = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="json">The field's value; null where the form has none.</param>
    public MailgunPeople(string? json)
    {
        try
        {
            using var document = JsonDocument.Parse(json ?? "{}");
            foreach (var person in document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone().EnumerateObject() : default)
            {
                all.Add((person.Name, person.Value));
                byAddress[person.Name] = person.Value;
            }
        }
        catch (JsonException)
        {
            // Mailgun would refuse it too.
            all.Clear();
        }
    }

    public JsonElement Data(string address) => byAddress.GetValueOrDefault(address);

    public string? Note(string address, string name) =>
        Data(address) is { ValueKind: JsonValueKind.Object } own && own.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>A recipient's variables that have marks themselves.</summary>
    public IReadOnlyList<(string Name, MarkedJson Json)> Marked(string address) => MarkedJson.Members(Data(address));

    /// <summary>The field's new value: of those who get it, with what is theirs, and of nobody else who is known to the form.</summary>
    public string With(IEnumerable<(RenderedMessage Rendered, IReadOnlyList<(string Name, ReadOnlyMemory<byte> Utf8)> Own)> people)
    {
        var members = new List<(string, ReadOnlyMemory<byte>)>();
        foreach (var (rendered, own) in people.DistinctBy(one => one.Rendered.Message.Address, StringComparer.OrdinalIgnoreCase))
        {
            var address = rendered.Message.Address;
            var marked = Marked(address).ToDictionary(member => member.Name, member => member.Json.With(rendered));
            var variables = Data(address) is { ValueKind: JsonValueKind.Object } had
                ? had.EnumerateObject().Select(member => (member.Name, (ReadOnlyMemory<byte>)(marked.GetValueOrDefault(member.Name) ?? Encoding.UTF8.GetBytes(member.Value.GetRawText()))))
                : [];
            var spelled = all.Find(one => one.Address.Equals(address, StringComparison.OrdinalIgnoreCase)).Address ?? address;
            members.Add((spelled, JsonEdits.Object(variables.Concat(own.Select(slot => (slot.Name, JsonEdits.Quote(slot.Utf8.Span)))))));
        }

        return Encoding.UTF8.GetString(JsonEdits.Object(members).Span);
    }
}
