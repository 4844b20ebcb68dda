using System.Text.Json;

namespace Renderer.Templates.Definitions;

/// <summary>What a block may cost, and what becomes of it when it fails; a member is null where nobody says it.</summary>
internal sealed record FailureContract
{
    public static readonly FailureContract Unsaid = new();

    /// <summary>Time for its rules, and as much for each try to render it; else half of what is left.</summary>
    public TimeSpan? Budget { get; init; }

    /// <summary>The age up to which values are shown that are not fresh; else any.</summary>
    public TimeSpan? Stale { get; init; }

    /// <summary>Attribute to value, for when the person's cannot be used; null: then it is not rendered at all.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Defaults { get; init; }

    /// <summary>The last rung.</summary>
    public BlockFallback? Fallback { get; init; }

    /// <summary>This, and what it does not say as the template says it for all blocks.</summary>
    public FailureContract Or(FailureContract usual) => new()
    {
        Budget = Budget ?? usual.Budget,
        Stale = Stale ?? usual.Stale,
        Defaults = Defaults is null || usual.Defaults is null
            ? Defaults ?? usual.Defaults
            : usual.Defaults.Where(d => !Defaults.ContainsKey(d.Key)).Concat(Defaults).ToDictionary(d => d.Key, d => d.Value, StringComparer.Ordinal),
        Fallback = Fallback ?? usual.Fallback,
    };
}
