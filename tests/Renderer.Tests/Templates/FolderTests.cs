using Renderer.Model;
using Renderer.Templates;
using Xunit;

namespace Renderer.Tests.Templates;

public sealed class FolderTests
{
    [Fact]
    public void A_folder_that_is_not_there_is_a_finding()
    {
        var workspace = TemplateFolder.Load(WorkspaceName.Default, Path.Combine(Path.GetTempPath(), "renderer-no-such-folder"), _ => null);
        Assert.Equal(("folder_missing", Severity.Error), (workspace.Diagnostics[0].Code, workspace.Diagnostics[0].Severity));
        Assert.Empty(workspace.Templates);
        Assert.Same(WorkspaceSettings.Bare, workspace.Settings);
    }

    [Fact]
    public void A_file_in_the_place_of_the_folder_is_a_finding()
    {
        using var bench = new Workbench(("file", "x"));
        Assert.Equal("folder_missing", TemplateFolder.Load(WorkspaceName.Default, Path.Combine(bench.Folder, "file"), _ => null).Diagnostics[0].Code);
    }

    [Fact]
    public void A_folder_that_went_away_leaves_what_was_good()
    {
        using var bench = Workbench.Mail("<p>one</p>");
        var before = bench.Load();
        Directory.Delete(bench.Folder, recursive: true);
        var after = bench.Load(before);
        Directory.CreateDirectory(bench.Folder);
        Assert.Same(before.Find("mail"), after.Find("mail"));
        Assert.Equal("folder_missing", Assert.Single(after.Diagnostics).Code);
    }

    [Fact]
    public void A_link_that_leads_out_of_the_folder_is_refused()
    {
        using var outside = new Workbench(("secret.html", "<p>secret</p>"), ("evil/body.html", "<p>secret</p>"));
        using var bench = Workbench.Mail("<p>one</p>");
        File.CreateSymbolicLink(Path.Combine(bench.Folder, "mail/stolen.html"), Path.Combine(outside.Folder, "secret.html"));
        Directory.CreateSymbolicLink(Path.Combine(bench.Folder, "evil"), Path.Combine(outside.Folder, "evil"));
        Directory.CreateSymbolicLink(Path.Combine(bench.Folder, "way"), outside.Folder);
        File.CreateSymbolicLink(Path.Combine(bench.Folder, "mail/round.html"), Path.Combine(bench.Folder, "way/secret.html"));
        var workspace = bench.Load();
        Assert.Equal(
            ["evil", "mail/round.html", "mail/stolen.html", "way"],
            workspace.Diagnostics.Where(d => d.Code == "link_refused").Select(d => d.File!).Distinct().Order(StringComparer.Ordinal));
        Assert.Null(workspace.Find("evil"));
    }

    [Fact]
    public void Links_within_the_folder_are_followed_as_in_a_config_map()
    {
        using var bench = new Workbench(("..2026/body.html", "<p>one</p>"), ("..2026/template.yaml", "subject: s\n"));
        Directory.CreateSymbolicLink(Path.Combine(bench.Folder, "..data"), "..2026");
        Directory.CreateSymbolicLink(Path.Combine(bench.Folder, "mail"), "..data");
        Assert.Equal("<p>one</p>", bench.Render().Html);
        Assert.Empty(bench.Check());
    }

    [Fact]
    public void A_link_that_leads_nowhere_is_a_finding_and_no_crash()
    {
        using var bench = Workbench.Mail("<p>one</p>");
        File.CreateSymbolicLink(Path.Combine(bench.Folder, "mail/gone.html"), "nothing.html");
        File.CreateSymbolicLink(Path.Combine(bench.Folder, "mail/loop.html"), "loop.html");
        Assert.Equal(2, bench.Check().Count(d => d.File is "mail/gone.html" or "mail/loop.html"));
    }

    [Fact]
    public void A_byte_order_mark_is_no_text()
    {
        using var bench = Workbench.Mail("<p>x</p>");
        bench.Write("mail/body.html", [0xEF, 0xBB, 0xBF, .. "<p>x</p>"u8]);
        Assert.Equal("<p>x</p>", bench.Render().Html);
    }

    [Fact]
    public void A_template_that_never_was_good_is_broken_and_not_there()
    {
        using var bench = Workbench.Mail("{{ if }}");
        var workspace = bench.Load();
        Assert.Null(workspace.Find("mail"));
        Assert.All(workspace.Broken["mail"], d => Assert.Equal("syntax", d.Code));
    }

    [Fact]
    public void A_workspace_reads_what_its_templates_read_together()
    {
        using var bench = new Workbench(
            ("a/body.html", "<p>{{ profile.x }}</p>"), ("a/template.yaml", "subject: s\n"), ("b/body.html", "<p>b</p>"), ("b/template.yaml", "subject: '{{ profile.y }}'\n"));
        Assert.Equal(["x", "y"], bench.Load().Reads.Names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_template_that_shows_nothing_of_the_person_reads_nothing()
    {
        using var bench = Workbench.Mail("<p>{{ if 1 > 2 }}x{{ end }}</p>");
        Assert.True(bench.Template().Reads.IsEmpty);
        bench.Write("mail/body.html", "<p>{{ format_number 3 }} {{ now }}</p>");
        Assert.Equal(["locale", "time_zone"], bench.Template().Reads.Names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Parts_are_those_that_the_template_has()
    {
        using var bench = Workbench.Mail("<p>x</p>", ("mail/body.amp.html", "<html ⚡4email></html>"), ("mail/template.yaml", "subject: s\npreheader: p\n"));
        Assert.Equal([Part.Subject, Part.Preheader, Part.Html, Part.Text, Part.Amp], bench.Template().Parts);
        Assert.Contains("<html data-css-strict ⚡4email><head>", bench.Render().Amp, StringComparison.Ordinal);
    }

    [Fact]
    public void Samples_are_a_profile_or_all_that_a_render_takes()
    {
        using var bench = Workbench.Mail(
            "<p>x</p>",
            ("mail/samples/ann.json", "{\"name\":\"Ann\"} // a comment"),
            ("mail/samples/bob.json", "{\"profile\":{\"name\":\"Bob\"},\"data\":{\"a\":1},\"locale\":\"de\"}"));
        var samples = bench.Template().Samples;
        Assert.Equal(["ann", "bob"], samples.Select(s => s.Name));
        Assert.Equal("{\"name\":\"Ann\"}", System.Text.Encoding.UTF8.GetString(samples[0].Profile.Json.Span));
        Assert.Equal(("de", 1), (samples[1].Locale, samples[1].Data.GetProperty("a").GetInt32()));
    }
}
