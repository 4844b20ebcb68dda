using System.Net;
using Renderer.Model;
using Renderer.ServerTests.Infrastructure;
using Xunit;

namespace Renderer.ServerTests.Open.Amp;

/// <summary>CORS of AMP for Email, both versions, exchange by exchange, over HTTP.</summary>
public sealed class AmpCorsTests(AmpStage stage) : IClassFixture<AmpStage>
{
    private const string Origin = "https://mail.client.example";

    [Fact]
    public async Task Version_2_names_the_sender_and_gets_it_back()
    {
        using var answer = await SendAsync(sender: AmpStage.Sender);

        Assert.Equal((HttpStatusCode.OK, AmpStage.Sender), (answer.StatusCode, Header(answer, "AMP-Email-Allow-Sender")));
        Assert.Null(Header(answer, "Access-Control-Allow-Origin"));
        AssertCommon(answer);
    }

    [Fact]
    public async Task Version_1_names_origin_and_sender_and_gets_both_back()
    {
        using var answer = await SendAsync(origin: Origin, source: AmpStage.Sender);

        Assert.Equal(
            (HttpStatusCode.OK, Origin, AmpStage.Sender, "AMP-Access-Control-Allow-Source-Origin"),
            (answer.StatusCode, Header(answer, "Access-Control-Allow-Origin"), Header(answer, "AMP-Access-Control-Allow-Source-Origin"), Header(answer, "Access-Control-Expose-Headers")));
        Assert.Null(Header(answer, "AMP-Email-Allow-Sender"));
        AssertCommon(answer);
    }

    [Fact]
    public async Task Where_both_are_there_version_2_wins()
    {
        using var good = await SendAsync(AmpStage.Sender, Origin, "stranger@evil.example");
        Assert.Equal((HttpStatusCode.OK, AmpStage.Sender, null), (good.StatusCode, Header(good, "AMP-Email-Allow-Sender"), Header(good, "AMP-Access-Control-Allow-Source-Origin")));

        using var bad = await SendAsync("stranger@evil.example", Origin, AmpStage.Sender);
        await AssertRefusedAsync(bad);
    }

    [Theory]
    [InlineData("NEWS@Brand.Example")]
    [InlineData("anybody+tag@shop.example")]
    [InlineData("Any.Body@SHOP.example")]
    public async Task Upper_and_lower_case_are_the_same_and_a_whole_domain_may_be_listed(string sender)
    {
        using var second = await SendAsync(sender: sender);
        Assert.Equal((HttpStatusCode.OK, sender), (second.StatusCode, Header(second, "AMP-Email-Allow-Sender")));
        using var first = await SendAsync(origin: Origin, source: sender);
        Assert.Equal((HttpStatusCode.OK, sender), (first.StatusCode, Header(first, "AMP-Access-Control-Allow-Source-Origin")));
    }

    [Fact]
    public async Task Without_either_nobody_is_told_anything()
    {
        await AssertRefusedAsync(await SendAsync());
        await AssertRefusedAsync(await SendAsync(origin: Origin));
        await AssertRefusedAsync(await SendAsync(source: AmpStage.Sender));
    }

    [Theory]
    [InlineData("stranger@evil.example")]
    [InlineData("news@brand.example.evil.example")]
    [InlineData("a@mail.shop.example")]
    [InlineData("news@brand.example,x@y.example")]
    [InlineData("*@shop.example")]
    [InlineData("*")]
    [InlineData("<news@brand.example>")]
    public async Task Another_sender_is_refused_in_both_versions(string sender)
    {
        await AssertRefusedAsync(await SendAsync(sender: sender));
        await AssertRefusedAsync(await SendAsync(origin: Origin, source: sender));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("*")]
    [InlineData("http://mail.client.example")]
    [InlineData("https://mail.client.example/")]
    [InlineData("https://mail.client.example/path")]
    [InlineData("https://a@mail.client.example")]
    [InlineData("javascript:alert(1)")]
    public async Task Version_1_gives_back_an_origin_and_nothing_else(string origin) => await AssertRefusedAsync(await SendAsync(origin: origin, source: AmpStage.Sender));

    [Theory]
    [InlineData("news@brand.example%0d%0aSet-Cookie:%20a=b")]
    [InlineData("news%00@brand.example")]
    [InlineData("news@brand.example%20")]
    public async Task No_line_end_of_a_query_comes_into_a_header(string encoded)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{await LinkAsync()}?__amp_source_origin={encoded}");
        request.Headers.Add("Origin", Origin);
        using var answer = await stage.Http.SendAsync(request);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
        await AssertRefusedAsync(answer);
    }

    [Fact]
    public async Task A_sender_that_is_named_twice_is_nobody()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, await LinkAsync());
        request.Headers.TryAddWithoutValidation("AMP-Email-Sender", [AmpStage.Sender, "stranger@evil.example"]);
        await AssertRefusedAsync(await stage.Http.SendAsync(request));
    }

    [Theory]
    [InlineData(LinkPurpose.Image)]
    [InlineData(LinkPurpose.Click)]
    [InlineData(LinkPurpose.Consent)]
    public async Task A_link_that_is_not_ours_is_404_whoever_asks(LinkPurpose purpose)
    {
        var logged = stage.Node.Logs.Lines.Count;
        using var answer = await stage.AskAsync($"{stage.Node.Url}/a/{stage.Mint(purpose)}");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Null(Header(answer, "AMP-Email-Allow-Sender"));
        Assert.DoesNotContain(stage.Node.Logs.Lines.Skip(logged), line => line.Contains("Renderer", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_token_with_one_letter_changed_is_404_and_leaves_no_trace()
    {
        var link = await LinkAsync();
        var token = link[(link.LastIndexOf('/') + 1)..];
        var logged = stage.Node.Logs.Lines.Count;
        for (var at = 0; at < token.Length; at++)
        {
            var changed = $"{token[..at]}{(token[at] == 'a' ? 'b' : 'a')}{token[(at + 1)..]}";
            using var answer = await stage.AskAsync($"{stage.Node.Url}/a/{changed}");
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }

        Assert.DoesNotContain(stage.Node.Logs.Lines.Skip(logged), line => line.Contains("Renderer", StringComparison.Ordinal));
    }

    private static void AssertCommon(HttpResponseMessage answer)
    {
        Assert.Equal(["Origin", "AMP-Email-Sender"], answer.Headers.Vary);
        Assert.Equal(("application/json", "utf-8"), (answer.Content.Headers.ContentType?.MediaType, answer.Content.Headers.ContentType?.CharSet));
        Assert.True(answer.Headers.CacheControl?.NoStore);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
        Assert.Null(answer.Headers.Location);
    }

    private static async Task AssertRefusedAsync(HttpResponseMessage answer)
    {
        await answer.ProblemAsync(HttpStatusCode.Forbidden, "forbidden");
        Assert.Equal(["Origin", "AMP-Email-Sender"], answer.Headers.Vary);
        Assert.All(["AMP-Email-Allow-Sender", "Access-Control-Allow-Origin", "AMP-Access-Control-Allow-Source-Origin"], name => Assert.False(answer.Headers.Contains(name)));
        answer.Dispose();
    }

    private async Task<HttpResponseMessage> SendAsync(string? sender = null, string? origin = null, string? source = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, await LinkAsync() + (source is null ? "" : $"?__amp_source_origin={Uri.EscapeDataString(source)}"));
        if (sender is not null)
        {
            request.Headers.TryAddWithoutValidation("AMP-Email-Sender", sender);
        }

        if (origin is not null)
        {
            request.Headers.TryAddWithoutValidation("Origin", origin);
        }

        return await stage.Http.SendAsync(request);
    }

    private async Task<string> LinkAsync() => (await stage.LinksAsync("p0001", "cors"))[0];

    private static string? Header(HttpResponseMessage answer, string name) => answer.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;
}
