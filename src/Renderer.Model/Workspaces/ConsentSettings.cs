using System.Text.Json;

namespace Renderer.Model;

/// <summary>Which attributes of the CRM say what a person agreed to; null where none does.</summary>
public sealed record ConsentSettings
{
    /// <summary>No attribute does.</summary>
    public static readonly ConsentSettings None = new();

    /// <summary>Says whether opens and clicks may be recorded.</summary>
    public string? Tracking { get; init; }

    /// <summary>Says whether mails may be personal.</summary>
    public string? Personalization { get; init; }

    /// <summary>Says whether the person may be profiled.</summary>
    public string? Profiling { get; init; }

    /// <summary>The attributes.</summary>
    public ReadSet Reads => Tracking is null && Personalization is null && Profiling is null
        ? ReadSet.None
        : new ReadSet(new[] { Tracking, Personalization, Profiling }.OfType<string>());

    /// <summary>What a person's attributes say: true, "true", "yes", "granted" and 1 agree, their contraries refuse, everything else says nothing.</summary>
    public ConsentState Of(Profile profile)
    {
        using var values = JsonDocument.Parse(profile.Json);
        return new(Said(values.RootElement, Tracking), Said(values.RootElement, Personalization), Said(values.RootElement, Profiling));
    }

    private static Consent Said(JsonElement profile, string? attribute) =>
        attribute is not null && profile.TryGetProperty(attribute, out var value) ? Said(value) : Consent.Unknown;

    private static Consent Said(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => Consent.Granted,
        JsonValueKind.False => Consent.Withdrawn,
        JsonValueKind.Number => value.TryGetInt32(out var number) ? Word(number == 1 ? "1" : number == 0 ? "0" : "") : Consent.Unknown,
        JsonValueKind.String => Word(value.GetString()!.Trim().ToLowerInvariant()),
        _ => Consent.Unknown,
    };

    private static Consent Word(string word) => word switch
    {
        "true" or "yes" or "1" or "granted" or "opt_in" => Consent.Granted,
        "false" or "no" or "0" or "withdrawn" or "denied" or "opt_out" => Consent.Withdrawn,
        _ => Consent.Unknown,
    };
}
