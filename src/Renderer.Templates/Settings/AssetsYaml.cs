using System.Text.RegularExpressions;
using Renderer.Model;
using Renderer.Templates.Files;
using Renderer.Templates.Yaml;

namespace Renderer.Templates.Settings;

/// <summary>Reads the section <c>assets</c> of workspace.yaml: the origins whose files mails may show.</summary>
internal static partial class AssetsYaml
{
    // What a browser would run under the link domain is no asset, whatever the origin calls it.
    private static readonly string[] Active = ["text/html", "application/xhtml+xml", "text/xml", "application/xml", "text/javascript", "application/javascript"];

    public static IReadOnlyDictionary<string, AssetOrigin> Read(Section root, string key)
    {
        var origins = new Dictionary<string, AssetOrigin>(StringComparer.Ordinal);
        foreach (var entry in root.Entries(key))
        {
            if (root.SectionOf(key, entry) is { } section && ReadOne(entry, section) is { } origin)
            {
                origins[origin.Name] = origin;
            }
        }

        return origins;
    }

    private static AssetOrigin? ReadOne(YamlEntry entry, Section section)
    {
        var name = entry.Key.Value;
        var plain = new AssetOrigin { Name = name, BaseUrl = new Uri("https://localhost") };
        var findings = section.Source.Findings;
        var address = ConnectionYaml.Address(section, "base_url");
        var origin = plain with
        {
            BaseUrl = address ?? plain.BaseUrl,
            Types = Types(section) ?? plain.Types,
            MaxBytes = section.Int("max_mb", 1, 50) * 1024L * 1024 ?? plain.MaxBytes,
            Timeout = section.Duration("timeout", "100ms", "30s") ?? plain.Timeout,
            KeepFor = section.Duration("cache", "0s", "30d") ?? plain.KeepFor,
        };
        section.Done();
        if (!Names.IsTemplate(name))
        {
            findings.Error("name_invalid", "An origin's name is 1 to 64 of a-z, 0-9, '-' and '_'.", section.Source.At(entry.Key));
            return null;
        }

        if (section.Find("base_url") is null)
        {
            findings.Error("key_missing", $"The origin '{name}' needs a 'base_url', below which its files are, like https://cdn.example.com/mail.", section.Start);
        }

        return address is null ? null : origin;
    }

    private static TextList? Types(Section section)
    {
        var types = section.List("types").OfType<YamlText>().Select(item => section.Source.Expand(item) ?? "").ToList();
        foreach (var type in types.Where(type => !MediaType().IsMatch(type) || Active.Contains(type)))
        {
            section.Source.Findings.Error(
                "value_invalid",
                $"'{Names.Printable(type)}' is no type of an asset; write one like image/png, image/*, font/*, video/mp4 or application/pdf. Pages and scripts are none.",
                section.At("types"));
        }

        return types.Count > 0 ? new(types) : null;
    }

    // In lower case, as they are compared. All of a kind only where no kind of it is run.
    [GeneratedRegex(@"^(?:(?:image|font|audio|video)/\*|[a-z]+/[a-z0-9][a-z0-9.+-]{0,63})$", RegexOptions.NonBacktracking)]
    private static partial Regex MediaType();
}
