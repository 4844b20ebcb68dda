using System.Text.Json;

namespace Renderer.Sandbox.People;

/// <summary>A property that cannot be written so.</summary>
/// <param name="Name">Which.</param>
/// <param name="Message">Why, for people.</param>
/// <param name="Error">Why, in HubSpot's code.</param>
internal sealed record InvalidProperty(string Name, string Message, string Error)
{
    /// <summary>As HubSpot puts it into the text of its message.</summary>
    public string ToJson() => DataFile.Text(writer =>
    {
        writer.WriteStartObject();
        writer.WriteBoolean("isValid", false);
        writer.WriteString("message", Message);
        writer.WriteString("error", Error);
        writer.WriteString("name", Name);
        writer.WriteEndObject();
    });
}

/// <summary>Values to write, as HubSpot keeps them: text, or null where a property is cleared.</summary>
internal static class PropertyValues
{
    /// <summary>Reads a flat object: numbers and booleans become text, lists and objects JSON text, null and "" clear.</summary>
    /// <param name="values">The object.</param>
    /// <param name="find">Finds the property of a name, or makes it.</param>
    /// <param name="faults">What cannot be written; the rest is in the answer.</param>
    public static Dictionary<string, string?> Read(JsonElement values, Func<string, Property?> find, out List<InvalidProperty> faults)
    {
        faults = [];
        var written = new Dictionary<string, string?>();
        try
        {
            Read(values, find, written, faults);
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate passes the parser and fails when it becomes text.
            faults.Add(new InvalidProperty("", "A name or a value is not Unicode.", "INVALID_STRING"));
        }

        return written;
    }

    private static void Read(
        JsonElement values, Func<string, Property?> find, Dictionary<string, string?> written, List<InvalidProperty> faults)
    {
        foreach (var member in values.EnumerateObject())
        {
            var value = Text(member.Value);
            if (find(member.Name) is not { } property)
            {
                faults.Add(new InvalidProperty(member.Name, $"Property \"{member.Name}\" does not exist", "PROPERTY_DOESNT_EXIST"));
            }
            else if (property.ReadOnly)
            {
                faults.Add(new InvalidProperty(member.Name, $"\"{member.Name}\" is a read only property; its value cannot be set.", "READ_ONLY_VALUE"));
            }
            else if (property.Name == PropertyCatalogue.Email && value is { Length: > 0 } && !LooksLikeEmail(value))
            {
                faults.Add(new InvalidProperty(member.Name, $"Email address {value} is invalid", "INVALID_EMAIL"));
            }
            else
            {
                written[member.Name] = string.IsNullOrEmpty(value) ? null : property.Unique ? value.Trim().ToLowerInvariant() : value;
            }
        }
    }

    private static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.Object or JsonValueKind.Array => DataFile.Text(value.WriteTo),
        JsonValueKind.String => value.GetString(),
        _ => value.GetRawText(),
    };

    private static bool LooksLikeEmail(string value) =>
        value.IndexOf('@') is > 0 and var at && at == value.LastIndexOf('@') && at < value.Length - 1 && !value.Any(char.IsWhiteSpace);
}
