namespace Renderer.Server.Passthrough.Json;

/// <summary>What a value of JSON is, as far as places in it matter.</summary>
internal enum JsonKind
{
    /// <summary>Members in braces.</summary>
    Object,

    /// <summary>Items in brackets.</summary>
    Array,

    /// <summary>A text in quotes.</summary>
    String,

    /// <summary>A number, true, false or null.</summary>
    Other,
}

/// <summary>A value of a JSON body and where it stands; what it says is read when it is asked for (<see cref="JsonText"/>).</summary>
/// <param name="kind">What it is.</param>
/// <param name="start">The place of its first byte: brace, bracket, quote.</param>
internal sealed class JsonSpot(JsonKind kind, long start)
{
    private List<JsonSpot>? below;

    public JsonKind Kind { get; } = kind;

    public long Start { get; } = start;

    /// <summary>The place behind its last byte.</summary>
    public long End { get; set; }

    /// <summary>A member's name; empty for an item.</summary>
    public string Name { get; init; } = "";

    /// <summary>A member's first byte: its name's quote; an item's own.</summary>
    public long MemberStart { get; init; } = start;

    /// <summary>Its members or items, in order.</summary>
    public IReadOnlyList<JsonSpot> Below => below ?? (IReadOnlyList<JsonSpot>)[];

    /// <summary>A member by its name, the last of that name; null when there is none, or this is no object.</summary>
    public JsonSpot? this[string name]
    {
        get
        {
            for (var i = Kind == JsonKind.Object && below is not null ? below.Count - 1 : -1; i >= 0; i--)
            {
                if (below![i].Name == name)
                {
                    return below[i];
                }
            }

            return null;
        }
    }

    /// <summary>A member that is of a kind.</summary>
    public JsonSpot? Member(string name, JsonKind of) => this[name] is { } found && found.Kind == of ? found : null;

    /// <summary>The items of a member that is an array; none where it is none.</summary>
    public IReadOnlyList<JsonSpot> Items(string name) => Member(name, JsonKind.Array)?.Below ?? [];

    public void Add(JsonSpot value) => (below ??= []).Add(value);
}
