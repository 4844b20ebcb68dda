using Renderer.Templates.Checks;

namespace Renderer.Templates.Yaml;

/// <summary>A YAML file while it is read.</summary>
/// <param name="Path">Relative to the workspace's folder.</param>
/// <param name="Findings">Takes what is found.</param>
internal sealed record YamlSource(string Path, Findings Findings)
{
    /// <summary>Replaces <c>${…}</c>; null where the file has no placeholders.</summary>
    public Placeholders? Placeholders { get; init; }

    /// <summary>Collects every key that is asked for, with '*' for the author's own names: how a test holds reader and schema together.</summary>
    public ISet<string>? Keys { get; init; }

    public Place At(YamlNode? node) => new(Path, null, node?.Line ?? 0, node?.Column ?? 0);

    public string? Expand(YamlText node) =>
        Placeholders is null ? node.Value : Placeholders.Expand(node.Value, At(node), Findings);
}
