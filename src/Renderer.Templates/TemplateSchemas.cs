namespace Renderer.Templates;

/// <summary>JSON schemas of the YAML files, for editors.</summary>
public static class TemplateSchemas
{
    /// <summary>The files that have a schema: "workspace.yaml", "attributes.yaml", "template.yaml", "segments.yaml".</summary>
    public static IReadOnlyList<string> Files { get; } = ["workspace.yaml", "attributes.yaml", "template.yaml", "segments.yaml"];

    /// <summary>A file's schema, JSON; null for a file that has none.</summary>
    public static string? Find(string file)
    {
        using var stream = typeof(TemplateSchemas).Assembly.GetManifestResourceStream($"schemas.{Path.GetFileNameWithoutExtension(file)}.json");
        if (stream is null)
        {
            return null;
        }

        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
