using System.Text;

namespace Renderer.Model;

/// <summary>A text with places for values: <c>/people/{id}</c>, <c>equals(email,{email:json})</c>. <c>{{</c> and <c>}}</c> stand for the braces themselves.</summary>
public sealed class RestText : IEquatable<RestText>
{
    private static readonly Dictionary<string, RestSpelling> Spellings =
        Enum.GetValues<RestSpelling>().ToDictionary(spelling => spelling.ToString().ToLowerInvariant(), StringComparer.Ordinal);

    private RestText(string raw, IReadOnlyList<RestPart> parts) => (Raw, Parts) = (raw, parts);

    /// <summary>As it was written.</summary>
    public string Raw { get; }

    /// <summary>Literal texts and places, in order.</summary>
    public IReadOnlyList<RestPart> Parts { get; }

    /// <summary>The names of its places.</summary>
    public IEnumerable<string> Names => Parts.Select(part => part.Name).OfType<string>();

    /// <summary>Reads a text.</summary>
    /// <param name="raw">What was written.</param>
    /// <param name="text">The text; empty when there is a fault.</param>
    /// <returns>What is wrong with it; null when nothing is.</returns>
    public static string? Read(string raw, out RestText text)
    {
        text = new RestText("", []);
        var parts = new List<RestPart>();
        var literal = new StringBuilder();
        for (var at = 0; at < raw.Length; at++)
        {
            if (raw[at] is '{' or '}' && at + 1 < raw.Length && raw[at + 1] == raw[at])
            {
                literal.Append(raw[at++]);
                continue;
            }

            var end = raw[at] == '{' ? PlaceEnd(raw, at) : -1;
            if (end < 0)
            {
                literal.Append(raw[at]);
                continue;
            }

            var (name, spelling) = raw[(at + 1)..end].Split(':') is [var one, var how] ? (one, how) : (raw[(at + 1)..end], "plain");
            if (!Spellings.TryGetValue(spelling, out var known))
            {
                return $"has '{{{name}:{spelling}}}'; behind the colon stands one of: {string.Join(", ", Spellings.Keys)}";
            }

            parts.Add(new RestPart(literal.ToString()));
            parts.Add(new RestPart("", name, known));
            literal.Clear();
            at = end;
        }

        parts.Add(new RestPart(literal.ToString()));
        text = new RestText(raw, [.. parts.Where(part => part.Name is not null || part.Text.Length > 0)]);
        return null;
    }

    /// <inheritdoc/>
    public bool Equals(RestText? other) => other?.Raw == Raw;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as RestText);

    /// <inheritdoc/>
    public override int GetHashCode() => Raw.GetHashCode(StringComparison.Ordinal);

    /// <summary>Says nothing: a key may stand in it.</summary>
    public override string ToString() => "***";

    // A brace that opens no place ({ id }, {"a":1}) is a brace.
    private static int PlaceEnd(string raw, int open)
    {
        var at = open + 1;
        while (at < raw.Length && raw[at] is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '_' or '-' or ':')
        {
            at++;
        }

        return at < raw.Length && raw[at] == '}' && at > open + 1 && raw[open + 1] is >= 'a' and <= 'z' ? at : -1;
    }
}

/// <summary>A literal text, or a place for a value.</summary>
/// <param name="Text">The literal; empty for a place.</param>
/// <param name="Name">What stands in the place; null for a literal.</param>
/// <param name="Spelling">How it is spelled there, before the escaping that the URL or the body asks for.</param>
public readonly record struct RestPart(string Text, string? Name = null, RestSpelling Spelling = RestSpelling.Plain);

/// <summary>How a value is spelled inside of an expression of the API's own language.</summary>
public enum RestSpelling
{
    /// <summary>As it is; an instant as 2026-11-30T12:00:00Z.</summary>
    Plain,

    /// <summary>In double quotes, <c>\</c> before quotes and itself.</summary>
    Json,

    /// <summary>In single quotes, its own doubled.</summary>
    Odata,

    /// <summary>An instant in seconds since 1970.</summary>
    Unix,

    /// <summary>An instant in milliseconds since 1970.</summary>
    Ms,

    /// <summary>An instant as HTTP headers have it: Mon, 30 Nov 2026 12:00:00 GMT.</summary>
    Http,
}
