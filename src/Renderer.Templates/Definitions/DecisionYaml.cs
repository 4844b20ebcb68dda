using Renderer.Model;
using Renderer.Templates.Yaml;

namespace Renderer.Templates.Definitions;

/// <summary>Reads the key <c>decision</c>: of the template, of a block or of a slot.</summary>
internal static class DecisionYaml
{
    private static readonly Dictionary<string, DecisionPolicy> Words =
        Enum.GetValues<DecisionPolicy>().ToDictionary(policy => policy.Label(), StringComparer.Ordinal);

    /// <summary>Null where nothing is said.</summary>
    public static DecisionPolicy? Read(Section section) =>
        section.Text("decision", Words.ContainsKey, "value_invalid", string.Join(", ", Words.Keys)) is { } word ? Words[word] : null;
}
