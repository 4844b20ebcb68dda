using System.Globalization;
using System.Text.Json;

namespace Renderer.Model;

/// <summary>What the value of an attribute must be, beyond its type.</summary>
public sealed record AttributeRules
{
    /// <summary>Anything.</summary>
    public static readonly AttributeRules None = new();

    /// <summary>It must not be absent; default false.</summary>
    public bool Required { get; init; }

    /// <summary>The smallest number; null: any.</summary>
    public decimal? Min { get; init; }

    /// <summary>The largest number; null: any.</summary>
    public decimal? Max { get; init; }

    /// <summary>What a text, or each text of a list, must match; null: anything.</summary>
    public ValuePattern? Pattern { get; init; }

    /// <summary>What a value, or each value of a list, may be; empty: anything.</summary>
    public TextList Values { get; init; } = TextList.Empty;

    /// <summary>The first day of a date; null: any.</summary>
    public DateBound? From { get; init; }

    /// <summary>The last day of a date; null: any.</summary>
    public DateBound? To { get; init; }

    /// <summary>The first rule that a typed value breaks; null when it is good.</summary>
    /// <param name="type">Its type; null: whatever it is.</param>
    /// <param name="value">The value, not null.</param>
    /// <param name="today">The day on which windows are looked at.</param>
    public AttributeRule? Broken(AttributeType? type, JsonElement value, DateOnly today)
    {
        if (type is { } wanted && ValueTypes.Broken(wanted, value) is { } unfit)
        {
            return unfit;
        }

        return value.ValueKind switch
        {
            JsonValueKind.Number when !InRange(value) => AttributeRule.Range,
            JsonValueKind.String when type == AttributeType.Date && !InWindow(value.GetString()!, today) => AttributeRule.Window,
            JsonValueKind.String when Pattern?.Matches(value.GetString()!) == false => AttributeRule.Pattern,
            JsonValueKind.Array when Pattern is not null && !value.EnumerateArray().All(item => Pattern.Matches(ValueTypes.Text(item))) => AttributeRule.Pattern,
            JsonValueKind.Array => value.EnumerateArray().All(IsListed) ? null : AttributeRule.Values,
            JsonValueKind.Object => null,
            _ => IsListed(value) ? null : AttributeRule.Values,
        };
    }

    private bool IsListed(JsonElement value) => Values.Count == 0 || Values.Contains(ValueTypes.Text(value), StringComparer.Ordinal);

    private bool InRange(JsonElement value)
    {
        if (Min is null && Max is null)
        {
            return true;
        }

        // Beyond a decimal there are doubles.
        return value.TryGetDecimal(out var exact)
            ? (Min is null || exact >= Min) && (Max is null || exact <= Max)
            : value.GetDouble() is var large && (Min is null || large >= (double)Min) && (Max is null || large <= (double)Max);
    }

    private bool InWindow(string text, DateOnly today) =>
        (From is null && To is null)
        || (text.Length >= 10 && DateOnly.TryParseExact(text.AsSpan(0, 10), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            && !(day < From?.On(today)) && !(day > To?.On(today)));
}
