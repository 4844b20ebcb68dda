using System.Text.Json;
using Renderer.Templates;
using Renderer.Templates.Checks;
using Renderer.Templates.Definitions;
using Renderer.Templates.Yaml;
using Xunit;

namespace Renderer.Tests.Templates;

/// <summary>The schemas that editors use and the readers know the same keys.</summary>
public sealed class SchemaTests
{
    private const string Template = """
        images: {logo: {src: x}, hero: {scene: hero.svg, variants: [{segment: a}]}}
        links: {track: true}
        amp_data: {products: {variants: [{segment: a, file: A}]}}
        blocks:
          hero:
            variants: [{segment: a, html: A}]
            default: {html: D}
          plain: {html: P}
        """;

    // Each kind of CRM is told something that the others are not.
    private static readonly string[] Kinds = ["hubspot", "salesforce", "dataverse", "segment"];

    [Fact]
    public void The_workspace_file() =>
        Assert.Equal(
            KeysOf("workspace.yaml"),
            WorkspaceYamlTests.KeysOf(WorkspaceYamlTests.Whole)
                .Union(Kinds.SelectMany(kind => WorkspaceYamlTests.KeysOf($"connections: {{crm: {{type: {kind}}}}}")))
                .Union(WorkspaceYamlTests.KeysOf(RestYamlTests.Whole))
                .Union(WorkspaceYamlTests.KeysOf("connections: {crm: {type: file}}"))
                .Order(StringComparer.Ordinal));

    [Fact]
    public void The_data_dictionary() =>
        Assert.Equal(KeysOf("attributes.yaml"), AttributesYamlTests.KeysOf(AttributesYamlTests.Whole).Order(StringComparer.Ordinal));

    [Fact]
    public void The_template_file()
    {
        var keys = new SortedSet<string>(StringComparer.Ordinal);
        var findings = new Findings();
        TemplateYaml.Read("mail", YamlFile.Read(Template, "t", findings), new YamlSource("t", findings) { Keys = keys }, (_, _) => null, (_, _) => null);
        Assert.Equal(KeysOf("template.yaml"), keys);
    }

    [Fact]
    public void The_segments_file()
    {
        var keys = new SortedSet<string>(StringComparer.Ordinal);
        var findings = new Findings();
        SegmentsYaml.Read(YamlFile.Read("a: {rule: x}", "s", findings), new YamlSource("s", findings) { Keys = keys });
        Assert.Equal(KeysOf("segments.yaml"), keys);
    }

    [Fact]
    public void Only_those_files_have_a_schema()
    {
        Assert.All(TemplateSchemas.Files, f => Assert.NotNull(TemplateSchemas.Find(f)));
        Assert.Null(TemplateSchemas.Find("body.html"));
    }

    private static SortedSet<string> KeysOf(string file)
    {
        using var schema = JsonDocument.Parse(TemplateSchemas.Find(file)!);
        var keys = new SortedSet<string>(StringComparer.Ordinal);
        Collect(schema.RootElement, schema.RootElement, "", keys);
        return keys;
    }

    private static void Collect(JsonElement root, JsonElement node, string path, SortedSet<string> keys)
    {
        if (node.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        if (node.TryGetProperty("$ref", out var reference))
        {
            Collect(root, root.GetProperty("$defs").GetProperty(reference.GetString()!.Split('/')[^1]), path, keys);
        }

        foreach (var member in node.TryGetProperty("properties", out var properties) ? properties.EnumerateObject() : default)
        {
            var below = path.Length == 0 ? member.Name : $"{path}.{member.Name}";
            keys.Add(below);
            Collect(root, member.Value, below, keys);
        }

        foreach (var name in new[] { "additionalProperties", "items" })
        {
            if (node.TryGetProperty(name, out var other))
            {
                Collect(root, other, path.Length == 0 ? "*" : $"{path}.*", keys);
            }
        }

        foreach (var choice in node.TryGetProperty("anyOf", out var choices) ? choices.EnumerateArray() : default)
        {
            Collect(root, choice, path, keys);
        }
    }
}
