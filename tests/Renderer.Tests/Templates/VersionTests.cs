using Renderer.Templates;
using Xunit;

namespace Renderer.Tests.Templates;

public sealed class VersionTests
{
    [Theory]
    [InlineData("mail/body.html", "<p>{{ block 'footer' }}{{ if segments.vip }}v{{ end }}{{ t 'x' }}!</p>")]
    [InlineData("mail/body.txt", "text")]
    [InlineData("mail/template.yaml", "subject: other\nfailure: {fallback: drop}\n")]
    [InlineData("mail/locales/en.yaml", "x: Y\n")]
    [InlineData("_blocks/locales/en.yaml", "y: Y\n")]
    [InlineData("mail/fallback/footer.html", "other")]
    [InlineData("mail/samples/a.json", "{}")]
    [InlineData("_blocks/footer.html", "<p>other</p>")]
    [InlineData("_blocks/inner.html", "<p>other</p>")]
    [InlineData("segments.yaml", "vip: profile.tier == 'silver'\nother: profile.x\ndeep: profile.y\n")]
    [InlineData("segments.yaml", "vip: segments.deep\nother: profile.x\ndeep: profile.z\n")]
    [InlineData("workspace.yaml", "locale: en-GB\n")]
    public void An_edit_of_what_is_read_makes_another_version(string path, string text)
    {
        using var bench = Bench();
        var before = bench.Template().Version;
        bench.Write(path, text);
        Assert.NotEqual(before, bench.Template().Version);
    }

    [Theory]
    [InlineData("other/body.html", "<p>other</p>")]
    [InlineData("_blocks/unused.html", "<p>other</p>")]
    [InlineData("mail/unused.html", "<p>other</p>")]
    [InlineData("mail/notes.md", "x")]
    [InlineData("segments.yaml", "vip: segments.deep\nother: profile.CHANGED\ndeep: profile.y\n# a comment\n")]
    [InlineData("workspace.yaml", "limits: {concurrency: 7}\n")]
    public void An_edit_of_anything_else_does_not(string path, string text)
    {
        using var bench = Bench();
        var before = bench.Template().Version;
        bench.Write(path, text);
        Assert.Equal(before, bench.Template().Version);
    }

    [Fact]
    public void The_same_files_in_another_folder_are_the_same_version()
    {
        using var one = Bench();
        using var two = Bench();
        Assert.Equal(one.Template().Version, two.Template().Version);
        Assert.Matches("^[0-9a-f]{24}$", one.Template().Version);
    }

    [Fact]
    public void A_bundle_opens_to_the_same_version_and_the_same_mail()
    {
        using var bench = Bench();
        bench.Write("workspace.yaml", "locale: en-GB\ntime_zone: Europe/London\nsigning_secret: ${env:S:-hush}\nconnections: {crm: {type: hubspot, client_secret: '${env:S:-hush}'}}\n");
        bench.Write("unread/body.html", "<p>x</p>");
        var template = bench.Template();
        var opened = TemplateFolder.Open(template.Bundle, bench.Clock);

        Assert.DoesNotContain(opened.Diagnostics, d => d.Severity == Renderer.Model.Severity.Error);
        Assert.Equal(template.Version, opened.Template!.Version);
        Assert.Equal(template.Bundle.Files.Keys.Order(StringComparer.Ordinal), opened.Template.Bundle.Files.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(template.Reads.Names.Order(StringComparer.Ordinal), opened.Template.Reads.Names.Order(StringComparer.Ordinal));
        Assert.Equal(
            Workbench.Render(template, """{"tier":"gold","y":true}""").Html, Workbench.Render(opened.Template, """{"tier":"gold","y":true}""").Html);
        Assert.All(template.Bundle.Files.Values, f => Assert.DoesNotContain("hush", System.Text.Encoding.UTF8.GetString(f.Span), StringComparison.Ordinal));
        Assert.DoesNotContain("unread/body.html", template.Bundle.Files.Keys);
    }

    [Fact]
    public void A_bundle_that_is_broken_gives_its_findings()
    {
        var files = new Dictionary<string, ReadOnlyMemory<byte>> { ["mail/body.html"] = "{{ if }}"u8.ToArray() };
        var opened = TemplateFolder.Open(new TemplateBundle("mail", "0", files));
        Assert.Null(opened.Template);
        Assert.Contains(opened.Diagnostics, d => d.Code == "syntax");
    }

    [Fact]
    public void The_last_twenty_good_versions_can_be_asked_for()
    {
        using var bench = Workbench.Mail("<p>0</p>");
        var workspace = bench.Load();
        var versions = new List<string> { workspace.Find("mail")!.Version };
        for (var i = 1; i < 25; i++)
        {
            bench.Write("mail/body.html", i % 5 == 4 ? "{{ if }}" : $"<p>{i}</p>");
            workspace = bench.Load(workspace);
            versions.Add(workspace.Find("mail")!.Version);
        }

        var good = versions.Distinct().ToList();
        Assert.Equal(20, good.Count);
        Assert.All(good, v => Assert.Equal(v, workspace.Find("mail", v)!.Version));
        bench.Write("mail/body.html", "<p>25</p>");
        workspace = bench.Load(workspace);
        Assert.Null(workspace.Find("mail", good[0]));
        Assert.NotNull(workspace.Find("mail", good[1]));
        Assert.Null(workspace.Find("mail", "nothing"));
        Assert.Null(workspace.Find("nothing"));
    }

    [Fact]
    public void A_version_that_comes_back_stands_first_again()
    {
        using var bench = Workbench.Mail("<p>one</p>");
        var first = bench.Load();
        bench.Write("mail/body.html", "<p>two</p>");
        var second = bench.Load(first);
        bench.Write("mail/body.html", "<p>one</p>");
        var third = bench.Load(second);
        Assert.Equal(first.Find("mail")!.Version, third.Find("mail")!.Version);
        Assert.NotNull(third.Find("mail", second.Find("mail")!.Version));
    }

    private static Workbench Bench() => Workbench.Mail(
        "<p>{{ block 'footer' }}{{ if segments.vip }}v{{ end }}{{ t 'x' }}</p>",
        ("_blocks/footer.html", "<p>f{{ block 'inner' }}</p>"),
        ("_blocks/inner.html", "<i>{{ profile.name }}</i>"),
        ("segments.yaml", "vip: segments.deep\nother: profile.x\ndeep: profile.y\n"),
        ("mail/locales/en.yaml", "x: X\n"),
        ("mail/template.yaml", "subject: s\nfailure: {fallback: drop}\n"));
}
