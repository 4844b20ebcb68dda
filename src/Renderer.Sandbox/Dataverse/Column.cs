using System.Globalization;
using System.Text.Json;
using Renderer.Sandbox.People;

namespace Renderer.Sandbox.Dataverse;

/// <summary>One column of the contact table.</summary>
/// <param name="Name">Its logical name.</param>
/// <param name="Type">Dataverse's word for its type, as EntityDefinitions say it.</param>
/// <param name="Property">The sandbox's property behind it; null for what is computed.</param>
internal sealed record Column(string Name, string Type, Property? Property)
{
    /// <summary>Dataverse numbers a custom choice from here.</summary>
    private const int FirstOption = 100_000_000;

    private const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;

    public IReadOnlyList<string> Options => Property?.Options ?? [];

    public static int NumberOf(int option) => FirstOption + option;

    /// <summary>Writes the value as Dataverse types it; what is not of the type is null.</summary>
    public void Write(Utf8JsonWriter writer, string? text)
    {
        switch (Type)
        {
            case var _ when text is null:
                writer.WriteNullValue();
                break;
            case "Decimal" when decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number):
                writer.WriteNumberValue(number);
                break;
            case "Boolean" when bool.TryParse(text, out var truth):
                writer.WriteBooleanValue(truth);
                break;
            case "Picklist" when Option(text) is >= 0 and var option:
                writer.WriteNumberValue(NumberOf(option));
                break;
            case "MultiSelect":
                writer.WriteStringValue(string.Join(',', Chosen(text).Select(NumberOf)));
                break;
            case "DateOnly" when DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _):
                writer.WriteStringValue(text);
                break;
            case "DateTime" when DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, Utc, out var instant):
                writer.WriteStringValue(instant.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
                break;
            case "String":
                writer.WriteStringValue(text);
                break;
            default:
                writer.WriteNullValue();
                break;
        }
    }

    /// <summary>What people at the CRM read instead of the value; null where that is the value itself.</summary>
    public string? Formatted(string? text) => Type switch
    {
        _ when text is null => null,
        "Decimal" when decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) =>
            number.ToString("#,0.00", CultureInfo.InvariantCulture),
        "Boolean" when bool.TryParse(text, out var truth) => truth ? "Yes" : "No",
        "Picklist" when Option(text) is >= 0 and var option => Label(Options[option]),
        "MultiSelect" => string.Join("; ", Chosen(text).Select(option => Label(Options[option]))),
        _ => null,
    };

    public static string Label(string option) =>
        option.Length == 0 ? option : string.Concat(char.ToUpperInvariant(option[0]).ToString(), option.AsSpan(1));

    private IEnumerable<int> Chosen(string text) =>
        text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Option).Where(option => option >= 0);

    private int Option(string text) => Options.ToList().IndexOf(text);
}
