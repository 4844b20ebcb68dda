using System.Net.Http.Json;
using System.Text.Json;
using AngleSharp.Html.Parser;
using Renderer.ServerTests.Infrastructure;
using Xunit;

namespace Renderer.ServerTests.Send;

/// <summary>Whatever stands in the CRM, the shipped templates show it as text; and the preview is the render.</summary>
public sealed class HostileValueTests
{
    private static readonly string[] Templates = ["welcome", "cart", "newsletter"];

    [Fact]
    public async Task No_value_of_any_person_becomes_markup_in_any_shipped_template_and_the_preview_equals_the_render()
    {
        await using var stage = await Stage.StartAsync(workspace: Path.Combine(Repository.Root, "templates"));
        foreach (var template in Templates)
        {
            using var answer = await stage.Node.Http.PostTextAsync(
                $"/v1/render/{template}/batch?budget_ms=10000",
                string.Join('\n', Enumerable.Range(1, 1000).Select(n => $"{{\"id\":\"p{n:0000}\"}}")),
                "application/x-ndjson");
            var mails = (await answer.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => JsonSerializer.Deserialize<JsonElement>(line)).ToArray();
            Assert.Equal(1000, mails.Length);
            foreach (var (mail, n) in mails.Select((mail, index) => (mail, index + 1)))
            {
                Assert.True(mail.Text("outcome") == "live", $"{template} p{n:0000}: {mail.GetRawText()[..300]}");
                CheckTame(LinkTokenText.Bare(mail.Text("html")!.Replace(stage.Node.Url + "/", "https://r.example/", StringComparison.Ordinal))!, $"{template} p{n:0000}");
                Assert.DoesNotContain(mail.Text("subject")!, char.IsControl);
                if (n % 25 == 1 || n < 60)
                {
                    using var seen = await stage.Node.Http.PostAsJsonAsync("/v1/preview", new { template, recipient = new { id = $"p{n:0000}" } });
                    var preview = await seen.JsonAsync();
                    Assert.Equal(mail.GetProperty("hash").GetRawText(), preview.GetProperty("hash").GetRawText());
                    Assert.Equal(LinkTokenText.Bare(mail.Text("html")), LinkTokenText.Bare(preview.Text("html")));
                    Assert.Equal(LinkTokenText.Bare(mail.Text("text")), LinkTokenText.Bare(preview.Text("text")));
                }
            }
        }
    }

    private static void CheckTame(string html, string what)
    {
        var document = new HtmlParser().ParseDocument(html);
        Assert.True(document.QuerySelectorAll("script,iframe,object,embed,svg,form,base,link[rel=import]").Length == 0, $"{what}: an element that no template has");
        foreach (var element in document.All)
        {
            foreach (var attribute in element.Attributes)
            {
                Assert.False(attribute.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase), $"{what}: {attribute.Name}");
                if (attribute.Name is "href" or "src" or "action")
                {
                    Assert.True(
                        attribute.Value.StartsWith("https://", StringComparison.Ordinal) || attribute.Value.StartsWith("mailto:", StringComparison.Ordinal) || attribute.Value.StartsWith('#'),
                        $"{what}: {attribute.Name}={attribute.Value}");
                }
            }
        }
    }
}
