using System.Net;
using AngleSharp.Html.Parser;
using Renderer.Server.Snippets;
using Renderer.ServerTests.Infrastructure;
using Xunit;

namespace Renderer.ServerTests.Snippets;

/// <summary>Pictures and links in mails that an ESP writes: its merge tags put in by its own rules, then looked at and clicked on.</summary>
public sealed class PictureTagTests(PullStage pull) : IClassFixture<PullStage>
{
    public static TheoryData<string> All { get; } = [.. Esps.All.Select(esp => esp.Name)];

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_picture_is_the_person_s_own_and_its_click_leads_where_it_says(string esp)
    {
        var token = await pull.TokenAsync("p0001");
        var tags = await pull.TagsAsync(esp);
        var answer = await Engines.RunOneAsync(new EngineJob(
            "merge",
            new Dictionary<string, string> { ["hero"] = tags.Find("image", name: "hero")!, ["plain"] = tags.Find("image", name: "plain")!, ["link"] = tags["link"] },
            EspPeople.Of(esp, "p0001", token)) { Language = EspPeople.Language(esp) });

        var mail = await new HtmlParser().ParseDocumentAsync($"<body>{answer["hero"]}{answer["plain"]}</body>");
        var pictures = mail.QuerySelectorAll("img");
        Assert.Equal(2, pictures.Length);
        Assert.Equal(("300", "100"), (pictures[0].GetAttribute("width"), pictures[0].GetAttribute("height")));
        Assert.Contains(token, pictures[0].GetAttribute("src")!, StringComparison.Ordinal);
        Assert.Equal("a", pictures[0].ParentElement!.LocalName);
        Assert.Equal("body", pictures[1].ParentElement!.LocalName);
        Assert.Equal(answer["link"], pictures[0].ParentElement!.GetAttribute("href"));

        using var client = new Mint(pull.Node).Client();
        using var hero = await client.GetAsync(pictures[0].GetAttribute("src"));
        using var plain = await client.GetAsync(pictures[1].GetAttribute("src"));
        Assert.Equal((HttpStatusCode.OK, "image/png"), (hero.StatusCode, hero.Content.Headers.ContentType?.MediaType));
        Assert.Equal((HttpStatusCode.OK, "image/jpeg"), (plain.StatusCode, plain.Content.Headers.ContentType?.MediaType));
        var nobodys = await pull.Node.Http.GetByteArrayAsync("/i/default/offer/hero.png");
        Assert.NotEqual(nobodys, await hero.Content.ReadAsByteArrayAsync());

        using var click = await client.GetAsync(answer["link"]);
        Assert.Equal((HttpStatusCode.Found, "https://shop.example/vip"), (click.StatusCode, click.Headers.Location?.ToString()));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Unmerged_a_picture_is_everybody_s_and_nobody_is_asked_for(string esp)
    {
        var tags = await pull.TagsAsync(esp);
        await pull.Stage.Sandbox.ForgetCallsAsync();
        using var client = new Mint(pull.Node).Client();
        var mail = await new HtmlParser().ParseDocumentAsync($"<body>{tags.Find("image", name: "hero")}</body>");
        var written = mail.QuerySelector("img")!.GetAttribute("src")!;
        foreach (var address in new[] { written, Encoded(written) })
        {
            using var answer = await client.GetAsync(address);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal(await pull.Node.Http.GetByteArrayAsync("/i/default/offer/hero.png"), await answer.Content.ReadAsByteArrayAsync());
        }

        using var click = await client.GetAsync(Encoded(tags["link"]));
        Assert.Equal((HttpStatusCode.Found, "https://shop.example/all/"), (click.StatusCode, click.Headers.Location?.ToString()));
        Assert.Equal(0, await pull.Stage.Sandbox.CallsAsync());
    }

    /// <summary>As a client writes it that encodes each value.</summary>
    private static string Encoded(string address)
    {
        var at = address.IndexOf("?r=", StringComparison.Ordinal);
        var next = address.IndexOf("&m=", at, StringComparison.Ordinal);
        return $"{address[..at]}?r={Uri.EscapeDataString(address[(at + 3)..next])}&m={Uri.EscapeDataString(address[(next + 3)..])}";
    }
}
