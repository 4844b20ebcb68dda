using System.Text.RegularExpressions;
using Renderer.Model;
using Renderer.Templates.Yaml;

namespace Renderer.Templates.Settings;

/// <summary>Reads what a connection to Dataverse is told beside what all are.</summary>
internal static partial class DataverseYaml
{
    public static DataverseSettings Read(Section section)
    {
        var plain = new DataverseSettings();
        return new DataverseSettings
        {
            Tenant = section.Text("tenant", TenantForm().IsMatch, "value_invalid", "an Entra tenant: its id, or a domain like contoso.onmicrosoft.com"),
            ApiVersion = section.Text("api_version", VersionForm().IsMatch, "value_invalid", "a version of the Web API, like 9.2") ?? plain.ApiVersion,
            AlternateKeys = section.Names("alternate_keys"),
            Calculated = section.Names("calculated"),
            ConditionalReads = section.Bool("conditional_reads") ?? plain.ConditionalReads,
            HookHeader = section.Text("hook_header", HeaderForm().IsMatch, "value_invalid", "a header's name, like X-Renderer-Key"),
        };
    }

    /// <summary>A list of single words.</summary>
    internal static IReadOnlyList<string> Names(this Section section, string key)
    {
        var names = new List<string>();
        foreach (var item in section.List(key))
        {
            if (item is YamlText text && section.Source.Expand(text) is { Length: > 0 } name)
            {
                names.Add(name);
            }
            else
            {
                section.Source.Findings.Error("value_invalid", $"An item of '{key}' must be a single value.", section.Source.At(item));
            }
        }

        return names;
    }

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9.-]{0,253}\z")]
    private static partial Regex TenantForm();

    [GeneratedRegex(@"\A[0-9]{1,2}\.[0-9]\z")]
    private static partial Regex VersionForm();

    [GeneratedRegex(@"\A[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}\z")]
    private static partial Regex HeaderForm();
}
