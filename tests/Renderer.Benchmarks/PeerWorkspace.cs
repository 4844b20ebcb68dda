using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Renderer.Benchmarks;

/// <summary>Writes a workspace whose one template is another harness's, and whose people are in <see cref="StandInCrm"/>.</summary>
internal static partial class PeerWorkspace
{
    /// <param name="template">A Scriban template that reads <c>profile.…</c> and leaves escaping to us.</param>
    /// <param name="profiles">The people, a JSON array: their members become the attributes.</param>
    /// <param name="crm">Where the stand-in listens.</param>
    /// <param name="folder">Where the workspace is written.</param>
    public static void Write(string template, string profiles, string crm, string folder)
    {
        Directory.CreateDirectory(Path.Combine(folder, "email"));
        var (body, blocks, segments) = Decided(File.ReadAllText(template));
        File.WriteAllText(Path.Combine(folder, "email", "template.yaml"), "subject: A mail\n" + blocks);
        File.WriteAllText(Path.Combine(folder, "email", "body.html"), Cents().Replace(body, "(${cents} / 100.0) | format_money \"USD\""));
        File.WriteAllText(Path.Combine(folder, "segments.yaml"), segments);
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

    /// <summary>The greeting by <c>profile.segment</c>, in theirs an if, is in ours a block with a variant for each segment: something to decide, and to keep.</summary>
    private static (string Body, string Blocks, string Segments) Decided(string mail)
    {
        var greeting = Greeting().Match(mail);
        if (!greeting.Success)
        {
            throw new InvalidDataException("the harness's mail no longer greets by profile.segment: there is nothing to decide");
        }

        var blocks = new StringBuilder("blocks:\n  greeting:\n    variants:\n");
        var segments = new StringBuilder();
        foreach (var (name, html) in greeting.Groups["segment"].Captures.Zip(greeting.Groups["html"].Captures))
        {
            blocks.Append(CultureInfo.InvariantCulture, $"      - name: {name}\n        segment: {name}\n        html: |\n          {html.Value.Trim()}\n");
            segments.Append(CultureInfo.InvariantCulture, $"{name}: profile.segment == '{name}'\n");
        }

        blocks.Append(CultureInfo.InvariantCulture, $"    default:\n      html: |\n        {greeting.Groups["other"].Value}\n    fallback: drop\n");
        return (mail.Remove(greeting.Index, greeting.Length).Insert(greeting.Index, "{{ block 'greeting' }}"), blocks.ToString(), segments.ToString());
    }

    /// <summary>The harness's templates call one host function: cents to $1,234.56.</summary>
    [GeneratedRegex(@"(?<cents>\S+) \| money\b")]
    private static partial Regex Cents();

    [GeneratedRegex("""^(?:\{\{ (?:else )?if profile\.segment == "(?<segment>\w+)" \}\}(?<html>.*)\n)+\{\{ else \}\}(?<other>.*)\{\{ end \}\}$""", RegexOptions.Multiline)]
    private static partial Regex Greeting();

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
