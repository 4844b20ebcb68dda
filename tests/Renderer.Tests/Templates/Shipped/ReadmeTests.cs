using System.Text.RegularExpressions;
using Renderer.Model;
using Renderer.Templates;
using Xunit;

namespace Renderer.Tests.Templates.Shipped;

/// <summary>The example in <c>templates/README.md</c>, written to a folder as a reader would.</summary>
public sealed partial class ReadmeTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("renderer-readme-");

    public ReadmeTests()
    {
        File.Copy(Path.Combine(ShippedTemplates.Folder, "segments.yaml"), Path.Combine(folder.FullName, "segments.yaml"));
        foreach (Match file in Example().Matches(File.ReadAllText(Path.Combine(ShippedTemplates.Folder, "README.md")).ReplaceLineEndings("\n")))
        {
            var path = Path.Combine(folder.FullName, file.Groups["path"].Value);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, file.Groups["content"].Value);
        }
    }

    [Theory]
    [InlineData("""{"first_name":"Ann","tier":"gold","points":12450}""", "Good morning, Ann", "The good shelf is yours, Ann.", "12,450 points")]
    [InlineData("""{"first_name":"Kai","city":"Berlin"}""", "Good morning, Kai", "See you in Berlin.", "To the shop")]
    [InlineData("{}", "Good morning, friend", "Come in.", "To the shop")]
    public void The_first_template_works_as_written(string profile, string subject, string hero, string line)
    {
        var workspace = TemplateFolder.Load(WorkspaceName.Default, folder.FullName, _ => null);
        Assert.Empty(Warnings(workspace, "hello"));

        var template = workspace.Templates["hello"];
        var scope = new RenderScope { Profile = new Profile(System.Text.Encoding.UTF8.GetBytes(profile)), Now = ShippedTemplates.Now };
        var choices = template.Decide(scope, new Dictionary<string, string>(), TestContext.Current.CancellationToken);
        var mail = template.Render(scope, choices, [Part.Subject, Part.Html, Part.Text], TestContext.Current.CancellationToken);

        Assert.Empty(mail.Faults);
        Assert.Equal(subject, mail.Subject);
        Assert.Contains(hero, mail.Html, StringComparison.Ordinal);
        Assert.Contains(line, mail.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"first_name":"Ann","tier":"gold"}""", "The sale, for Ann", "For Ann", "https://shop.people.example/early?utm_source=sale")]
    [InlineData("""{"first_name":"Kai","tier":"a b"}""", "The sale, for Kai", "For Kai", "https://shop.people.example/sale?for=a%20b&utm_source=sale")]
    public void The_picture_works_as_written(string profile, string alt, string words, string link)
    {
        var workspace = TemplateFolder.Load(WorkspaceName.Default, folder.FullName, _ => null);
        Assert.Equal(["picture_missing"], Warnings(workspace, "sale").Select(d => d.Code));

        var template = workspace.Templates["sale"];
        using var data = System.Text.Json.JsonDocument.Parse("""{"ends": "2026-11-24T11:00:00Z"}""");
        var scope = new RenderScope { Profile = new Profile(System.Text.Encoding.UTF8.GetBytes(profile)), Data = data.RootElement, Now = ShippedTemplates.Now };
        var choices = template.Decide(scope, new Dictionary<string, string>(), TestContext.Current.CancellationToken);
        var mail = template.Render(scope, choices, [Part.Html], TestContext.Current.CancellationToken);

        Assert.Contains($"alt=\"{alt}\" width=\"600\" height=\"200\"", mail.Html, StringComparison.Ordinal);
        var svg = template.RenderScene(scope, choices, "hero", TestContext.Current.CancellationToken).Svg;
        Assert.Contains($">{words}</text>", svg, StringComparison.Ordinal);
        Assert.Contains(">2 h left</text>", svg, StringComparison.Ordinal);
        Assert.Equal(link, template.RenderSlotLink(scope, choices, "hero", TestContext.Current.CancellationToken));
    }

    private static IEnumerable<Diagnostic> Warnings(TemplateWorkspace workspace, string template) =>
        workspace.Diagnostics.Where(d => d.Severity >= Severity.Warning && d.File?.StartsWith(template + "/", StringComparison.Ordinal) != false);

    public void Dispose() => folder.Delete(recursive: true);

    [GeneratedRegex(@"^`(?<path>(hello|sale)/[a-z.]+)`\n```[a-z]+\n(?<content>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Example();
}
