using System.Text;
using Renderer.Model;
using Renderer.Templates;
using Xunit;

namespace Renderer.Tests.Templates;

/// <summary>Each folder of <c>Golden/</c> is a case: a workspace with the template "mail", <c>profile.json</c>, perhaps <c>data.json</c>, and what must come out.</summary>
public sealed class GoldenTests
{
    private static readonly string Root = Path.Combine(Above(AppContext.BaseDirectory), "tests", "Renderer.Tests", "Templates", "Golden");

    public static TheoryData<string> Cases => [.. Directory.GetDirectories(Root).Select(d => Path.GetFileName(d)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_case_comes_out_as_expected(string name)
    {
        var folder = Path.Combine(Root, name);
        var workspace = TemplateFolder.Load(WorkspaceName.Default, folder, _ => null);
        var template = workspace.Find("mail");
        Assert.True(template is not null, string.Join("\n", workspace.Diagnostics));

        var data = Path.Combine(folder, "data.json");
        var mail = Workbench.Render(template, File.ReadAllText(Path.Combine(folder, "profile.json")), File.Exists(data) ? File.ReadAllText(data) : null);
        var choices = string.Concat(mail.Choices.Select(c => $"{c.Block}: {c.Variant}, {c.Outcome.Label()}{(c.Reason.Label() is { } why ? $", {why}" : "")}\n"));
        Same(folder, "expected.html", mail.Html);
        Same(folder, "expected.txt", mail.Text?.ReplaceLineEndings("\n"));
        Same(folder, "expected.subject.txt", mail.Subject + "\n");
        Same(folder, "expected.choices.txt", choices);
        foreach (var slot in template.Slots)
        {
            var scope = Workbench.Scope(File.ReadAllText(Path.Combine(folder, "profile.json")), File.Exists(data) ? File.ReadAllText(data) : null);
            Same(folder, $"expected.{slot.Name}.svg", template.RenderScene(scope, mail.Choices, slot.Name, TestContext.Current.CancellationToken).Svg);
            Same(folder, $"expected.{slot.Name}.link.txt", template.RenderSlotLink(scope, mail.Choices, slot.Name, TestContext.Current.CancellationToken) + "\n");
        }
    }

    private static string Above(string folder) =>
        File.Exists(Path.Combine(folder, "Renderer.sln")) ? folder : Above(Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("No Renderer.sln above the tests."));

    private static void Same(string folder, string file, string? actual)
    {
        var path = Path.Combine(folder, file);
        if (File.Exists(path))
        {
            Assert.Equal(File.ReadAllText(path, Encoding.UTF8), actual);
        }
    }
}
