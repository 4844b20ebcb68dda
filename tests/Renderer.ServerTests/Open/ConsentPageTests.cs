using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Microsoft.Extensions.DependencyInjection;
using Renderer.Ledger;
using Renderer.Model;
using Renderer.ServerTests.Infrastructure;
using Renderer.Tests.Infrastructure;
using Xunit;

namespace Renderer.ServerTests.Open;

/// <summary>Contract section 3: <c>GET|POST /u/{token}</c>, a page and one click (RFC 8058).</summary>
public sealed class ConsentPageTests(BasicStage basic) : IClassFixture<BasicStage>
{
    private const string OneClick = "List-Unsubscribe=One-Click";
    private const string Form = "application/x-www-form-urlencoded";

    private RendererNode Node => basic.Stage.Node;

    private Mint Mint => new(Node);

    [Fact]
    public async Task Looking_changes_nothing_however_often_and_by_whom()
    {
        var path = $"/u/{Mint.Token(LinkPurpose.Consent, "p0010")}";
        await AgreeAsync("p0010");
        foreach (var agent in new[] { "", "Barracuda Sentinel (EE)", "Mozilla/5.0" })
        {
            using var client = Mint.Client(agent);
            using var get = await client.GetAsync(path + "?List-Unsubscribe=One-Click");
            using var head = await client.SendAsync(new HttpRequestMessage(HttpMethod.Head, path));
            Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (get.StatusCode, head.StatusCode));
        }

        Assert.Equal((true, true), await HoldsAsync("p0010"));
    }

    [Theory]
    [InlineData("urlencoded")]
    [InlineData("multipart")]
    public async Task One_click_takes_everything_back_at_once_without_a_redirect_or_a_cookie(string encoding)
    {
        var id = encoding == "multipart" ? "p0011" : "p0012";
        await AgreeAsync(id);
        var pixel = $"/o/{Mint.Token(LinkPurpose.Pixel, id)}.gif";
        using var client = Mint.Client();
        await client.GetByteArrayAsync(pixel);
        Assert.Single(await Mint.EventsAsync(id));

        using HttpContent body = encoding == "multipart"
            ? new MultipartFormDataContent { { new StringContent("One-Click"), "List-Unsubscribe" } }
            : new StringContent(OneClick, Encoding.ASCII, Form);
        using var answer = await client.PostAsync($"/u/{Mint.Token(LinkPurpose.Consent, id)}", body);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
        Assert.Equal((false, false), await HoldsAsync(id));

        // Of the mail that was sent before, too: content, and no record.
        Assert.Equal(43, (await client.GetByteArrayAsync(pixel)).Length);
        Assert.Single(await Mint.EventsAsync(id));
        Assert.Equal("default", (await Node.HelloAsync(id)).Text("outcome"));
    }

    [Fact]
    public async Task By_every_name_of_the_person_and_on_every_node()
    {
        await using var stage = await Stage.StartAsync();
        var other = await stage.AddNodeAsync(settings: new() { ["Ledger"] = Path.Combine(stage.Folder, "state-0", "ledger.db") });
        var mint = new Mint(stage.Node);
        var facts = mint.Facts() with
        {
            Person = Identifier.Email("p0001@people.example"),
            Recipient = PersonNames.Opaque(stage.Node.Services.GetRequiredService<ISealing>(), WorkspaceName.Default, Identifier.Email("p0001@people.example")),
        };
        using var client = mint.Client("");
        using var answer = await client.PostAsync($"/u/{mint.Token(LinkPurpose.Consent, facts)}", new StringContent(OneClick, Encoding.ASCII, Form));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("default", (await stage.Node.HelloAsync("p0001")).Text("outcome"));
        var late = await Eventually.TrueAsync(async () => (await other.HelloAsync("p0001")).Text("outcome") == "default");
        Assert.True(late < TimeSpan.FromSeconds(5), $"{late}");
        using var audit = await stage.Node.Http.GetAsync("/v1/audit");
        Assert.Contains("consent link", await audit.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_the_CRM_cannot_say_who_it_is_it_holds_for_this_address_and_is_not_said_to_be_done()
    {
        await using var stage = await Stage.StartAsync();
        await stage.Sandbox.FaultAsync(new { status = 503 });
        var mint = new Mint(stage.Node);
        var email = Identifier.Email("p0009@people.example");
        var name = PersonNames.Opaque(stage.Node.Services.GetRequiredService<ISealing>(), WorkspaceName.Default, email);
        using var client = mint.Client("");
        var path = $"/u/{mint.Token(LinkPurpose.Consent, mint.Facts() with { Person = email, Recipient = name })}";
        using var answer = await client.PostAsync(path, new StringContent(OneClick, Encoding.ASCII, Form));

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "60"), (answer.StatusCode, answer.Headers.RetryAfter?.ToString()));
        Assert.Contains("try again", (await PageAsync(answer)).QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        var held = stage.Node.Services.GetRequiredService<Consents>().Of(WorkspaceName.Default, [name]);
        Assert.Equal((Consent.Withdrawn, Consent.Withdrawn), (held.Tracking, held.Personalization));
    }

    [Fact]
    public async Task Without_the_ledger_nothing_is_said_to_be_done()
    {
        await using var postgres = new PostgresServer();
        await using var stage = await Stage.StartAsync(node: new() { ["Ledger"] = await postgres.CreateDatabaseAsync() });
        var mint = new Mint(stage.Node);
        using var client = mint.Client("");
        var path = $"/u/{mint.Token(LinkPurpose.Consent)}";
        await postgres.KillAsync();

        using var look = await client.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, look.StatusCode);
        using var refused = await client.PostAsync(path, new StringContent(OneClick, Encoding.ASCII, Form));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.Contains("nothing has changed", (await PageAsync(refused)).QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);

        await postgres.StartAsync();
        await Eventually.TrueAsync(async () =>
        {
            using var done = await client.PostAsync(path, new StringContent(OneClick, Encoding.ASCII, Form));
            return done.StatusCode == HttpStatusCode.OK;
        });
        Assert.Equal("default", (await stage.Node.HelloAsync("p0001")).Text("outcome"));
    }

    [Fact]
    public async Task The_page_shows_what_holds_and_its_form_changes_it()
    {
        await AgreeAsync("p0013");
        using var client = Mint.Client();
        var path = $"/u/{Mint.Token(LinkPurpose.Consent, "p0013")}";
        using (var page = await client.GetAsync(path))
        {
            var document = await PageAsync(page);
            Assert.Equal(["tracking", "personalization"], document.QuerySelectorAll("input[type=checkbox]").OfType<IHtmlInputElement>().Where(box => box.IsChecked).Select(box => box.Name));
            Assert.Equal(2, document.QuerySelectorAll("form[method=post]:not([action])").Length);
        }

        using var saved = await client.PostAsync(path, new StringContent("profiling=yes&personalization=yes&choices=save", Encoding.ASCII, Form));
        Assert.Equal(["personalization", "profiling"], (await PageAsync(saved)).QuerySelectorAll("input[type=checkbox]").OfType<IHtmlInputElement>().Where(box => box.IsChecked).Select(box => box.Name));
        Assert.Equal((false, true), await HoldsAsync("p0013"));
    }

    [Fact]
    public async Task The_page_is_plain_accessible_and_goes_into_no_cache_index_or_frame()
    {
        using var client = Mint.Client();
        using var answer = await client.GetAsync($"/u/{Mint.Token(LinkPurpose.Consent, "p0014")}");
        var page = await PageAsync(answer);

        Assert.Equal("text/html; charset=utf-8", answer.Content.Headers.ContentType?.ToString());
        Assert.True(answer.Headers.CacheControl?.NoStore);
        Assert.Equal("noindex, nofollow, noarchive", Assert.Single(answer.Headers.GetValues("X-Robots-Tag")));
        Assert.Equal("no-referrer", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.All(["default-src 'none'", "form-action 'self'", "frame-ancestors 'none'", "style-src 'sha256-"], part => Assert.Contains(part, policy, StringComparison.Ordinal));
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        var style = page.QuerySelector("style")!.TextContent;
        Assert.Contains(Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(style))), policy, StringComparison.Ordinal);

        Assert.Equal("en", page.DocumentElement.GetAttribute("lang"));
        Assert.NotEmpty(page.Title!);
        Assert.Single(page.QuerySelectorAll("main h1"));
        Assert.Single(page.QuerySelectorAll("fieldset legend"));
        Assert.All(page.QuerySelectorAll("input"), box => Assert.NotEmpty(box.Closest("label")!.TextContent.Trim()));
        Assert.All(page.QuerySelectorAll("button"), button => Assert.NotEmpty(button.TextContent));
        Assert.Empty(page.QuerySelectorAll("script, img, link, iframe, [style], [onclick]"));
        Assert.NotNull(page.QuerySelector("meta[name=viewport]"));
    }

    [Theory]
    [InlineData("", "en")]
    [InlineData("de-AT,de;q=0.9,en;q=0.5", "de")]
    [InlineData("fr-CA, en;q=0.3", "en")]
    [InlineData("en;q=0.2, de;q=0.8", "de")]
    [InlineData("de;q=0", "en")]
    [InlineData("<script>, *, ;;;q=9", "en")]
    public async Task It_speaks_the_persons_language(string wanted, string language)
    {
        using var client = Mint.Client();
        client.DefaultRequestHeaders.TryAddWithoutValidation("Accept-Language", wanted);
        using var answer = await client.GetAsync($"/u/{Mint.Token(LinkPurpose.Consent, "p0014")}");
        Assert.Equal(language, (await PageAsync(answer)).DocumentElement.GetAttribute("lang"));
    }

    [Fact]
    public async Task In_the_words_of_the_template_where_it_has_them()
    {
        var folder = Folders.Copy(Repository.Workspace("basic"), Directory.CreateTempSubdirectory("renderer-words-").FullName);
        Directory.CreateDirectory(Path.Combine(folder, "hello", "locales"));
        await File.WriteAllTextAsync(Path.Combine(folder, "hello", "locales", "fr.yaml"), "consent:\n  title: Vos <choix>\n  save: Enregistrer\n");
        await using var stage = await Stage.StartAsync(folder);
        var mint = new Mint(stage.Node);
        using var client = mint.Client();
        client.DefaultRequestHeaders.TryAddWithoutValidation("Accept-Language", "fr-CA,en;q=0.5");
        using var answer = await client.GetAsync($"/u/{mint.Token(LinkPurpose.Consent)}");
        var page = await PageAsync(answer);

        Assert.Equal(("fr", "Vos <choix>", "Enregistrer"), (page.DocumentElement.GetAttribute("lang"), page.QuerySelector("h1")!.TextContent, page.QuerySelector("button.quiet")!.TextContent));
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("", Form)]
    [InlineData("List-Unsubscribe=Two-Clicks", Form)]
    [InlineData("List-Unsubscribe=One-Click&List-Unsubscribe=One-Click", Form)]
    [InlineData("{\"List-Unsubscribe\":\"One-Click\"}", "application/json")]
    [InlineData("--x\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Cl", "multipart/form-data; boundary=x")]
    [InlineData("List-Unsubscribe=One-Click", "text/plain")]
    public async Task What_says_nothing_changes_nothing_and_is_told_so(string body, string type)
    {
        await AgreeAsync("p0015");
        using var client = Mint.Client();
        using var content = new ByteArrayContent(Encoding.ASCII.GetBytes(body));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        using var answer = await client.PostAsync($"/u/{Mint.Token(LinkPurpose.Consent, "p0015")}", content);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.NotNull((await PageAsync(answer)).QuerySelector("[role=alert]"));
        Assert.Equal((true, true), await HoldsAsync("p0015"));
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_not_read()
    {
        await AgreeAsync("p0016");
        using var client = Mint.Client();
        using var answer = await client.PostAsync(
            $"/u/{Mint.Token(LinkPurpose.Consent, "p0016")}", new StringContent($"{OneClick}&x={new string('x', 100_000)}", Encoding.ASCII, Form));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal((true, true), await HoldsAsync("p0016"));
    }

    [Fact]
    public async Task Of_somebody_erased_nothing_is_held_and_nothing_is_taken_down()
    {
        var token = Mint.Token(LinkPurpose.Consent, Mint.Facts("p0017", madeAt: TimeProvider.System.GetUtcNow().AddMinutes(-5)));
        await AgreeAsync("p0017");
        using (await Node.Http.DeleteAsync("/v1/profiles/p0017"))
        {
        }

        using var client = Mint.Client();
        using var look = await client.GetAsync($"/u/{token}");
        Assert.DoesNotContain(" checked", await look.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var answer = await client.PostAsync($"/u/{token}", new StringContent(OneClick, Encoding.ASCII, Form));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("erased", (await PageAsync(answer)).QuerySelector("[role=status]")!.TextContent, StringComparison.Ordinal);
        using var consent = await Node.Http.GetAsync("/v1/consent/p0017");
        Assert.Equal(JsonValueKind.Null, (await consent.JsonAsync()).GetProperty("tracking").ValueKind);
    }

    [Fact]
    public async Task Nobody_is_too_late_to_say_no()
    {
        var now = TimeProvider.System.GetUtcNow();
        var token = Mint.Token(LinkPurpose.Consent, Mint.Facts("p0018", madeAt: now.AddDays(-500)) with { End = Instant.From(now.AddDays(-400)) });
        using var client = Mint.Client();
        using var answer = await client.PostAsync($"/u/{token}", new StringContent(OneClick, Encoding.ASCII, Form));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal((false, false), await HoldsAsync("p0018"));
    }

    private async Task AgreeAsync(string id)
    {
        using var put = await Node.Http.PutAsync($"/v1/consent/{id}", new StringContent("{\"tracking\":true,\"personalization\":true}", Encoding.UTF8, "application/json"));
        Assert.Equal(HttpStatusCode.OK, put.StatusCode);
    }

    private async Task<(bool Tracking, bool Personalization)> HoldsAsync(string id)
    {
        using var got = await Node.Http.GetAsync($"/v1/consent/{id}");
        var said = await got.JsonAsync();
        return (said.GetProperty("tracking").GetBoolean(), said.GetProperty("personalization").GetBoolean());
    }

    private static async Task<IHtmlDocument> PageAsync(HttpResponseMessage answer) =>
        new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync());
}
