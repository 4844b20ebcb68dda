using AngleSharp.Html.Parser;
using Renderer.Model;
using Renderer.Templates;
using Xunit;

namespace Renderer.Tests.Templates.Shipped;

/// <summary>The last rungs of the shipped templates: sent as they stand, so nothing in them may wait to be evaluated.</summary>
public sealed class FallbackTests
{
    [Theory]
    [InlineData("welcome")]
    [InlineData("cart")]
    [InlineData("newsletter")]
    public void The_static_mail_is_whole_and_offers_a_way_out(string template)
    {
        var mail = ShippedTemplates.Workspace.Templates[template].RenderStatic(Reason.RenderError, [Part.Html, Part.Text]);
        var document = new HtmlParser().ParseDocument(mail.Html!);

        Assert.Equal("en", document.DocumentElement.GetAttribute("lang"));
        Assert.NotEqual("", document.Title);
        Assert.Single(document.QuerySelectorAll("h1"));
        Assert.NotNull(document.QuerySelector("a[href='https://shop.people.example/letters/stop']"));
        Assert.Contains("https://shop.people.example/letters/stop", mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void No_fallback_has_anything_left_to_evaluate()
    {
        var files = Directory.GetFiles(ShippedTemplates.Folder, "*.html", SearchOption.AllDirectories)
            .Where(path => Path.GetFileName(Path.GetDirectoryName(path)) == "fallback")
            .ToList();
        Assert.NotEmpty(files);
        Assert.All(files, path => Assert.DoesNotContain("{{", File.ReadAllText(path), StringComparison.Ordinal));
    }
}
