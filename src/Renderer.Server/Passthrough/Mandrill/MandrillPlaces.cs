using System.Text.Json;
using Renderer.Server.Passthrough.Bodies;
using Renderer.Server.Passthrough.Json;
using Renderer.Server.Passthrough.Merging;

namespace Renderer.Server.Passthrough.Mandrill;

/// <summary>Where in a message of Mandrill's the recipients' variables and notes stand.</summary>
internal sealed class MandrillPlaces
{
    private readonly Spool body;
    private readonly bool handlebars;
    private readonly Dictionary<string, JsonSpot> vars = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, JsonSpot> notes = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<(string Name, MarkedJson Json)> markedForAll = [];

    public MandrillPlaces(Spool body, JsonSpot root, JsonSpot message)
    {
        (this.body, Root, Message) = (body, root, message);
        handlebars = JsonText.Decode(body, message["merge_language"]) == "handlebars";
        Merges = message["merge"] is not { Kind: JsonKind.Other } merge || !body.Slice(merge.Start, merge.End).Span.SequenceEqual("false"u8);
        foreach (var (name, into, inside) in ((string, Dictionary<string, JsonSpot>, string)[])[("merge_vars", vars, "vars"), ("recipient_metadata", notes, "values")])
        {
            foreach (var one in message.Items(name))
            {
                if (JsonText.Decode(body, one["rcpt"]) is { } address && one[inside] is { } found)
                {
                    into.TryAdd(address, found);
                }
            }
        }

        foreach (var variable in message.Items("global_merge_vars"))
        {
            if (Read(variable) is (var named, var json, _) && json.Wanted.Any())
            {
                markedForAll.Add((named, json));
            }
        }
    }

    public JsonSpot Root { get; }

    public JsonSpot Message { get; }

    /// <summary>Whether variables are merged; they are, where the caller does not say no.</summary>
    public bool Merges { get; }

    public IEnumerable<string> HeaderNames => Message["headers"]?.Below.Select(header => header.Name) ?? [];

    /// <summary>How a variable is written, unescaped.</summary>
    public string Tag(string name) => handlebars ? $"{{{{{{{name}}}}}}}" : $"*|{name.ToUpperInvariant()}|*";

    /// <summary>A recipient's list of variables; null where there is none.</summary>
    public JsonSpot? VarsOf(string address) => vars.GetValueOrDefault(address) is { Kind: JsonKind.Array } list ? list : null;

    /// <summary>
    /// A recipient's variables with marks: those of their own list at their places, and without a place those of all that they do not
    /// have themselves.
    /// </summary>
    public IReadOnlyList<(string Name, MarkedJson Json, JsonSpot? Spot)> Marked(string address)
    {
        var own = (VarsOf(address)?.Below ?? []).Select(Read).OfType<(string Name, MarkedJson Json, JsonSpot? Spot)>().ToList();
        return
        [
            .. own.Where(variable => variable.Json.Wanted.Any()),
            .. markedForAll.Where(variable => !own.Exists(one => one.Name.Equals(variable.Name, StringComparison.OrdinalIgnoreCase))).Select(variable => (variable.Name, variable.Json, (JsonSpot?)null)),
        ];
    }

    /// <summary>What the caller noted of a recipient, or of the whole message.</summary>
    public string? Note(string address, string name) =>
        JsonText.Decode(body, notes.GetValueOrDefault(address)?[name]) ?? JsonText.Decode(body, Message["metadata"]?[name]);

    /// <summary>The variables of all, and over them the recipient's own.</summary>
    public JsonElement Data(string address)
    {
        var data = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var variable in Message.Items("global_merge_vars").Concat(VarsOf(address)?.Below ?? []))
        {
            if (JsonText.Decode(body, variable["name"]) is { } name && JsonText.Read(body, variable["content"]) is { ValueKind: not JsonValueKind.Undefined } value)
            {
                data[name] = value;
            }
        }

        return data.Count == 0 ? default : JsonSerializer.SerializeToElement(data);
    }

    private (string Name, MarkedJson Json, JsonSpot? Spot)? Read(JsonSpot variable) =>
        JsonText.Decode(body, variable["name"]) is { } name && variable["content"] is { } content
            ? (name, MarkedJson.Read(System.Text.Encoding.UTF8.GetString(body.Slice(content.Start, content.End).Span), EspRecipients.PartOf(name)), content)
            : null;
}
