using Renderer.Model;
using Renderer.Templates;
using Xunit;

namespace Renderer.Tests.Templates;

/// <summary>A template as it is typed, in the context of a workspace.</summary>
public sealed class DraftTests
{
    [Fact]
    public void A_draft_finds_its_own_blocks_and_segments_before_the_workspaces()
    {
        using var bench = new Workbench(
            ("_blocks/footer.html", "<p>theirs</p>"), ("_blocks/header.html", "<h1>{{ profile.name }}</h1>"), ("segments.yaml", "vip: false\nnew: profile.new\n"));
        var made = bench.Load().Compile(new TemplateDraft
        {
            Subject = "{{ if segments.vip }}VIP{{ end }}",
            Html = "{{ include \"header\" }}{{ block 'footer' }}{{ if segments.new }}!{{ end }}",
            Text = "{{ profile.name }}",
            Blocks = new Dictionary<string, string> { ["footer"] = "<p>mine</p>" },
            Segments = new Dictionary<string, string> { ["vip"] = "profile.tier == 'gold'" },
        });
        var mail = Workbench.Render(made.Template!, """{"name":"A&B","tier":"gold","new":true}""");
        Assert.Equal(("VIP", "<h1>A&amp;B</h1><p>mine</p>!", "A&B"), (mail.Subject, mail.Html, mail.Text));
        Assert.Equal(["name", "new", "tier"], made.Template!.Reads.Names.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("subject", 1, 8)]
    [InlineData("html", 2, 4)]
    [InlineData("text", 1, 4)]
    [InlineData("footer", 3, 7)]
    [InlineData("vip", 1, 11)]
    public void A_fault_names_the_part_or_block_and_no_file(string part, int line, int column)
    {
        using var bench = new Workbench();
        var made = bench.Load().Compile(new TemplateDraft
        {
            Subject = part == "subject" ? "Hi {{ strin.x 1 }} {{ nofun 1 }}" : "s",
            Html = part == "html" ? "<p>\n{{ nofun 1 }}</p>" : "<p>{{ block 'footer' }}{{ segments.vip }}</p>",
            Text = part == "text" ? "{{ nofun 1 }}" : "t",
            Blocks = new Dictionary<string, string> { ["footer"] = part == "footer" ? "\n\n<p>{{ nofun 1 }}" : "f" },
            Segments = new Dictionary<string, string> { ["vip"] = part == "vip" ? "profile.x && (" : "profile.x" },
        });
        Assert.Null(made.Template);
        var fault = made.Diagnostics.First(d => d.Severity == Severity.Error);
        Assert.Equal((part, null), (fault.Part, fault.File));
        Assert.Equal((line, part == "subject" ? fault.Column : part == "vip" ? fault.Column : column), (fault.Line, fault.Column));
    }

    [Fact]
    public void A_draft_need_not_make_sense_without_a_person()
    {
        using var bench = new Workbench();
        var made = bench.Load().Compile(new TemplateDraft { Text = "{{ order.total }}" });
        Assert.Equal("42", Workbench.Render(made.Template!, data: """{"order":{"total":42}}""").Text);

        var mail = Workbench.Render(made.Template!);
        Assert.True(mail.UsedStatic);
        Assert.Equal(("render_error", "text", 1, 10), (mail.Faults[0].Code, mail.Faults[0].Part, mail.Faults[0].Line, mail.Faults[0].Column));
    }

    [Fact]
    public void A_draft_has_the_parts_that_are_typed_and_a_derived_text()
    {
        using var bench = new Workbench();
        Assert.Equal([Part.Text], bench.Load().Compile(new TemplateDraft { Text = "t" }).Template!.Parts);
        Assert.Equal([Part.Html, Part.Text], bench.Load().Compile(new TemplateDraft { Html = "<p>h</p>" }).Template!.Parts);
    }

    [Fact]
    public void A_draft_can_be_in_liquid_and_is_another_version_then()
    {
        using var bench = new Workbench();
        var workspace = bench.Load();
        var made = workspace.Compile(new TemplateDraft { Language = "liquid", Html = "{{ 'a' }}" }).Template!;
        Assert.Equal("a", Workbench.Render(made).Html);
        Assert.NotEqual(workspace.Compile(new TemplateDraft { Html = "{{ 'a' }}" }).Template!.Version, made.Version);
    }

    [Fact]
    public void The_same_draft_is_the_same_version()
    {
        using var bench = new Workbench();
        var workspace = bench.Load();
        string Version(string html) => workspace.Compile(new TemplateDraft { Html = html }).Template!.Version;
        Assert.Equal(Version("<p>a</p>"), Version("<p>a</p>"));
        Assert.NotEqual(Version("<p>a</p>"), Version("<p>b</p>"));
    }
}
