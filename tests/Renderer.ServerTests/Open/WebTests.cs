using System.Net;
using AngleSharp.Html.Parser;
using Renderer.Model;
using Renderer.ServerTests.Infrastructure;
using Xunit;

namespace Renderer.ServerTests.Open;

/// <summary>Contract section 3: <c>GET /w/{token}</c>.</summary>
public sealed class WebTests
{
    [Fact]
    public async Task It_is_the_mail_in_no_index_with_no_referrer_and_no_script()
    {
        await using var stage = await OpenedStage.StartAsync();
        await stage.Node.AgreeAsync("p0001");
        var mint = new Mint(stage.Node);
        using var client = mint.Client();
        var letter = await Letter.SendAsync(stage.Node, "p0001");
        using var answer = await client.GetAsync(letter.Web);
        var html = await answer.Content.ReadAsStringAsync();

        Assert.Equal((HttpStatusCode.OK, "text/html; charset=utf-8"), (answer.StatusCode, answer.Raw("Content-Type")));
        Assert.Contains("Hello Ann", html, StringComparison.Ordinal);
        Assert.Equal(("noindex, nofollow, noarchive", "no-referrer", "private, no-store", "nosniff", ""), (answer.Raw("X-Robots-Tag"), answer.Raw("Referrer-Policy"), answer.Raw("Cache-Control"), answer.Raw("X-Content-Type-Options"), answer.Raw("Set-Cookie")));
        var policy = answer.Raw("Content-Security-Policy");
        Assert.StartsWith("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("script-src", policy, StringComparison.Ordinal);
        Assert.Contains(await mint.EventsAsync(), one => one is { Kind: OpenKind.Web, Class: OpenClass.Person });
        using var head = await client.HeadAsync(letter.Web);
        Assert.Equal((HttpStatusCode.OK, answer.Raw("Content-Type")), (head.StatusCode, head.Raw("Content-Type")));
    }

    [Theory]
    [InlineData("erased")]
    [InlineData("ended")]
    public async Task For_whoever_was_erased_and_after_its_end_it_says_nothing_of_anybody(string how)
    {
        await using var stage = await OpenedStage.StartAsync();
        var mint = new Mint(stage.Node);
        using var client = mint.Client();
        var path = (await Letter.SendAsync(stage.Node, "p0001")).Web;
        if (how == "erased")
        {
            using var erased = await stage.Node.Http.DeleteAsync("/v1/profiles/p0001");
            Assert.Equal(HttpStatusCode.OK, erased.StatusCode);
        }
        else
        {
            var now = TimeProvider.System.GetUtcNow();
            path = $"/w/{mint.Token(LinkPurpose.Web, mint.Facts(madeAt: now.AddDays(-2)) with { End = Instant.From(now.AddDays(-1)) })}";
        }

        client.DefaultRequestHeaders.TryAddWithoutValidation("Accept-Language", "de");
        using var answer = await client.GetAsync(path);
        var html = await answer.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.DoesNotContain("Ann", html, StringComparison.Ordinal);
        Assert.Equal("de", new HtmlParser().ParseDocument(html).DocumentElement.GetAttribute("lang"));
    }
}
