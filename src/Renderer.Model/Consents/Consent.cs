namespace Renderer.Model;

/// <summary>What a person said about one purpose.</summary>
public enum Consent
{
    /// <summary>Nothing is known.</summary>
    Unknown,

    /// <summary>The person agreed.</summary>
    Granted,

    /// <summary>The person refused, or took an agreement back.</summary>
    Withdrawn,
}

/// <summary>What a person said about each purpose.</summary>
/// <param name="Tracking">Opens and clicks may be recorded of this person.</param>
/// <param name="Personalization">Mails may show what is known of this person.</param>
/// <param name="Profiling">The person may be scored and put into segments by behaviour.</param>
public readonly record struct ConsentState(Consent Tracking, Consent Personalization, Consent Profiling)
{
    /// <summary>Nothing is known.</summary>
    public bool IsUnknown => this == default;

    /// <summary>Both together: of two sayings the stricter holds.</summary>
    public ConsentState And(ConsentState other) => new(
        Stricter(Tracking, other.Tracking), Stricter(Personalization, other.Personalization), Stricter(Profiling, other.Profiling));

    private static Consent Stricter(Consent left, Consent right) => left > right ? left : right;
}
