using System.Text.RegularExpressions;
using Renderer.Server.Snippets;
using Renderer.ServerTests.Infrastructure;
using Xunit;

namespace Renderer.ServerTests.Snippets;

/// <summary>Each ESP is a file and a page; what the one says the other explains.</summary>
public sealed partial class EspFilesTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "src", "Renderer.Server", "Snippets", "Esps");

    public static TheoryData<string> All { get; } = [.. Esps.All.Select(esp => esp.Name)];

    [Theory]
    [InlineData("Braze", "braze")]
    [InlineData("Salesforce Marketing Cloud", "sfmc")]
    [InlineData("ExactTarget", "sfmc")]
    [InlineData("iterable", "iterable")]
    [InlineData("Customer.io", "customer_io")]
    [InlineData("customerio", "customer_io")]
    [InlineData("Klaviyo", "klaviyo")]
    [InlineData("mailchimp", "mailchimp")]
    [InlineData("Adobe Campaign", "adobe_campaign")]
    [InlineData("Journey Optimizer", "adobe_journey_optimizer")]
    [InlineData("adobe-journey-optimizer", "adobe_journey_optimizer")]
    [InlineData("OneSignal", "onesignal")]
    [InlineData("Brevo", "brevo")]
    [InlineData("Airship", "airship")]
    [InlineData("HubSpot", "hubspot")]
    [InlineData("Marketo", "marketo")]
    [InlineData("SendGrid", "sendgrid")]
    [InlineData("Mailgun", "mailgun")]
    public void An_ESP_is_found_as_people_write_it(string written, string name) => Assert.Equal(name, Esps.Find(written)?.Name);

    [Theory]
    [InlineData("")]
    [InlineData("...")]
    [InlineData("acme")]
    public void Another_is_not(string written) => Assert.Null(Esps.Find(written));

    [Fact]
    public void No_two_share_a_name()
    {
        var names = Esps.All.SelectMany(esp => esp.Aliases.Append(esp.Name).Select(name => PlainOnly().Replace(name.ToLowerInvariant(), "")).Distinct()).ToArray();
        Assert.Equal(names.Distinct(), names);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Each_kind_of_tag_is_there_or_is_said_to_be_impossible(string name)
    {
        var esp = Esps.Find(name)!;
        foreach (var kind in (SnippetKind[])[SnippetKind.Html, SnippetKind.Text, SnippetKind.Subject, SnippetKind.Amp, SnippetKind.Skip])
        {
            var has = esp.Tags.Any(tag => tag.Kind == kind);
            Assert.True(has != esp.Cannot.ContainsKey(kind), $"{name}: {kind} is {(has ? "there and" : "neither there nor")} said to be impossible");
        }

        foreach (var fact in (string[])["auth", "timeout", "cache", "trap", "id", "email", "token", "comment"])
        {
            Assert.True(esp.Facts.ContainsKey(fact), $"{name} has no {fact}");
        }

        Assert.True(esp.Setup.Count > 0, $"{name} has no setup");
        Assert.Equal(esp.Calls == EspCalls.Never, !esp.Tags.Any());
    }

    [Theory]
    [MemberData(nameof(All))]
    public void The_trap_stands_in_a_comment_of_what_is_pasted(string name)
    {
        var esp = Esps.Find(name)!;
        Assert.True(
            esp.Facts.ContainsKey("picture_comment") || esp.Tags.Any(tag => tag.Kind == SnippetKind.Html && tag.Text.Contains("«comment»", StringComparison.Ordinal)),
            $"{name} names its trap in no tag");
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Each_has_a_page_that_says_what_it_can_do_how_to_how_to_try_and_where_it_ends(string name)
    {
        var page = File.ReadAllText(Path.Combine(Folder, $"{name}.md"));
        Assert.StartsWith($"# {Esps.Find(name)!.Title}\n", page, StringComparison.Ordinal);
        var last = 0;
        foreach (var heading in (string[])["## What it can do", "## Walk", "## Test", "## Limits"])
        {
            var at = page.IndexOf($"\n{heading}\n", StringComparison.Ordinal);
            Assert.True(at > last, $"{name}.md has no '{heading}', or not in its place");
            last = at;
        }

        Assert.Contains($"snippets?esp={name}", page, StringComparison.Ordinal);
        Assert.DoesNotContain('«', page);
    }

    [Fact]
    public void No_page_is_of_an_ESP_that_is_not_there() =>
        Assert.Equal(Esps.All.Select(esp => esp.Name), Directory.GetFiles(Folder, "*.md").Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("title: A\ncalls: message\nteapot: yes\n", "'teapot: yes' is no fact")]
    [InlineData("title: A\ncalls: message\ntitle: B\n", "'title' stands twice")]
    [InlineData("title: A\n", "'calls' is missing")]
    [InlineData("title: A\ncalls: sometimes\n", "'sometimes' is no EspCalls")]
    [InlineData("title: A\ncalls: 1\n", "'1' is no EspCalls")]
    [InlineData("title: A\ncalls: message\n=== html liquid\nx\n", "'html liquid' says not what it is of and where it goes")]
    [InlineData("title: A\ncalls: message\n=== html liquid | Body\n\n", "'html liquid | Body' is empty")]
    public void A_file_at_fault_says_where(string text, string fault) =>
        Assert.Equal($"a.esp: {fault}.", Assert.Throws<InvalidDataException>(() => EspFile.Read("a", text)).Message);

    [Fact]
    public void A_place_that_nobody_fills_is_a_fault() =>
        Assert.Equal("'teapot' is no place that a tag may have.", Assert.Throws<InvalidDataException>(() => Places.Fill("a «teapot»", new Dictionary<string, string>())).Message);

    [GeneratedRegex("[^a-z0-9]")]
    private static partial Regex PlainOnly();
}
