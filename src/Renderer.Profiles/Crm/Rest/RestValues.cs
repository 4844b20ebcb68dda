using System.Globalization;
using System.Text.Json;
using Renderer.Model;

namespace Renderer.Profiles.Crm.Rest;

/// <summary>What stands in a request's places.</summary>
internal sealed class RestValues
{
    private readonly Dictionary<string, IReadOnlyList<string>> texts = new(StringComparer.Ordinal);
    private DateTimeOffset? since;

    /// <summary>One person, by their kind of identifier and as <c>value</c>.</summary>
    public static RestValues Of(Identifier person, IReadOnlyList<string> fields) =>
        new RestValues().With(person.Kind, [person.Value]).With("value", [person.Value]).With("fields", fields);

    /// <summary>Many people.</summary>
    public static RestValues Of(IReadOnlyList<Identifier> people, IReadOnlyList<string> fields) =>
        new RestValues().With("values", [.. people.Select(person => person.Value)]).With("fields", fields);

    /// <summary>Puts texts into a place.</summary>
    public RestValues With(string name, IReadOnlyList<string> values)
    {
        texts[name] = values;
        return this;
    }

    /// <summary>Puts an instant into <c>since</c>.</summary>
    public RestValues With(DateTimeOffset instant)
    {
        since = instant;
        return this;
    }

    /// <summary>The texts of a place that stands alone; null for a text with anything beside it.</summary>
    public IReadOnlyList<string>? Alone(RestText text) => text.Parts is [{ Name: { } name, Spelling: RestSpelling.Plain }] ? texts.GetValueOrDefault(name) : null;

    /// <summary>The text with its places filled.</summary>
    /// <param name="text">The text.</param>
    /// <param name="escape">What the place asks for beside its spelling; null: nothing.</param>
    public string Fill(RestText text, Func<string, string>? escape = null) => string.Concat(text.Parts.Select(part => part.Name is { } name
        ? string.Join(',', Spelled(name, part.Spelling).Select(value => escape?.Invoke(value) ?? value))
        : part.Text));

    private IEnumerable<string> Spelled(string name, RestSpelling spelling) => name == "since" && since is { } instant
        ? [Spell(instant, spelling)]
        : texts.GetValueOrDefault(name, []).Select(value => spelling switch
        {
            RestSpelling.Json => JsonSerializer.Serialize(value, RestJson.Relaxed.String),
            RestSpelling.Odata => $"'{value.Replace("'", "''", StringComparison.Ordinal)}'",
            _ => value,
        });

    private static string Spell(DateTimeOffset instant, RestSpelling spelling) => spelling switch
    {
        RestSpelling.Unix => instant.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
        RestSpelling.Ms => instant.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
        RestSpelling.Http => instant.ToUniversalTime().ToString("r", CultureInfo.InvariantCulture),
        _ => instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
    };
}
