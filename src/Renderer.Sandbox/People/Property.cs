namespace Renderer.Sandbox.People;

/// <summary>One property of a contact, as HubSpot describes it.</summary>
/// <param name="Name">The name in requests and answers.</param>
/// <param name="Label">What people read.</param>
/// <param name="Type">string, number, date, datetime, enumeration or bool: every value is text all the same.</param>
/// <param name="FieldType">How HubSpot's own pages show it.</param>
/// <param name="Invent">The value of an invented person; null where none is invented.</param>
internal sealed record Property(string Name, string Label, string Type, string FieldType, Func<Seed, string?>? Invent)
{
    /// <summary>What an enumeration allows; empty for other types.</summary>
    public IReadOnlyList<string> Options { get; init; } = [];

    /// <summary>No two people share a value, so that it can be asked for by <c>idProperty</c>.</summary>
    public bool Unique { get; init; }

    /// <summary>Kept by the CRM itself.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>Made by writing it to <c>/sandbox/people</c>.</summary>
    public bool Custom { get; init; }

    public static Property Made(string name) => new(name, name, "string", "text", null) { Custom = true };
}
