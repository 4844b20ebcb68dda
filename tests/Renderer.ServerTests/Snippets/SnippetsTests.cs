using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Renderer.ServerTests.Infrastructure;
using Xunit;

namespace Renderer.ServerTests.Snippets;

/// <summary><c>GET /v1/templates/{name}/snippets</c>.</summary>
public sealed class SnippetsTests(PullStage pull) : IClassFixture<PullStage>
{
    private const string Route = "/v1/templates/offer/snippets";

    private HttpClient Http => pull.Node.Http;

    [Fact]
    public async Task Without_an_ESP_all_are_listed_and_no_place_is_left_open()
    {
        using var answer = await Http.GetAsync(Route);
        Assert.Equal("application/json; charset=utf-8", answer.Content.Headers.ContentType?.ToString());
        var text = await answer.Content.ReadAsStringAsync();
        var all = JsonSerializer.Deserialize<JsonElement>(text);
        Assert.Equal("offer", all.Text("template"));
        Assert.Equal(15, all.GetProperty("snippets").GetArrayLength());
        Assert.Equal(["subject", "preheader", "html", "text", "amp"], all.GetProperty("parts").EnumerateArray().Select(part => part.GetString()));
        Assert.DoesNotContain('«', text);
        Assert.DoesNotContain('»', text);
        foreach (var set in all.GetProperty("snippets").EnumerateArray())
        {
            Assert.All(["esp", "title", "calls", "docs", "auth", "timeout", "cache", "trap"], member => Assert.True(set.Text(member)!.Length > 0));
            Assert.True(File.Exists(Path.Combine(Repository.Root, set.Text("docs")!)));
        }
    }

    [Fact]
    public async Task A_tag_bears_this_server_this_template_and_each_slot_and_block()
    {
        var tags = await pull.TagsAsync("Braze");
        Assert.Equal("message", tags.Json.Text("calls"));
        Assert.Contains($"{pull.Node.Url}/v1/render/offer?format=json&id={{{{${{user_id}} | url_param_escape}}}}&", tags["html"], StringComparison.Ordinal);
        Assert.Contains(":basic_auth renderer :cache_max_age 300 :retry :save renderer %}", tags["html"], StringComparison.Ordinal);
        Assert.Contains("block=top&", tags.Find("block", name: "top"), StringComparison.Ordinal);
        Assert.Contains($"{pull.Node.Url}/i/default/offer/hero.png?r=", tags.Find("image", name: "hero"), StringComparison.Ordinal);
        Assert.Contains("/i/default/offer/plain.jpg?r=", tags.Find("image", name: "plain"), StringComparison.Ordinal);
        Assert.Null(tags.Find("link", name: "plain"));
    }

    [Fact]
    public async Task A_person_may_be_named_by_their_address_and_a_campaign_by_hand()
    {
        Assert.Contains("?format=flat&email={{#urlEncode}}{{email}}{{/urlEncode}}&", (await pull.TagsAsync("iterable", "&by=email"))["feed"], StringComparison.Ordinal);
        Assert.EndsWith("&m=spring%202026", (await pull.TagsAsync("klaviyo", "&campaign=spring%202026"))["link"], StringComparison.Ordinal);
        Assert.EndsWith("&m=offer", (await pull.TagsAsync("klaviyo"))["link"], StringComparison.Ordinal);
        Assert.Contains("&message_id=spring&", (await pull.TagsAsync("airship", "&campaign=spring"))["feed"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_tag_alone_is_plain_text_to_paste()
    {
        using var answer = await Http.GetAsync($"{Route}?esp=sfmc&tag=html&language=ssjs");
        Assert.Equal("text/plain; charset=utf-8", answer.Content.Headers.ContentType?.ToString());
        var text = await answer.Content.ReadAsStringAsync();
        Assert.StartsWith("<script runat=\"server\">\n", text, StringComparison.Ordinal);
        Assert.EndsWith("</script>\n", text, StringComparison.Ordinal);

        var page = await Http.GetStringAsync($"{Route}?esp=sfmc&format=text");
        Assert.StartsWith("Salesforce Marketing Cloud (esp=sfmc, src/Renderer.Server/Snippets/Esps/sfmc.md)\n", page, StringComparison.Ordinal);
        Assert.Contains(text, page, StringComparison.Ordinal);
        Assert.Contains("--- no amp: ", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_template_lacks_is_said_and_no_tag_is_made_of_it()
    {
        await using var stage = await Stage.StartAsync();
        var set = (await stage.Node.Http.GetFromJsonAsync<JsonElement>("/v1/templates/hello/snippets?esp=braze")).GetProperty("snippets")[0];
        var cannot = set.GetProperty("cannot").EnumerateArray().Select(each => each.Text("kind")).ToArray();
        Assert.Equal(["amp", "image", "link"], cannot);
        Assert.DoesNotContain(set.GetProperty("tags").EnumerateArray(), tag => cannot.Contains(tag.Text("kind")));
        await (await stage.Node.Http.GetAsync("/v1/templates/hello/snippets?esp=braze&tag=amp")).ProblemAsync(HttpStatusCode.BadRequest, "bad_parameter");
    }

    [Theory]
    [InlineData("esp=braz", HttpStatusCode.BadRequest, "bad_parameter")]
    [InlineData("esp=braze&by=phone", HttpStatusCode.BadRequest, "bad_parameter")]
    [InlineData("esp=braze&tag=pdf", HttpStatusCode.BadRequest, "bad_parameter")]
    [InlineData("esp=braze&tag=1", HttpStatusCode.BadRequest, "bad_parameter")]
    [InlineData("tag=html", HttpStatusCode.BadRequest, "bad_parameter")]
    [InlineData("esp=braze&format=xml", HttpStatusCode.BadRequest, "bad_parameter")]
    [InlineData("esp=braze&campaign=%00", HttpStatusCode.BadRequest, "bad_parameter")]
    [InlineData("es=braze", HttpStatusCode.BadRequest, "unknown_field")]
    public async Task A_mistake_is_said(string query, HttpStatusCode status, string code)
    {
        var problem = await (await Http.GetAsync($"{Route}?{query}")).ProblemAsync(status, code);
        if (query is "esp=braz" or "es=braze")
        {
            Assert.Contains("Did you mean", problem.Text("detail"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_template_that_is_not_there_is_404_and_a_key_for_pulling_may_not_read_tags()
    {
        await (await Http.GetAsync("/v1/templates/none/snippets")).ProblemAsync(HttpStatusCode.NotFound, "template_unknown");
        using var puller = pull.Node.Client(pull.PullKey);
        await (await puller.GetAsync(Route)).ProblemAsync(HttpStatusCode.Forbidden, "forbidden");
        using var nobody = pull.Node.Client(null);
        await (await nobody.GetAsync(Route)).ProblemAsync(HttpStatusCode.Unauthorized, "unauthorized");
    }

    [Fact]
    public async Task Links_stand_under_the_workspace_s_own_domain_and_pulls_under_the_server_s()
    {
        var folder = Directory.CreateTempSubdirectory("renderer-snippets-").FullName;
        Folders.Copy(Repository.Workspace("pull"), folder);
        await File.AppendAllTextAsync(Path.Combine(folder, "workspace.yaml"), "link_domain: https://links.brand.example\n");
        await using (var stage = await Stage.StartAsync(folder))
        {
            var set = new EspTags((await stage.Node.Http.GetFromJsonAsync<JsonElement>($"{Route}?esp=braze")).GetProperty("snippets")[0]);
            Assert.StartsWith("https://links.brand.example/c/default/offer/hero?r=", set["link"], StringComparison.Ordinal);
            Assert.Contains($"{stage.Node.Url}/v1/render/offer?", set["html"], StringComparison.Ordinal);
        }

        Directory.Delete(folder, recursive: true);
    }
}
