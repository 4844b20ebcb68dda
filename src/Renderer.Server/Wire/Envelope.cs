using System.Text.Json;
using Renderer.Server.Problems;

namespace Renderer.Server.Wire;

/// <summary>Reads the members of a JSON object; the first fault stays, and names the member, never its value.</summary>
internal sealed class Envelope(JsonElement body, string[] known)
{
    /// <summary>The first fault; null while all is well.</summary>
    public Problem? Problem { get; private set; } = Unknown(body, known);

    /// <summary>The member, or undefined when it is absent or null.</summary>
    public JsonElement Any(string name) =>
        body.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : default;

    /// <summary>A string of at most so many bytes.</summary>
    public string? Text(string name, int maxBytes = 256)
    {
        var value = Any(name);
        if (value.ValueKind == JsonValueKind.Undefined)
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.String)
        {
            return Fail<string>(name, "must be a string");
        }

        // A lone surrogate escape ("\ud800") is JSON, but no text.
        if (!TryText(value, out var text))
        {
            return Fail<string>(name, "must be well-formed text");
        }

        return System.Text.Encoding.UTF8.GetByteCount(text) <= maxBytes ? text : Fail<string>(name, $"may have at most {maxBytes} bytes");
    }

    /// <summary>true or false.</summary>
    public bool? Flag(string name) => Any(name).ValueKind switch
    {
        JsonValueKind.Undefined => null,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => FailValue<bool>(name, "must be true or false"),
    };

    /// <summary>A whole number in a range.</summary>
    public int? Whole(string name, int least, int most)
    {
        var value = Any(name);
        if (value.ValueKind == JsonValueKind.Undefined)
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= least && number <= most
            ? number
            : FailValue<int>(name, $"must be a whole number from {least} to {most}");
    }

    /// <summary>A JSON object; undefined when absent.</summary>
    public JsonElement Object(string name)
    {
        var value = Any(name);
        if (value.ValueKind is JsonValueKind.Object or JsonValueKind.Undefined)
        {
            return value;
        }

        Refuse(name, "must be an object");
        return default;
    }

    /// <summary>An object of the caller's own values; what is no text in them is mended, since it goes into a mail and names nobody.</summary>
    public JsonElement Values(string name) => LoneSurrogates.Mend(Object(name));

    /// <summary>A list of strings; null when absent.</summary>
    public IReadOnlyList<string>? Texts(string name, int most, int maxBytes = 256)
    {
        var value = Any(name);
        if (value.ValueKind == JsonValueKind.Undefined)
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() > most)
        {
            return Fail<IReadOnlyList<string>>(name, $"must be a list of at most {most} strings");
        }

        var texts = new List<string>(value.GetArrayLength());
        foreach (var item in value.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.String || !TryText(item, out var text) || System.Text.Encoding.UTF8.GetByteCount(text) > maxBytes)
            {
                return Fail<IReadOnlyList<string>>(name, $"must hold strings of at most {maxBytes} bytes");
            }

            texts.Add(text);
        }

        return texts;
    }

    /// <summary>Notes a fault of a member; the first one stays.</summary>
    public void Refuse(string name, string rule) =>
        Problem ??= new Problem(ProblemCode.BadParameter, $"'{name}' {rule}.");

    /// <summary>Text of a string element; false for lone surrogates.</summary>
    internal static bool TryText(JsonElement value, out string text)
    {
        try
        {
            text = value.GetString()!;
            return true;
        }
        catch (InvalidOperationException)
        {
            text = string.Empty;
            return false;
        }
    }

    private static Problem? Unknown(JsonElement body, string[] known)
    {
        foreach (var member in body.EnumerateObject())
        {
            if (!known.Contains(member.Name))
            {
                return new Problem(ProblemCode.UnknownField, $"'{Printable(member.Name)}' is not a member of this request. {Nearest.Suggest(member.Name, known)}");
            }
        }

        return null;
    }

    /// <summary>A member's name is the caller's text: shortened, and without control characters.</summary>
    private static string Printable(string name) =>
        new([.. name.Take(64).Select(c => char.IsControl(c) ? '?' : c)]);

    private T? Fail<T>(string name, string rule)
        where T : class
    {
        Refuse(name, rule);
        return null;
    }

    private T? FailValue<T>(string name, string rule)
        where T : struct
    {
        Refuse(name, rule);
        return null;
    }
}
