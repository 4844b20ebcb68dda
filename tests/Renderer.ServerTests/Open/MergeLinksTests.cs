using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Renderer.Links;
using Renderer.Messages.Library;
using Renderer.Model;
using Renderer.Server.Access;
using Renderer.Server.Links;
using Renderer.Server.Open;
using Renderer.ServerTests.Infrastructure;
using Xunit;

namespace Renderer.ServerTests.Open;

/// <summary>What links say that an ESP merged: whose they are, nobody's, or a forgery.</summary>
public sealed class MergeLinksTests(BasicStage basic) : IClassFixture<BasicStage>
{
    [Fact]
    public async Task A_token_of_the_links_route_names_the_person_and_m_the_message()
    {
        using var answer = await basic.Stage.Node.Http.PostTextAsync("/v1/links", """{"id":"p0001"}""", "application/x-ndjson");
        var token = JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync()).Text("token");

        var facts = Read($"/i/default/welcome/hero.png?r={token}&m=bf-2026")!;
        Assert.Equal((WorkspaceName.Default, Identifier.Id("p0001")), (facts.Workspace, facts.Person));
        Assert.Equal((LinkName.Of("welcome"), LinkName.Of("hero"), LinkName.Of("bf-2026")), (facts.Template, facts.Slot, facts.Message));
        Assert.Null(facts.End);
        Assert.InRange(facts.MadeAt.ToDate(), TimeProvider.System.GetUtcNow().AddMinutes(-5), TimeProvider.System.GetUtcNow().AddSeconds(1));
    }

    [Theory]
    [InlineData("")]
    [InlineData("?r=")]
    [InlineData("?r=*|RENDERER|*&m=*|CAMPAIGN_UID|*")]
    [InlineData("?r=%7B%7B%20contact.renderer%20%7D%7D")]
    [InlineData("?r=%25%25renderer%25%25&m=")]
    [InlineData("?r={{custom_attribute.${renderer}}}")]
    [InlineData("?id=*|UNIQID|*&sig=00")]
    [InlineData("?id=&sig=00")]
    [InlineData("?m=bf-2026")]
    public void Where_nobody_was_merged_it_is_nobody_s_link(string query)
    {
        var facts = Read($"/i/default/welcome/hero.png{query}")!;
        Assert.Equal((null, null), (facts.Person, facts.Recipient));
        Assert.Equal(LinkName.Of("hero"), facts.Slot);
        Assert.Equal(query.EndsWith("bf-2026", StringComparison.Ordinal), facts.Message == LinkName.Of("bf-2026"));
    }

    [Fact]
    public void A_token_that_is_forged_cut_or_of_another_purpose_is_refused()
    {
        var tokens = basic.Stage.Node.Services.GetRequiredService<LinkTokens>();
        var facts = new LinkFacts { Workspace = WorkspaceName.Default, MadeAt = Instant.From(TimeProvider.System.GetUtcNow()), Person = Identifier.Id("p0001") };
        var good = tokens.Mint(LinkPurpose.Recipient, facts).Text;
        Assert.NotNull(Read($"/i/default/welcome/hero.png?r={good}"));

        var flipped = good[..^1] + (good[^1] == 'a' ? 'b' : 'a');
        Assert.All(
            [flipped, good[..^4], good + "aaaa", "x", new string('a', 300), tokens.Mint(LinkPurpose.Image, facts).Text, $"{good}&r={good}", $"{flipped}&id=*|UNIQID|*"],
            forged => Assert.Null(Read($"/i/default/welcome/hero.png?r={forged}")));
    }

    [Fact]
    public void A_link_of_another_workspace_or_of_none_is_refused()
    {
        var tokens = new LinkTokens(basic.Stage.Node.Services.GetRequiredService<KeyRing>(), [WorkspaceName.Default, Other]);
        var foreign = tokens.Mint(LinkPurpose.Recipient, new LinkFacts { Workspace = Other, MadeAt = Instant.From(TimeProvider.System.GetUtcNow()), Person = Identifier.Id("p0001") }).Text;

        Assert.Null(Read($"/i/default/welcome/hero.png?r={foreign}"));
        Assert.Null(Read("/i/other/welcome/hero.png"));
        Assert.Null(Read("/i/De%20fault/welcome/hero.png"));
    }

    [Fact]
    public void An_id_that_the_workspace_signed_names_the_person_older_than_any_erasure()
    {
        var facts = Read(Signed("/i/default/welcome/hero.png?id=p0001&m=bf-2026"))!;
        Assert.Equal((Identifier.Id("p0001"), Instant.Never, null), (facts.Person, facts.MadeAt, facts.End));
        Assert.Equal(LinkName.Of("bf-2026"), facts.Message);

        Assert.Equal(Instant.From(DateTimeOffset.FromUnixTimeSeconds(4102444800)), Read(Signed("/i/default/welcome/hero.png?id=p0001&exp=4102444800"))!.End);
        Assert.Equal(Instant.Never, Read(Signed("/i/default/welcome/hero.png?id=p0001&exp=soon"))!.End);
        Assert.NotNull(Read(Signed("/i/default/welcome/hero.png?id=p0001"), HttpMethods.Head));
    }

    [Fact]
    public void An_id_that_nobody_signed_or_that_was_changed_is_refused()
    {
        var signed = Signed("/i/default/welcome/hero.png?id=p0001");
        Assert.All(
            ["/i/default/welcome/hero.png?id=p0001", "/i/default/welcome/hero.png?id=p0001&sig=", signed[..^1], signed.ToUpperInvariant(), $"{signed}&m=1",
                signed.Replace("p0001", "p0002", StringComparison.Ordinal), signed.Replace("hero", "logo", StringComparison.Ordinal), Signed($"/i/default/welcome/hero.png?id={new string('x', 129)}")],
            forged => Assert.Null(Read(forged)));
    }

    private static WorkspaceName Other => WorkspaceName.TryParse("other", out var name) ? name : default;

    private static string Signed(string target) => $"{target}&sig={SignedUrl.Sign(target, new Secret(BasicStage.SigningSecret))}";

    private LinkFacts? Read(string target, string? method = null)
    {
        var services = basic.Stage.Node.Services;
        var question = target.IndexOf('?', StringComparison.Ordinal);
        var path = question < 0 ? target : target[..question];
        var http = new DefaultHttpContext();
        http.Request.Method = method ?? HttpMethods.Get;
        http.Request.Host = new HostString(new Uri(basic.Stage.Node.Url).Authority);
        http.Request.QueryString = new QueryString(question < 0 ? "" : target[question..]);
        http.Features.Get<IHttpRequestFeature>()!.RawTarget = target;
        var parts = path.Split('/');
        var links = new MergeLinks(
            services.GetRequiredService<LinkTokens>(), services.GetRequiredService<LinkDomains>(), services.GetRequiredService<TemplateLibrary>());
        return links.Read(http, Uri.UnescapeDataString(parts[2]), parts[3], Path.GetFileNameWithoutExtension(parts[4]));
    }
}
