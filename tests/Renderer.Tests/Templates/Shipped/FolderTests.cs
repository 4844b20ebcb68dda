using Renderer.Model;
using Xunit;

namespace Renderer.Tests.Templates.Shipped;

/// <summary>The shipped folder as <c>check</c> sees it.</summary>
public sealed class FolderTests
{
    private static readonly string[] Shared = ["tagline:", "doors_", "footer_"];

    [Fact]
    public void The_check_finds_no_error_and_no_warning() =>
        Assert.Empty(ShippedTemplates.Workspace.Diagnostics.Where(d => d.Severity >= Severity.Warning).Select(d => d.ToString()));

    [Fact]
    public void Welcome_cart_and_newsletter_are_there() =>
        Assert.Equal(["cart", "newsletter", "welcome"], ShippedTemplates.Workspace.Templates.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void Only_named_attributes_are_asked_of_the_CRM()
    {
        Assert.All(ShippedTemplates.Workspace.Templates.Values, t => Assert.False(t.Reads.All));
        Assert.True(ShippedTemplates.Workspace.Templates["welcome"].Reads.Reads("recommended"));
        Assert.True(ShippedTemplates.Workspace.Templates["cart"].Reads.Reads("cart"));
        Assert.False(ShippedTemplates.Workspace.Templates["newsletter"].Reads.Reads("cart"));
    }

    [Fact]
    public void Every_locale_has_the_same_words()
    {
        foreach (var template in ShippedTemplates.Workspace.Templates.Keys)
        {
            var locales = Path.Combine(ShippedTemplates.Folder, template, "locales");
            Assert.Equal(Keys(Path.Combine(locales, "en.yaml")), Keys(Path.Combine(locales, "de.yaml")));
        }
    }

    // A template's words travel with it, so the shared blocks' words stand in each; they must not drift apart.
    [Theory]
    [InlineData("en.yaml")]
    [InlineData("de.yaml")]
    public void The_shared_blocks_say_the_same_in_every_template(string locale)
    {
        var words = ShippedTemplates.Workspace.Templates.Keys
            .SelectMany(t => File.ReadLines(Path.Combine(ShippedTemplates.Folder, t, "locales", locale)))
            .Where(line => Shared.Any(line.StartsWith))
            .Distinct(StringComparer.Ordinal)
            .ToList();
        Assert.NotEmpty(words);
        Assert.Distinct(words.Select(line => line[..line.IndexOf(':', StringComparison.Ordinal)]));
    }

    private static IEnumerable<string> Keys(string path) =>
        File.ReadLines(path).Where(line => line.Length > 0 && char.IsAsciiLetter(line[0])).Select(line => line[..line.IndexOf(':', StringComparison.Ordinal)]);
}
