using System.Text.Json;
using Renderer.Messages;
using Renderer.Model;
using Renderer.Templates;
using Xunit;

namespace Renderer.Tests.Messages;

public sealed class MessageDeskTests
{
    private const string Fragile = "subject: Hello\nfailure: {fallback: drop}\nblocks:\n  hero:\n    variants: [{name: a, rule: profile.n.b == 1, html: A}]\n    default: {html: D}\n    fallback: ";

    [Fact]
    public async Task A_block_that_fell_at_its_rule_skips_every_part_alike()
    {
        await using var desk = await Desk.OpenAsync("<p>Hi {{ block 'hero' }}</p>", ("mail/template.yaml", Fragile + "skip\n"));
        desk.Crm.Put("a", new { tier = "x" });
        foreach (var part in new[] { Part.Subject, Part.Html })
        {
            var message = await desk.ComposeAsync(desk.Order("a") with { Parts = [part] });
            Assert.Equal((Outcome.Skipped, "hero: render_error"), (message.Outcome, message.SkipReason));
            Assert.Null(message[part]);
        }
    }

    [Fact]
    public async Task A_block_asked_for_alone_falls_to_its_own_static_part()
    {
        await using var desk = await Desk.OpenAsync(
            "<p>{{ block 'hero' }}{{ block 'plain' }}</p>",
            ("mail/template.yaml", Fragile + "static\n"),
            ("mail/fallback/hero.html", "<b>spare</b>"),
            ("_blocks/plain.html", "<i>{{ profile.n }}</i>"));
        var hero = desk.Messages.FallBack(desk.Template, desk.Order("a") with { Block = "hero" }, Reason.Overloaded);
        Assert.Equal(("<b>spare</b>", Outcome.Static, Reason.Overloaded), (hero.Html, hero.Outcome, hero.Reason));
        Assert.Equal(("hero", Outcome.Static, Reason.Overloaded), (hero.Decisions[0].Block, hero.Decisions[0].Outcome, hero.Decisions[0].Reason));
        Assert.Null(hero.Text);

        var plain = desk.Messages.FallBack(desk.Template, desk.Order("a") with { Block = "plain" }, Reason.Overloaded);
        Assert.Equal(Outcome.Static, plain.Outcome);
        Assert.DoesNotContain("<i>", plain.Html, StringComparison.Ordinal);

        var whole = desk.Messages.FallBack(desk.Template, desk.Order("a"), Reason.Overloaded);
        Assert.Equal(("Hello", Outcome.Static), (whole.Subject, whole.Outcome));
        Assert.Equal("hero", Assert.Single(whole.Decisions).Block);
    }

    [Fact]
    public async Task A_fault_of_ours_is_a_failure_and_no_exception()
    {
        await using var desk = await Desk.OpenAsync("<p>{{ profile.n }}</p>");
        var document = JsonDocument.Parse("""{"n":"x"}""");
        var gone = document.RootElement;
        document.Dispose();
        var answer = await desk.Messages.ComposeAsync(
            desk.Template, desk.Order("a") with { Profile = gone, Fetch = false }, null, default);
        Assert.Equal(MessageFailure.Internal, answer.Failure);
    }
}
