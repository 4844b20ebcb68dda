using Renderer.Model;
using Renderer.Templates;
using Renderer.Tests.Templates.Shipped;
using Xunit;

namespace Renderer.Tests.Templates.Liquid;

/// <summary>The shipped <c>welcome</c>, written in Liquid (<c>Welcome/</c>, laid over the shipped folder), gives the same bytes.</summary>
public sealed class WelcomeTests
{
    private static readonly Lazy<Template> InLiquid = new(Load);

    public static TheoryData<string> Samples => [.. ShippedTemplates.Workspace.Templates["welcome"].Samples.Select(s => s.Name)];

    [Theory]
    [MemberData(nameof(Samples))]
    public void It_gives_the_same_bytes_in_both_languages(string sample)
    {
        var person = ShippedTemplates.Sample("welcome", sample);
        var expected = ShippedTemplates.Render("welcome", person);
        var scope = new RenderScope { Profile = person.Profile, Data = person.Data, Locale = person.Locale, Now = ShippedTemplates.Now };
        var choices = InLiquid.Value.Decide(scope, new Dictionary<string, string>(), TestContext.Current.CancellationToken);
        var mail = Workbench.Plain(InLiquid.Value.Render(scope, choices, Enum.GetValues<Part>(), TestContext.Current.CancellationToken));

        Assert.Empty(mail.Faults);
        Assert.Equal(expected.Mail.Html, mail.Html);
        Assert.Equal(expected.Mail.Amp, mail.Amp);
        Assert.Equal(
            (expected.Mail.Subject, expected.Mail.Preheader, expected.Mail.Text),
            (mail.Subject, mail.Preheader, mail.Text));
        foreach (var slot in InLiquid.Value.Slots.Select(slot => slot.Name))
        {
            var scriban = ShippedTemplates.Workspace.Templates["welcome"];
            Assert.Equal(Bare(scriban.RenderScene(scope, choices, slot, default)), Bare(InLiquid.Value.RenderScene(scope, choices, slot, default)));
            Assert.Equal(scriban.RenderSlotLink(scope, choices, slot, default), InLiquid.Value.RenderSlotLink(scope, choices, slot, default));
        }
    }

    // White space around code is taken away in another way.
    private static string Bare(RenderedScene scene) => string.Concat(scene.Svg!.Where(c => !char.IsWhiteSpace(c)));

    [Fact]
    public void It_reads_the_same() =>
        Assert.Equal(ShippedTemplates.Workspace.Templates["welcome"].Reads.Names.Order(), InLiquid.Value.Reads.Names.Order());

    private static Template Load()
    {
        var folder = Directory.CreateTempSubdirectory("renderer-liquid-").FullName;
        foreach (var from in new[] { ShippedTemplates.Folder, Path.Combine(ShippedTemplates.Root, "tests/Renderer.Tests/Templates/Liquid/Welcome") })
        {
            foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
            {
                var to = Path.Combine(folder, Path.GetRelativePath(from, file));
                Directory.CreateDirectory(Path.GetDirectoryName(to)!);
                File.Copy(file, to, overwrite: true);
            }
        }

        var workspace = TemplateFolder.Load(WorkspaceName.Default, folder, name => name);
        Directory.Delete(folder, recursive: true);
        Assert.True(workspace.Find("welcome") is not null, string.Join("\n", workspace.Diagnostics.Where(d => d.Severity == Severity.Error)));
        return workspace.Find("welcome")!;
    }
}
