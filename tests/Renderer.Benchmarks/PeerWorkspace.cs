using System.Text;
using System.Text.Json;

namespace Renderer.Benchmarks;

/// <summary>Writes a workspace whose one template is another harness's, and whose people are in <see cref="StandInCrm"/>.</summary>
internal static class PeerWorkspace
{
    // The harness's templates call one host function: cents to $1,234.56.
    private const string Money = "| money";

    /// <param name="template">A template in Scriban or, by its name's end, in Liquid, that reads <c>profile.…</c> and leaves escaping to us.</param>
    /// <param name="profiles">The people, a JSON array: their members become the attributes.</param>
    /// <param name="crm">Where the stand-in listens.</param>
    /// <param name="folder">Where the workspace is written.</param>
    public static void Write(string template, string profiles, string crm, string folder)
    {
        Directory.CreateDirectory(Path.Combine(folder, "email"));
        var isLiquid = Path.GetExtension(template) == ".liquid";
        var body = File.ReadAllText(template).Replace(
            Money, isLiquid ? "| divided_by: 100.0 | format_money: \"USD\"" : "/ 100.0 | format_money \"USD\"", StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(folder, "email", "template.yaml"), $"subject: A mail\nlanguage: {(isLiquid ? "liquid" : "scriban")}\n");
        File.WriteAllText(Path.Combine(folder, "email", "body.html"), body);
        // Theirs is written for people whom it knows; without one it fails, and ours wants to know what then.
        Directory.CreateDirectory(Path.Combine(folder, "email", "fallback"));
        File.WriteAllText(Path.Combine(folder, "email", "fallback", "body.html"), "<p>Nobody is known.</p>\n");
        File.WriteAllText(Path.Combine(folder, "workspace.yaml"), $$"""
            locale: en-US
            time_zone: UTC
            connections:
              peers:
                type: hubspot
                base_url: {{crm}}
                access_token: ${env:PEERS_TOKEN}
                fresh_for: 1d
                attributes:
            {{Attributes(profiles)}}
            """);
    }

    private static string Attributes(string profiles)
    {
        using var all = JsonDocument.Parse(File.ReadAllBytes(profiles));
        var types = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var member in all.RootElement.EnumerateArray().SelectMany(person => person.EnumerateObject()))
        {
            if (member.Name != "id" && member.Value.ValueKind != JsonValueKind.Null)
            {
                types[member.Name] = TypeOf(member.Value.ValueKind);
            }
        }

        var lines = new StringBuilder();
        foreach (var (name, type) in types)
        {
            lines.Append("      ").Append(name).Append(": { property: ").Append(name).Append(", type: ").Append(type).Append(" }\n");
        }

        return lines.ToString();
    }

    private static string TypeOf(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Number => "number",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        JsonValueKind.Array or JsonValueKind.Object => "json",
        _ => "text",
    };
}
