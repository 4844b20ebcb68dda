using System.Globalization;
using System.Text.Json;

namespace Renderer.Sandbox.Esp.Merging;

/// <summary>Where a rendering stands: the data, and the items of the blocks around it.</summary>
internal sealed class MergeScope(JsonElement data, MergeLanguage language)
{
    private readonly List<Frame> frames = [new Frame([data], [])];

    public string Text(MergeCondition condition)
    {
        var value = condition is { Name: "or" } && !IsTruthy(Find(condition.Arguments[0])) ? Find(condition.Arguments[1]) : Find(condition.Arguments[0]);
        return value.Scalar() ?? (value.ValueKind is JsonValueKind.Object or JsonValueKind.Array ? value.GetRawText() : "");
    }

    public bool Holds(MergeCondition condition)
    {
        var left = Find(condition.Arguments[0]);
        var right = condition.Arguments.Length > 1 ? Find(condition.Arguments[1]) : default;
        return condition.Name switch
        {
            "not" => !IsTruthy(left),
            "==" => left.Scalar() == right.Scalar(),
            "!=" => left.Scalar() != right.Scalar(),
            ">" => Number(left) > Number(right),
            "<" => Number(left) < Number(right),
            "and" => IsTruthy(left) && IsTruthy(right),
            "or" => IsTruthy(left) || IsTruthy(right),
            _ => IsTruthy(left),
        };
    }

    /// <summary>Begins a block at the first item of a value; false where it has none.</summary>
    public bool Enter(MergeCondition condition)
    {
        var value = Find(condition.Arguments[0]);
        var frame = value.ValueKind switch
        {
            JsonValueKind.Array when condition.Name != "with" => new Frame([.. value.EnumerateArray()], []),
            JsonValueKind.Object when condition.Name == "each" =>
                new Frame([.. value.EnumerateObject().Select(member => member.Value)], [.. value.EnumerateObject().Select(member => member.Name)]),
            JsonValueKind.Object => new Frame([value], []),
            _ when IsTruthy(value) && condition.Name == "section" => new Frame([frames[^1].This], []),
            _ when IsTruthy(value) && condition.Name == "with" => new Frame([value], []),
            _ => new Frame([], []),
        };
        if (frame.Items.Length == 0)
        {
            return false;
        }

        frames.Add(frame);
        return true;
    }

    /// <summary>Goes to the next item of the innermost block, or leaves it.</summary>
    public bool Next()
    {
        if (++frames[^1].Index < frames[^1].Items.Length)
        {
            return true;
        }

        frames.RemoveAt(frames.Count - 1);
        return false;
    }

    private JsonElement Find(string path)
    {
        if (path.Length > 1 && path[0] is '"' or '\'')
        {
            return JsonSerializer.SerializeToElement(path.Trim(path[0]));
        }

        if (path is "true" or "false")
        {
            return JsonSerializer.SerializeToElement(path == "true");
        }

        if (double.TryParse(path, CultureInfo.InvariantCulture, out _))
        {
            return JsonSerializer.SerializeToElement(path);
        }

        var depth = frames.Count - 1;
        while (path.StartsWith("../", StringComparison.Ordinal))
        {
            (path, depth) = (path[3..], Math.Max(0, depth - 1));
        }

        var names = path is "." or "this" ? [] : path.Split(['.', '/'], StringSplitOptions.RemoveEmptyEntries);
        return Special(names) is { } special ? special : Within(names, depth);
    }

    private JsonElement? Special(string[] names)
    {
        var frame = frames[^1];
        return names.FirstOrDefault() switch
        {
            "@index" or "loop_index" => JsonSerializer.SerializeToElement(frame.Index),
            "@key" => JsonSerializer.SerializeToElement(frame.Keys.ElementAtOrDefault(frame.Index) ?? ""),
            "@first" => JsonSerializer.SerializeToElement(frame.Index == 0),
            "@last" => JsonSerializer.SerializeToElement(frame.Index == frame.Items.Length - 1),
            "@root" => Follow(data, names[1..]),
            "this" or "loop_var" when frames.Count > 1 || names[0] == "this" => Follow(frame.This, names[1..]),
            "substitution_data" when language == MergeLanguage.SparkPost => Follow(data, names[1..]),
            _ => null,
        };
    }

    // SparkPost's tags speak of the data wherever they stand; Handlebars' of the item.
    private JsonElement Within(string[] names, int depth) =>
        Follow(language == MergeLanguage.SparkPost ? data : frames[depth].This, names);

    private static JsonElement Follow(JsonElement value, string[] names)
    {
        foreach (var name in names)
        {
            value = value.ValueKind == JsonValueKind.Array
                ? int.TryParse(name.Trim('[', ']'), CultureInfo.InvariantCulture, out var index) && index >= 0 && index < value.GetArrayLength() ? value[index] : default
                : value.At(name.Trim('[', ']'));
        }

        return value;
    }

    private static bool IsTruthy(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True or JsonValueKind.Object => true,
        JsonValueKind.String => value.GetString()!.Length > 0,
        JsonValueKind.Number => value.GetDouble() != 0,
        JsonValueKind.Array => value.GetArrayLength() > 0,
        _ => false,
    };

    private static double Number(JsonElement value) =>
        double.TryParse(value.Scalar(), CultureInfo.InvariantCulture, out var number) ? number : double.NaN;

    private sealed class Frame(JsonElement[] items, string[] keys)
    {
        public JsonElement[] Items => items;

        public string[] Keys => keys;

        public int Index { get; set; }

        public JsonElement This => items[Index];
    }
}
