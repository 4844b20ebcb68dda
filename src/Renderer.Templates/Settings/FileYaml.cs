using Renderer.Model;
using Renderer.Templates.Yaml;

namespace Renderer.Templates.Settings;

/// <summary>Reads what only a file of people has: <c>type: file</c>.</summary>
internal static class FileYaml
{
    private static readonly Dictionary<string, FileFormat> Formats =
        Enum.GetValues<FileFormat>().ToDictionary(format => format.ToString().ToLowerInvariant(), StringComparer.Ordinal);

    public static KindSettings? Read(Section section)
    {
        var path = section.Text("path", text => text.Length > 0 && !text.Contains('\0', StringComparison.Ordinal), "value_invalid", "a file's path");
        var format = section.Text("format", Formats.ContainsKey, "value_invalid", $"one of: {string.Join(", ", Formats.Keys)}");
        var usual = new FileSettings("", FileFormat.Csv);
        var id = section.Text("id") ?? usual.Id;
        var email = section.Text("email") ?? usual.Email;
        var delimiter = section.Text("delimiter", text => text is "," or ";" or "\t" or "|", "value_invalid", "one of: ',' ';' '|' or \"\\t\"");
        if (path is null)
        {
            section.Source.Findings.Error(
                "key_missing", "A connection of type file needs 'path': a CSV or NDJSON file, like people.csv, beside workspace.yaml or with its whole path.", section.At("path"));
            return null;
        }

        var guessed = path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) ? FileFormat.Csv : FileFormat.Ndjson;
        return new FileSettings(Path.GetFullPath(path, section.Source.Placeholders?.Folder ?? Environment.CurrentDirectory), format is null ? guessed : Formats[format])
        {
            Id = id,
            Email = email,
            Delimiter = delimiter?[0] ?? usual.Delimiter,
        };
    }
}
