using System.Net;
using Renderer.Model;
using Renderer.ServerTests.Infrastructure;
using Xunit;

namespace Renderer.ServerTests.Open;

/// <summary>Contract section 3: <c>GET /c/{token}</c>.</summary>
public sealed class ClickTests
{
    [Fact]
    public async Task It_is_one_redirect_with_the_address_alone()
    {
        await using var stage = await OpenedStage.StartAsync();
        using var client = new Mint(stage.Node).Client();
        var letter = await Letter.SendAsync(stage.Node, "p0001");
        foreach (var (path, to) in new[] { (letter.Offers, "https://shop.example/offers?a=1&utm_source=renderer"), (letter.Click("hero"), "https://shop.example/vip?utm_source=renderer") })
        {
            using var answer = await client.GetAsync(path);
            Assert.Equal((HttpStatusCode.Found, to), (answer.StatusCode, answer.Raw("Location")));
            Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
            Assert.Equal(("private, no-store", "", "no-referrer"), (answer.Raw("Cache-Control"), answer.Raw("Set-Cookie"), answer.Raw("Referrer-Policy")));
            using var head = await client.HeadAsync(path);
            Assert.Equal((HttpStatusCode.Found, to), (head.StatusCode, head.Raw("Location")));
        }
    }

    [Theory]
    [InlineData("d=https%3A%2F%2Fevil.example%2F")]
    [InlineData("d=AAAA")]
    [InlineData("url=https://evil.example&to=https://evil.example&d=https://evil.example&d=x")]
    public async Task Nothing_in_the_query_makes_it_lead_elsewhere(string query)
    {
        await using var stage = await OpenedStage.StartAsync();
        using var client = new Mint(stage.Node).Client();
        var letter = await Letter.SendAsync(stage.Node, "p0001");
        using var answer = await client.GetAsync($"{letter.Offers}{(letter.Offers.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{query}");
        Assert.Equal((HttpStatusCode.Found, "https://shop.example/offers?a=1&utm_source=renderer"), (answer.StatusCode, answer.Raw("Location")));
    }

    [Fact]
    public async Task A_link_without_a_destination_is_a_page_that_says_so()
    {
        await using var stage = await OpenedStage.StartAsync();
        var mint = new Mint(stage.Node);
        using var client = mint.Client();
        using var answer = await client.GetAsync($"/c/{mint.Token(LinkPurpose.Click)}");
        Assert.Equal((HttpStatusCode.OK, "text/html; charset=utf-8", "private, no-store"), (answer.StatusCode, answer.Raw("Content-Type"), answer.Raw("Cache-Control")));
        Assert.Contains("leads nowhere", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scanners_and_HEAD_freeze_nothing_and_are_not_counted_as_the_persons_and_a_person_does_both()
    {
        await using var stage = await OpenedStage.StartAsync();
        await stage.Node.AgreeAsync("p0001");
        var mint = new Mint(stage.Node);
        var letter = await Letter.SendAsync(stage.Node, "p0001");
        using var person = mint.Client();
        using var scanner = mint.Client("Barracuda Sentinel (EE)");
        Assert.Equal("vip", await LeadsAsync(scanner.GetAsync(letter.Click("hero"))));
        Assert.Equal("vip", await LeadsAsync(person.HeadAsync(letter.Click("hero"))));
        Assert.All(await mint.EventsAsync(), one => Assert.Equal((OpenKind.Click, OpenClass.Scanner), (one.Kind, one.Class)));

        // Had one of them frozen it, the picture would stay what it was.
        Assert.Equal(204, await stage.Sandbox.PatchAsync("p0001", new { tier = "bronze" }));
        await person.GetByteArrayAsync(letter.Picture("hero"));
        Assert.Equal("bronze", await LeadsAsync(person.GetAsync(letter.Click("hero"))));

        Assert.Equal(204, await stage.Sandbox.PatchAsync("p0001", new { tier = "gold" }));
        await person.GetByteArrayAsync(letter.Picture("hero"));
        Assert.NotEqual("vip", await LeadsAsync(person.GetAsync(letter.Click("hero"))));
        Assert.Contains(await mint.EventsAsync(), one => one is { Kind: OpenKind.Click, Class: OpenClass.Person, Slot: "hero" });
    }

    private static async Task<string> LeadsAsync(Task<HttpResponseMessage> asked)
    {
        using var answer = await asked;
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        return new Uri(answer.Raw("Location")).Segments[^1];
    }
}
