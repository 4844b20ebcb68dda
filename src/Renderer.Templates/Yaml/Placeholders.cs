using System.Text.RegularExpressions;
using Renderer.Templates.Checks;

namespace Renderer.Templates.Yaml;

/// <summary>Replaces <c>${env:NAME}</c>, <c>${env:NAME:-default}</c> and <c>${file:NAME}</c>, so that secrets stay out of the folder.</summary>
/// <param name="variables">Answers an environment variable.</param>
/// <param name="folder">Where a relative <c>${file:…}</c> begins.</param>
internal sealed partial class Placeholders(Func<string, string?> variables, string folder)
{
    private const int MaxSecretBytes = 64 << 10;

    /// <summary>Where relative paths begin, whole; empty for a published version, which has no folder.</summary>
    public string Folder { get; } = folder.Length == 0 ? "" : Path.GetFullPath(folder);

    /// <summary>The text is one placeholder and nothing else.</summary>
    public static bool IsAlone(string text) => Pattern().Match(text) is { Success: true, Index: 0 } match && match.Length == text.Length;

    /// <summary>The text with all placeholders replaced; null when one has no value, which is then a finding.</summary>
    public string? Expand(string text, Place at, Findings findings)
    {
        if (!text.Contains("${", StringComparison.Ordinal))
        {
            return text;
        }

        var missing = false;
        var expanded = Pattern().Replace(text, match =>
        {
            var name = match.Groups["name"].Value;
            var value = match.Groups["kind"].Value == "env" ? Variable(match, name) : FileText(name);
            if (value is null)
            {
                missing = true;
                findings.Error(
                    match.Groups["kind"].Value == "env" ? "variable_missing" : "secret_file_missing",
                    match.Groups["kind"].Value == "env"
                        ? $"The environment variable '{name}' is not set; set it, or write ${{env:{name}:-default}}."
                        : $"The file '{name}' cannot be read; check the path and its permissions.",
                    at);
            }

            return value ?? "";
        });

        if (Pattern().Replace(text, "").Contains("${", StringComparison.Ordinal))
        {
            findings.Error("placeholder_invalid", "A placeholder is ${env:NAME}, ${env:NAME:-default} or ${file:PATH}.", at);
            return null;
        }

        return missing ? null : expanded;
    }

    private string? Variable(Match match, string name)
    {
        var value = variables(name);
        return string.IsNullOrEmpty(value) && match.Groups["default"].Success ? match.Groups["default"].Value : value;
    }

    private string? FileText(string name)
    {
        try
        {
            var file = new FileInfo(Path.Combine(Folder, name));
            return file.Length <= MaxSecretBytes ? File.ReadAllText(file.FullName).TrimEnd('\r', '\n') : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"\$\{(?<kind>env):(?<name>[A-Za-z_][A-Za-z0-9_]*)(:-(?<default>[^}]*))?\}|\$\{(?<kind>file):(?<name>[^}]+)\}", RegexOptions.ExplicitCapture)]
    private static partial Regex Pattern();
}
