using System.Net;
using Renderer.ServerTests.Infrastructure;
using Renderer.ServerTests.Sandbox;
using Xunit;

namespace Renderer.ServerTests.Connections;

/// <summary>From nothing to a rendered mail over a person's consent, with HubSpot's protocol and a real OAuth server.</summary>
public sealed class ConsentWalkTests
{
    [Fact]
    public async Task A_consent_makes_mails_live_and_a_restart_keeps_it()
    {
        await using var stage = await Consents.StageAsync(new() { ["Ledger"] = Ledger() });
        Assert.Equal("default", await stage.Node.OutcomeAsync());
        var health = await stage.Node.HealthAsync();
        Assert.Contains("connections", health.GetProperty("degraded").EnumerateArray().Select(item => item.GetString()));
        var broken = Assert.Single(health.GetProperty("connections").EnumerateArray());
        Assert.Equal(("sandbox", "broken", "consent_needed"), (broken.Text("connection"), broken.Text("state"), broken.Text("error")));
        Assert.Contains("POST /v1/connections/sandbox/authorize", broken.Text("advice"), StringComparison.Ordinal);
        Assert.Equal(0, await stage.Sandbox.CallsAsync("/oauth/v1/token"));

        var page = await stage.Node.ConsentAsync();

        Assert.Contains("Connected", page, StringComparison.Ordinal);
        Assert.Equal("live", await stage.Node.OutcomeAsync());
        Assert.Empty((await stage.Node.HealthAsync()).GetProperty("connections").EnumerateArray());
        Assert.Equal(1, await stage.Sandbox.CallsAsync("/oauth/v1/token"));

        var again = await stage.AddNodeAsync(
            workspace: Consents.Workspace($"    auth: {{type: authorization_code}}\n    scope: {Consents.Scope}"),
            settings: new() { ["Ledger"] = ledger });
        Assert.Equal("live", await again.OutcomeAsync());
        Assert.Equal(1, await stage.Sandbox.CallsAsync("/oauth/v1/token"));
    }

    [Fact]
    public async Task The_page_is_asked_with_PKCE_a_state_and_the_public_address()
    {
        await using var stage = await Consents.StageAsync();
        using var browser = Consents.Browser();
        using var answer = await browser.GetAsync(await stage.Node.LinkAsync());

        var page = answer.Headers.Location!;
        Assert.StartsWith(stage.Sandbox.Url + "/oauth/authorize?", page.AbsoluteUri, StringComparison.Ordinal);
        Assert.Equal(("code", "renderer", "S256"), (page.Parameter("response_type"), page.Parameter("client_id"), page.Parameter("code_challenge_method")));
        Assert.Equal(43, page.Parameter("code_challenge")!.Length);
        Assert.Equal($"{stage.Node.Url}/oauth/default/sandbox/callback", page.Parameter("redirect_uri"));
        Assert.Equal(Consents.Scope, page.Parameter("scope"));
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"));
        Assert.Contains("path=/oauth/default/sandbox", cookie, StringComparison.Ordinal);
        Assert.Contains("httponly", cookie, StringComparison.Ordinal);
        Assert.Contains("samesite=lax", cookie, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_is_good_once_and_only_the_last_one()
    {
        await using var stage = await Consents.StageAsync();
        using var browser = Consents.Browser();
        var earlier = await stage.Node.LinkAsync();
        var link = await stage.Node.LinkAsync();

        Assert.Contains("not good any more", await browser.PageAsync(earlier, HttpStatusCode.Forbidden), StringComparison.Ordinal);
        await browser.OpenAsync(link);
        Assert.Contains("not good any more", await browser.PageAsync(link, HttpStatusCode.Forbidden), StringComparison.Ordinal);
        await browser.PageAsync(new Uri(link.GetLeftPart(UriPartial.Path)), HttpStatusCode.Forbidden);
        await browser.PageAsync(new Uri(link.AbsoluteUri[..^3] + "abc"), HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task What_comes_back_is_taken_only_from_the_browser_that_began()
    {
        await using var stage = await Consents.StageAsync();
        using var browser = Consents.Browser();
        using var other = Consents.Browser();
        var back = await Consenting.DecideAsync(await browser.OpenAsync(await stage.Node.LinkAsync()));
        await other.OpenAsync(await stage.Node.LinkAsync());

        Assert.Contains("did not begin here", await other.PageAsync(back, HttpStatusCode.Forbidden), StringComparison.Ordinal);
        Assert.Contains("did not begin here", await browser.PageAsync(new Uri(back.AbsoluteUri.Replace("state=", "state=x", StringComparison.Ordinal)), HttpStatusCode.Forbidden), StringComparison.Ordinal);
        Assert.Equal(0, await stage.Sandbox.CallsAsync("/oauth/v1/token"));

        Assert.Contains("Connected", await browser.PageAsync(back, HttpStatusCode.OK), StringComparison.Ordinal);
        Assert.Contains("did not begin here", await browser.PageAsync(back, HttpStatusCode.Forbidden), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Somebody_who_says_no_reads_what_to_do()
    {
        await using var stage = await Consents.StageAsync();

        var page = await stage.Node.ConsentAsync("deny", HttpStatusCode.Forbidden);

        Assert.Contains("Nothing was granted", page, StringComparison.Ordinal);
        Assert.Contains("access_denied", page, StringComparison.Ordinal);
        Assert.Contains("/v1/connections/sandbox/authorize", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/oauth/default/nowhere/start", HttpStatusCode.NotFound)]
    [InlineData("/oauth/elsewhere/sandbox/callback?code=x&state=y", HttpStatusCode.NotFound)]
    [InlineData("/oauth/default/%3Cscript%3E/start?link=x", HttpStatusCode.NotFound)]
    [InlineData("/oauth/default/sandbox/callback", HttpStatusCode.Forbidden)]
    [InlineData("/oauth/default/sandbox/callback?error=%3Cscript%3E&state=x", HttpStatusCode.Forbidden)]
    public async Task A_wrong_way_is_a_page_that_says_so_and_repeats_nothing(string path, HttpStatusCode status)
    {
        await using var stage = await Consents.StageAsync();
        using var browser = Consents.Browser();

        var page = await browser.PageAsync(new Uri(stage.Node.Url + path), status);

        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Only_an_operator_makes_links_and_only_where_somebody_has_to_consent()
    {
        await using var stage = await Consents.StageAsync();
        using var nobody = stage.Node.Client(null);
        await (await nobody.PostAsync("/v1/connections/sandbox/authorize", null)).ProblemAsync(HttpStatusCode.Unauthorized, "unauthorized");
        await (await stage.Node.Http.PostAsync("/v1/connections/nowhere/authorize", null)).ProblemAsync(HttpStatusCode.NotFound, "connection_unknown");
        await using var plain = await Stage.StartAsync();
        await (await plain.Node.Http.PostAsync("/v1/connections/sandbox/authorize", null)).ProblemAsync(HttpStatusCode.Conflict, "consent_not_needed");
    }

    [Fact]
    public async Task Who_made_a_link_and_that_consent_was_given_stand_in_the_audit()
    {
        await using var stage = await Consents.StageAsync();
        await stage.Node.ConsentAsync();

        using var audit = await stage.Node.Http.GetAsync("/v1/audit");

        Assert.Equal(
            [("dev", "connection sandbox: consent given"), ("dev", "connection sandbox: consent link made")],
            (await audit.JsonAsync()).GetProperty("rows").EnumerateArray().Select(row => (row.Text("who")!, row.Text("object")!)));
    }

    private string ledger = "";

    private string Ledger() => ledger = Path.Combine(Directory.CreateTempSubdirectory("renderer-ledger-").FullName, "ledger.db");
}
