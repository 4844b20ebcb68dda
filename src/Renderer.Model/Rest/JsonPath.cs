using System.Globalization;

namespace Renderer.Model;

/// <summary>
/// A way into a JSON document: <c>data[0].attributes.email</c>, with <c>$.</c> before it or not, <c>['a.b']</c> for names with dots,
/// <c>[*]</c> for every item of a list. Nothing else of JSONPath.
/// </summary>
public sealed class JsonPath : IEquatable<JsonPath>
{
    /// <summary>The document itself.</summary>
    public static readonly JsonPath Root = new("$", []);

    private const int MostSteps = 16;

    private JsonPath(string text, IReadOnlyList<JsonStep> steps) => (Text, Steps) = (text, steps);

    /// <summary>As it was written.</summary>
    public string Text { get; }

    /// <summary>From the document inwards.</summary>
    public IReadOnlyList<JsonStep> Steps { get; }

    /// <summary>Reads a path.</summary>
    /// <param name="text">What was written.</param>
    /// <param name="path">The path; the root when there is a fault.</param>
    /// <returns>What is wrong with it; null when nothing is.</returns>
    public static string? Read(string text, out JsonPath path)
    {
        path = Root;
        var steps = new List<JsonStep>();
        var rest = text.AsSpan().Trim();
        rest = rest.StartsWith("$") ? rest[1..] : rest;
        for (var first = !text.TrimStart().StartsWith('$'); rest.Length > 0; first = false)
        {
            var taken = rest[0] == '[' ? Bracket(rest, out var step)
                : rest[0] == '.' ? 1 + Name(rest[1..], out step)
                : first ? Name(rest, out step)
                : Nothing(out step);
            if (step is not { } good)
            {
                return $"cannot be read at '{rest[..Math.Min(rest.Length, 12)]}'; write names and dots, [0], [*] or ['a name']";
            }

            steps.Add(good);
            rest = rest[taken..];
            if (steps.Count > MostSteps)
            {
                return $"has more than {MostSteps} steps";
            }
        }

        path = new JsonPath(text, steps);
        return null;
    }

    /// <inheritdoc/>
    public bool Equals(JsonPath? other) => other?.Text == Text;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as JsonPath);

    /// <inheritdoc/>
    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Text;

    private static int Nothing(out JsonStep? step)
    {
        step = null;
        return 0;
    }

    private static int Name(ReadOnlySpan<char> rest, out JsonStep? step)
    {
        var end = rest.IndexOfAny('.', '[');
        end = end < 0 ? rest.Length : end;
        step = end == 0 || rest[..end].IndexOfAny(']', '\'', '"') >= 0 ? null : new JsonStep(rest[..end].ToString());
        return end;
    }

    private static int Bracket(ReadOnlySpan<char> rest, out JsonStep? step)
    {
        step = null;
        if (rest.Length > 1 && rest[1] is '\'' or '"')
        {
            var quote = rest[1];
            var length = rest[2..].IndexOf(quote);
            if (length > 0 && rest[(2 + length + 1)..].StartsWith("]"))
            {
                step = new JsonStep(rest.Slice(2, length).ToString());
            }

            return length + 4;
        }

        var end = rest.IndexOf(']');
        if (end > 1 && rest[1..end] is "*")
        {
            step = JsonStep.Every;
        }
        else if (end > 1 && int.TryParse(rest[1..end], NumberStyles.None, CultureInfo.InvariantCulture, out var index))
        {
            step = new JsonStep(null, index);
        }

        return end + 1;
    }
}

/// <summary>One step of a path: a member by its name, an item by its place, or every item.</summary>
/// <param name="Name">The member; null for an item.</param>
/// <param name="Index">The item's place; -1 for every one.</param>
public readonly record struct JsonStep(string? Name, int Index = 0)
{
    /// <summary>Every item of a list.</summary>
    public static readonly JsonStep Every = new(null, -1);
}
