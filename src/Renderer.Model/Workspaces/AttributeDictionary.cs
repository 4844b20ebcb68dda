namespace Renderer.Model;

/// <summary>What <c>attributes.yaml</c> says beyond each connection's own attributes.</summary>
public sealed record AttributeDictionary
{
    /// <summary>Nothing.</summary>
    public static readonly AttributeDictionary Empty = new();

    /// <summary>Where an attribute stands, by connection and our name; a connection itself under the empty name.</summary>
    public IReadOnlyDictionary<(string Connection, string Attribute), SettingPlace> Places { get; init; } =
        new Dictionary<(string, string), SettingPlace>();

    /// <summary>By attribute: the connections that are asked for it, the first that knows it wins; others go by the order of the connections.</summary>
    public IReadOnlyDictionary<string, TextList> Merge { get; init; } = new Dictionary<string, TextList>();

    /// <summary>By connection: the lookup by which it finds a person, and the attribute of the connections before it whose value that is.</summary>
    public IReadOnlyDictionary<string, ConnectionJoin> Joins { get; init; } = new Dictionary<string, ConnectionJoin>();
}

/// <summary>A place in a file of the workspace.</summary>
/// <param name="File">Relative to its folder.</param>
/// <param name="Line">1-based.</param>
/// <param name="Column">1-based.</param>
public readonly record struct SettingPlace(string File, int Line, int Column);

/// <summary>How a further connection finds the person whom those before it know.</summary>
/// <param name="Lookup">"id", "email", or one of the connection's lookups.</param>
/// <param name="Attribute">The attribute whose value it is.</param>
public readonly record struct ConnectionJoin(string Lookup, string Attribute);
