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
        Assert.Empty(workspace.Diagnostics.Where(d => d.Severity >= Severity.Warning).Select(d => d.ToString()));

        var template = workspace.Templates["hello"];
        var scope = new RenderScope { Profile = new Profile(System.Text.Encoding.UTF8.GetBytes(profile)), Now = ShippedTemplates.Now };
        var choices = template.Decide(scope, new Dictionary<string, string>(), TestContext.Current.CancellationToken);
        var mail = template.Render(scope, choices, [Part.Subject, Part.Html, Part.Text], TestContext.Current.CancellationToken);

        Assert.Empty(mail.Faults);
        Assert.Equal(subject, mail.Subject);
        Assert.Contains(hero, mail.Html, StringComparison.Ordinal);
        Assert.Contains(line, mail.Text, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Delete(recursive: true);

    [GeneratedRegex(@"^`(?<path>hello/[a-z.]+)`\n```[a-z]+\n(?<content>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Example();
}
