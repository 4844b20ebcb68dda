using System.Collections.Frozen;
using System.Text.Json;

namespace Renderer.Server.Engagement;

/// <summary>The words of one ESP, and what they mean.</summary>
/// <param name="words">Each word.</param>
internal sealed class Meanings(Dictionary<string, Meaning> words)
{
    /// <summary>What does not read as the ESP writes.</summary>
    public static readonly MailEvent Malformed = new() { Meaning = EventIgnored.Malformed };

    private readonly FrozenDictionary<string, Meaning> known = words.ToFrozenDictionary(StringComparer.Ordinal);

    public Meaning Of(string? word) => word is null ? EventIgnored.Malformed : known.GetValueOrDefault(word, (Meaning)EventIgnored.Unknown);

    /// <summary>What the elements of a JSON array tell, or one object alone. An event without an id is told from others by all that it says.</summary>
    public static IEnumerable<MailEvent> Read(JsonElement? told, Func<JsonElement, IEnumerable<MailEvent>> each) => told is { } root
        ? root.Each().SelectMany(one => one.ValueKind == JsonValueKind.Object
            ? each(one).Select((read, number) => read.Id is null ? read with { Id = $"{number}\n{one.GetRawText()}" } : read)
            : [Malformed])
        : [Malformed];
}
