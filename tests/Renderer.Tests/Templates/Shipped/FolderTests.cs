using System.Text;
using Renderer.Model;
using Xunit;

namespace Renderer.Tests.Templates.Shipped;

/// <summary>The shipped folder as <c>check</c> sees it.</summary>
public sealed class FolderTests
{
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

    // The shared blocks' words stand in every template, because a template is a folder that travels whole.
    [Theory]
    [InlineData("en.yaml")]
    [InlineData("de.yaml")]
    public void The_shared_blocks_say_the_same_in_every_template(string locale)
    {
        var shared = ShippedTemplates.Workspace.Templates.Keys
            .Select(t => File.ReadAllText(Path.Combine(ShippedTemplates.Folder, t, "locales", locale), Encoding.UTF8))
            .Select(text => text[text.IndexOf("\n# ", StringComparison.Ordinal)..])
            .ToHashSet(StringComparer.Ordinal);
        Assert.Single(shared);
    }

    private static IEnumerable<string> Keys(string path) =>
        File.ReadLines(path).Where(line => line.Length > 0 && char.IsAsciiLetter(line[0])).Select(line => line[..line.IndexOf(':', StringComparison.Ordinal)]);
}
