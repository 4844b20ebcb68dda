using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Renderer.Links;
using Renderer.Model;
using Renderer.ServerTests.Infrastructure;
using Xunit;

namespace Renderer.ServerTests.Open;

/// <summary>The headers of RFC 2369 and RFC 8058 that answers give to whoever sends.</summary>
public sealed partial class ListUnsubscribeTests(BasicStage basic) : IClassFixture<BasicStage>
{
    private RendererNode Node => basic.Stage.Node;

    [Fact]
    public async Task A_rendered_mail_has_them_and_one_click_there_takes_everything_back()
    {
        var mail = await Node.RenderAsync("hello", new { recipient = new { id = "p0021" }, message_id = "m/p0021" });
        Assert.Equal("List-Unsubscribe=One-Click", mail.GetProperty("headers").Text("List-Unsubscribe-Post"));
        var url = Url(mail.GetProperty("headers").Text("List-Unsubscribe"));

        using var client = new Mint(Node).Client("");
        using var answer = await client.PostAsync(url, new StringContent("List-Unsubscribe=One-Click", Encoding.ASCII, "application/x-www-form-urlencoded"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        using var consent = await Node.Http.GetAsync("/v1/consent/p0021");
        var said = await consent.JsonAsync();
        Assert.All(["tracking", "personalization", "profiling"], purpose => Assert.False(said.GetProperty(purpose).GetBoolean()));
        Assert.Equal("default", (await Node.HelloAsync("p0021")).Text("outcome"));
    }

    [Fact]
    public async Task So_have_the_lines_of_a_batch_and_the_pull_form_as_JSON_each_its_own()
    {
        using var batch = await Node.Http.PostTextAsync("/v1/render/hello/batch", "{\"id\":\"p0022\"}\nnonsense\n{\"id\":\"p0023\"}\n", "application/x-ndjson");
        var lines = (await batch.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<JsonElement>(line)).ToArray();
        using var pulled = await Node.Http.GetAsync("/v1/render/hello?id=p0024&format=json");
        var told = new[] { lines[0], lines[2], await pulled.JsonAsync() }
            .Select(one => Facts(one.GetProperty("headers").Text("List-Unsubscribe"))).ToArray();

        Assert.Equal([Identifier.Id("p0022"), Identifier.Id("p0023"), Identifier.Id("p0024")], told.Select(facts => facts.Person!.Value));
        Assert.All(told, facts => Assert.True(facts.Template.Is("hello")));
        Assert.False(lines[1].TryGetProperty("headers", out _));
    }

    [Fact]
    public async Task A_recipients_token_comes_with_them()
    {
        using var answer = await Node.Http.PostTextAsync("/v1/links", "{\"email\":\"p0025@people.example\"}\n{}\n", "application/x-ndjson");
        var lines = (await answer.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<JsonElement>(line)).ToArray();

        Assert.Equal(Identifier.Email("p0025@people.example"), Facts(lines[0].Text("list_unsubscribe")).Person);
        Assert.Equal("List-Unsubscribe=One-Click", lines[0].Text("list_unsubscribe_post"));
        Assert.False(lines[1].TryGetProperty("list_unsubscribe", out _));
    }

    [Fact]
    public async Task Where_nobody_is_known_or_nothing_is_sent_there_are_none()
    {
        using var proof = await Node.Http.GetAsync("/v1/render/hello?email=__test_email__&format=json");
        Assert.False((await proof.JsonAsync()).TryGetProperty("headers", out _));
        var nobody = await Node.RenderAsync("hello", new { fetch = false, profile = new { first_name = "Ann" } });
        Assert.False(nobody.TryGetProperty("headers", out _));
        using var preview = await Node.Http.PostTextAsync("/v1/preview", "{\"template\":\"hello\",\"recipient\":{\"id\":\"p0021\"}}");
        Assert.False((await preview.JsonAsync()).TryGetProperty("headers", out _));
    }

    private LinkFacts Facts(string? header) =>
        Node.Services.GetRequiredService<LinkTokens>().Open(LinkPurpose.Consent, Url(header).Split('/')[^1])!;

    private string Url(string? header)
    {
        var match = Header().Match(header!);
        Assert.True(match.Success, header);
        Assert.StartsWith(Node.Url + "/u/", match.Groups[1].Value, StringComparison.Ordinal);
        return match.Groups[1].Value;
    }

    [GeneratedRegex("^<(http[^>]+/u/[a-z2-7]{1,200})>$")]
    private static partial Regex Header();
}
