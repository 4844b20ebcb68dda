using Renderer.Model;
using Xunit;

namespace Renderer.Tests.Templates;

/// <summary>Until when a decision may change, as authors say it.</summary>
public sealed class DecisionYamlTests
{
    private const string Blocks = """
        subject: s
        failure: {fallback: drop}
        blocks:
          hero: {variants: [{name: a, rule: profile.x > order.total, html: A}, {segment: vip, html: V}], default: {html: D}, decision: until_click}
          plain: {html: P}
        """;

    [Fact]
    public void A_block_says_it_or_has_it_of_its_template()
    {
        using var bench = Bench("decision: always\n" + Blocks);
        var template = bench.Template();
        Assert.Equal(DecisionPolicy.Always, template.Decision);
        Assert.Equal([DecisionPolicy.UntilClick, DecisionPolicy.Always], template.Blocks.Select(block => block.Decision));
        using var bare = Bench(Blocks.Replace(", decision: until_click", "", StringComparison.Ordinal));
        Assert.All(bare.Template().Blocks, block => Assert.Equal(DecisionPolicy.FreezeAtSend, block.Decision));
    }

    [Fact]
    public void Rules_are_told_in_their_order_with_what_they_read()
    {
        using var bench = Bench(Blocks);
        var hero = bench.Template().Blocks[0];
        Assert.Equal([("a", null, "profile.x > order.total"), ("vip", "vip", "profile.tier == 'gold'")], hero.Rules.Select(rule => (rule.Variant, rule.Segment, rule.Text)));
        Assert.Equal(["x", "tier"], hero.Rules.Select(rule => Assert.Single(rule.Reads.Names)));
        Assert.Equal("default", hero.DefaultVariant);
    }

    [Theory]
    [InlineData("decision: sometimes\n")]
    [InlineData("decision: [always]\n")]
    public void Another_word_is_a_finding(string line)
    {
        using var bench = Bench(line + Blocks);
        Assert.Contains(bench.Check(), finding => finding.Code == "value_invalid" && finding.Line == 1);
    }

    private static Workbench Bench(string yaml) => Workbench.Mail(
        "<p>Hello</p>{{ block 'hero' }}{{ block 'plain' }}", ("mail/template.yaml", yaml), ("segments.yaml", "vip: profile.tier == 'gold'\n"));
}
