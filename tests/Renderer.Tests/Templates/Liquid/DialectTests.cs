using Xunit;

namespace Renderer.Tests.Templates.Liquid;

/// <summary>Templates come from ESPs as they are: <c>dialect.yaml</c> says what their names are here.</summary>
public sealed class DialectTests
{
    private const string Ada = """{"first_name":"Ada","tier":"gold","email":"a@x.example","Favourite Colour":"red"}""";

    [Theory]
    [InlineData("braze", "{{${first_name} | default: 'x'}} {{custom_attribute.${tier}}} {{${email_address}}} {{event_properties.${sku}}}", "Ada gold a@x.example S1")]
    [InlineData("braze", "{% if {{custom_attribute.${tier}}} == 'gold' %}", null)]
    [InlineData("braze", "{% if custom_attribute.${tier} == 'gold' %}y{% endif %}{{ ${nickname} | default: \"friend\" }}", "yfriend")]
    [InlineData("braze", "{{custom_attribute.${Favourite Colour}}}", "red")]
    [InlineData("customerio", "{{customer.first_name}} {{event.sku}} {{ trigger.sku }}", "Ada S1 S1")]
    [InlineData("klaviyo", "{{ person|lookup:'first_name' }} {{ first_name|default:'x' }} {{ event.sku }} {{ person|lookup:'Favourite Colour' }}", "Ada Ada S1 red")]
    [InlineData("liquid", "{{ person.first_name }}{{ profile.first_name }}", "Ada")]
    public void Names_of_an_esp_find_what_is_here(string dialect, string source, string? expected)
    {
        using var bench = new Workbench(
            ("mail/template.yaml", "language: liquid\nsubject: s\n"), ("mail/dialect.yaml", $"dialect: {dialect}\n"), ("mail/body.html", "<p>x</p>"), ("mail/body.txt", source));
        Assert.Equal(expected, bench.Load().Find("mail") is { } template ? Workbench.Render(template, Ada, """{"sku":"S1"}""").Text : null);
    }

    [Fact]
    public void A_template_adds_names_of_its_own()
    {
        using var bench = new Workbench(
            ("mail/template.yaml", "language: liquid\nsubject: s\n"),
            ("mail/dialect.yaml", "dialect: customerio\nnames: {subscriber: profile, points: profile.loyalty.points}\n"),
            ("mail/body.html", "<p>{{ subscriber.first_name }} {{ points }} {{ customer.tier }}</p>"));
        var template = bench.Template();
        Assert.Equal("<p>Ada 7 gold</p>", Workbench.Render(template, """{"first_name":"Ada","tier":"gold","loyalty":{"points":7}}""").Html);
        Assert.Equal(["first_name", "loyalty", "tier"], template.Reads.Names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Places_are_those_of_the_source_as_it_was_brought()
    {
        using var bench = new Workbench(
            ("mail/template.yaml", "language: liquid\nsubject: s\n"), ("mail/dialect.yaml", "dialect: braze\n"), ("mail/body.html", "<p>{{${first_name}}} {{${x} | nofilter}}</p>"));
        Assert.Contains(("function_unknown", 1, 31), bench.Check().Select(d => (d.Code, d.Line, d.Column)));
    }

    [Theory]
    [InlineData("dialect: mailchimp\n")]
    [InlineData("names: {customer: nowhere}\n")]
    [InlineData("names: {profile: data}\n")]
    [InlineData("nmaes: {}\n")]
    public void A_dialect_that_says_nothing_known_is_an_error(string yaml)
    {
        using var bench = new Workbench(("mail/template.yaml", "language: liquid\nsubject: s\n"), ("mail/dialect.yaml", yaml), ("mail/body.html", "<p>x</p>"));
        Assert.Contains(bench.Check(), d => d.File == "mail/dialect.yaml");
        Assert.Null(bench.Load().Find("mail"));
    }
}
