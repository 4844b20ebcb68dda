using System.Text.Json;
using Renderer.Model;
using Renderer.Templates.Checks;
using Renderer.Templates.Files;

namespace Renderer.Templates.Definitions;

/// <summary>Reads <c>samples/*.json</c>: a profile, or an object with "profile", "data" and "locale".</summary>
internal static class SampleFiles
{
    private static readonly string[] Members = ["profile", "data", "locale"];

    public static IReadOnlyList<SampleProfile> Read(string template, FileSet files, Findings findings)
    {
        var samples = new List<SampleProfile>();
        foreach (var file in files.NamesIn($"{template}/samples"))
        {
            var path = $"{template}/samples/{file}";
            if (files.Text(path, findings) is { } text && ReadOne(Path.GetFileNameWithoutExtension(file), text, path, findings) is { } sample)
            {
                samples.Add(sample);
            }
        }

        return samples;
    }

    private static SampleProfile? ReadOne(string name, string text, string path, Findings findings)
    {
        try
        {
            var root = JsonDocument.Parse(text, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true }).RootElement;
            if (root.ValueKind != JsonValueKind.Object)
            {
                findings.Warning("sample_invalid", "A sample is a JSON object: the profile, or {\"profile\": …, \"data\": …}.", new Place(path, null, 1, 1));
                return null;
            }

            var isWhole = root.TryGetProperty("profile", out var profile) && profile.ValueKind == JsonValueKind.Object
                && root.EnumerateObject().All(m => Members.Contains(m.Name));
            root.TryGetProperty("data", out var data);
            return isWhole
                ? new SampleProfile(name, Profile(profile), data, root.TryGetProperty("locale", out var locale) ? locale.ToString() : null)
                : new SampleProfile(name, Profile(root), default, null);
        }
        catch (JsonException e)
        {
            findings.Warning(
                "sample_invalid", "This is not JSON; the sample is left out.", new Place(path, null, (int)(e.LineNumber ?? 0) + 1, (int)(e.BytePositionInLine ?? 0) + 1));
            return null;
        }
    }

    // Written anew, so that comments do not travel on.
    private static Profile Profile(JsonElement element) => new(JsonSerializer.SerializeToUtf8Bytes(element));
}
