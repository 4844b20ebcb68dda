namespace Renderer.Model;

/// <summary>One attribute of the data dictionary: where the CRM keeps it, what it is, and what holds for it.</summary>
/// <param name="Property">The CRM's name.</param>
/// <param name="Type">What its value is read as; null: as the CRM gives it, text where it gives all as text.</param>
public sealed record AttributeMapping(string Property, AttributeType? Type = null)
{
    /// <summary>What its numbers count ("EUR", "points"); null: nothing is said.</summary>
    public string? Unit { get; init; }

    /// <summary>What a value must be; default: anything.</summary>
    public AttributeRules Rules { get; init; } = AttributeRules.None;

    /// <summary>JSON that stands for a bad or absent value; null: such a value is null.</summary>
    public string? Default { get; init; }

    /// <summary>How carefully it is handled; default personal.</summary>
    public Sensitivity Sensitivity { get; init; } = Sensitivity.Personal;

    /// <summary>Where the CRM has it from, in people's words.</summary>
    public string? Source { get; init; }

    /// <summary>Who answers for it.</summary>
    public string? Owner { get; init; }

    /// <summary>How long a fetched value is fresh; null: as the connection says.</summary>
    public TimeSpan? FreshFor { get; init; }

    /// <summary>The templates that may read it although it is special; of others anyone may.</summary>
    public TextList Templates { get; init; } = TextList.Empty;

    /// <summary>Whether the value says something of one person.</summary>
    public bool Personal => Sensitivity != Sensitivity.Public;

    /// <summary>A value may be refused or replaced.</summary>
    public bool IsRuled => Default is not null || Rules != AttributeRules.None;

    /// <summary>All that a stored value's look hangs on besides property and type; empty where nothing does.</summary>
    public string Treatment => IsRuled ? $"{Rules}\n{Default}" : "";
}

/// <summary>How carefully an attribute is handled.</summary>
public enum Sensitivity
{
    /// <summary>Says nothing of one person.</summary>
    Public,

    /// <summary>Personal data.</summary>
    Personal,

    /// <summary>A special category (health, belief, origin): read only by templates that the dictionary names.</summary>
    Special,
}
