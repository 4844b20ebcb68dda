namespace Renderer.Sandbox.Salesforce;

/// <summary>An object whose records are people.</summary>
/// <param name="Name">Its API name.</param>
/// <param name="Prefix">How its ids begin.</param>
internal sealed record SObject(string Name, string Prefix)
{
    private static readonly SObject[] All = [new("Contact", "003"), new("Lead", "00Q")];

    /// <summary>The object of that name; names are compared without case.</summary>
    public static SObject? Find(string? name) => Array.Find(All, one => one.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
