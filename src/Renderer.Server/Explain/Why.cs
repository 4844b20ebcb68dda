using System.Globalization;
using System.Text.Json;

namespace Renderer.Server.Explain;

/// <summary>A decision in words: which rule on which values of what age, and what fell back.</summary>
internal static class Why
{
    public const string Mask = "•••";

    public static string Of(JsonElement decision, JsonElement record, bool isMasked)
    {
        var said = new List<string>();
        var (rule, segment) = (Text(decision, "rule"), Text(decision, "segment"));
        if (decision.TryGetProperty("kept", out _))
        {
            said.Add("It was kept from an earlier render of this message, where its rule was asked; the values below are those of this render.");
        }
        else if (rule is not null)
        {
            said.Add($"The rule {(segment is null ? "" : $"of segment '{segment}' ")}held: {rule}.");
        }
        else if (decision.TryGetProperty("asked", out var asked) && asked.GetArrayLength() > 0)
        {
            var rules = asked.EnumerateArray().Select(each => $"{Text(each, "variant")} ({Text(each, "rule")})");
            said.Add($"No rule held, so its default is shown. Asked were: {string.Join("; ", rules)}.");
        }

        if (decision.TryGetProperty("values", out var values) && values.GetArrayLength() > 0)
        {
            said.Add($"Read: {string.Join("; ", values.EnumerateArray().Select(value => Value(value, isMasked)))}.");
        }

        said.Add(Fallen(decision, record));
        return string.Join(' ', said.Where(text => text.Length > 0));
    }

    private static string Value(JsonElement value, bool isMasked)
    {
        var shown = value.GetProperty("value") is { ValueKind: not JsonValueKind.Null } real ? isMasked ? Mask : real.GetRawText()
            : value.TryGetProperty("value_length", out var length) ? $"a value of {length.GetRawText()} bytes"
            : "nothing";
        var from = Text(value, "source") is { } source ? $" from {source}" : "";
        var age = value.TryGetProperty("age_ms", out var ms) ? $", {Age(TimeSpan.FromMilliseconds(ms.GetInt64()))} old" : "";
        var stale = value.TryGetProperty("stale", out _) ? ", not fresh" : "";
        return $"{Text(value, "attribute") ?? "data." + Text(value, "data")} = {shown}{from}{age}{stale}";
    }

    private static string Fallen(JsonElement decision, JsonElement record)
    {
        var because = Text(decision, "reason") is { } reason ? $" ({reason})" : "";
        return Text(decision, "outcome") switch
        {
            "stale" => $"A value that was used was past its freshness{because}.",
            "default" => $"No profile could be had{because}: rules and text saw the template's defaults. The profile was {Text(record.GetProperty("profile"), "state")}.",
            "static" => $"It could not be rendered for this person{because}: its static fallback was shown.",
            "dropped" => $"It could not be rendered for this person{because}: it was left out.",
            "skipped" => $"The message was not to be sent{because}.",
            _ => "",
        };
    }

    private static string Age(TimeSpan age) => age switch
    {
        { TotalSeconds: < 10 } => string.Create(CultureInfo.InvariantCulture, $"{age.TotalMilliseconds:0} ms"),
        { TotalMinutes: < 10 } => string.Create(CultureInfo.InvariantCulture, $"{age.TotalSeconds:0} s"),
        { TotalHours: < 10 } => string.Create(CultureInfo.InvariantCulture, $"{age.TotalMinutes:0} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{age.TotalHours:0} h"),
    };

    private static string? Text(JsonElement of, string member) => of.TryGetProperty(member, out var value) ? value.GetString() : null;
}
