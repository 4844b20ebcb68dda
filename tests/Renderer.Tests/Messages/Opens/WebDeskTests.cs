using System.Text;
using System.Text.Json;
using Renderer.Ledger;
using Renderer.Messages;
using Renderer.Messages.Opens;
using Renderer.Model;
using Renderer.Templates;
using Renderer.Tests.Infrastructure;
using Renderer.Tests.Ledger;
using Xunit;

namespace Renderer.Tests.Messages.Opens;

/// <summary>The web version is the mail that this person was sent; what else could be shown says so.</summary>
public sealed class WebDeskTests(PostgresServer postgres)
{
    private const string Body = """<p>Hi {{ profile.n }}, {{ data.order?.total }}, {{ format_date now "full" }}, {{ message.id }} {{ image "hero" }}<a href="{{ web_link }}">web</a></p>""";

    [Fact]
    public async Task It_has_the_bytes_of_the_mail_whatever_became_of_the_person_since()
    {
        await using var ledger = await LedgerRig.CreateAsync(LedgerKind.Sqlite, postgres);
        await using var rig = await StartAsync(ledger);
        using var data = JsonDocument.Parse("""{"order":{"total":42}}""");
        foreach (var (person, message) in new[] { ("ann", "m-1"), ("bob", null), (new string('p', 70), "m-2") })
        {
            rig.Crm.Put(person, new { tier = "a", n = "Ann", secret = "not read" });
            var order = rig[0].Order(person, message) with
            {
                Data = data.RootElement, Locale = "de-DE", TimeZone = "Europe/Berlin", Now = new DateTimeOffset(2026, 11, 27, 8, 0, 0, TimeSpan.Zero),
            };
            var mail = await rig[0].SendAsync(order);
            rig.Crm.Put(person, new { tier = "b", n = "Berta" });
            await rig[0].Profiles.ExpireAsync(person);

            var page = await rig[0].WebAsync(OpenRig.LinksOf(mail.Html, 'w')[0]);
            Assert.Equal((Outcome.Live, Reason.None, mail.Version), (page.Outcome, page.Reason, page.Version));
            var html = Encoding.UTF8.GetString(page.Html!.Value.Span);
            Assert.Contains("Hi Ann, 42, Freitag, 27. November 2026", html, StringComparison.Ordinal);
            Assert.Equal(Bare(mail.Html!), Bare(html));

            // Its links are of the same message: another door, the same story.
            var (sent, shown) = (rig[0].Open(LinkPurpose.Image, OpenRig.LinksOf(mail.Html, 'i')[0]), rig[0].Open(LinkPurpose.Image, OpenRig.LinksOf(html, 'i')[0]));
            Assert.Equal(sent, shown);
            Assert.Equal("a", (await rig[0].PictureAsync(OpenRig.LinksOf(html, 'i')[0])).Choice?.Variant);
        }
    }

    [Fact]
    public async Task Where_the_record_is_not_to_be_had_it_is_rendered_again_and_says_so_and_keeps_what_was_decided()
    {
        await using var ledger = await LedgerRig.CreateAsync(LedgerKind.Sqlite, postgres);
        await using var rig = await OpenRig.StartAsync(Benches.Hero(body: Body), ring: ledger.Ring);
        rig.Crm.Put("ann", new { tier = "a", n = "Ann" });
        var mail = await rig[0].SendAsync("ann", "m-1");
        rig.Crm.Put("ann", new { tier = "b", n = "Berta" });
        await rig[0].Profiles.ExpireAsync("ann");
        var page = await rig[0].WebAsync(OpenRig.LinksOf(mail.Html, 'w')[0]);
        Assert.Equal((Outcome.Default, Reason.RecordMissing), (page.Outcome, page.Reason));
        var html = Encoding.UTF8.GetString(page.Html!.Value.Span);
        Assert.Contains("Hi Berta", html, StringComparison.Ordinal);
        Assert.Contains("an A", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Erased_ended_or_gone_it_is_the_neutral_page()
    {
        await using var ledger = await LedgerRig.CreateAsync(LedgerKind.Sqlite, postgres);
        await using var rig = await StartAsync(ledger, "links: {end: 1d}\n");
        rig.Crm.Put("ann", new { tier = "a", n = "Ann" });
        var order = rig[0].Asked(LinkPurpose.Web, OpenRig.LinksOf((await rig[0].SendAsync("ann", "m-1")).Html, 'w')[0]);
        Assert.NotNull((await rig[0].Web.ShowAsync(order, default)).Html);
        Assert.NotNull(order.Facts.End);
        await NeutralAsync(order with { Facts = order.Facts with { End = order.Facts.MadeAt } }, Reason.LinkEnded);
        await NeutralAsync(order with { Facts = order.Facts with { Template = LinkName.Of("other") } }, Reason.Gone);
        foreach (var name in PersonNames.OpaqueEach(ledger.Ring, WorkspaceName.Default, Identifier.Id("ann")))
        {
            rig[0].Board.Add(WorkspaceName.Default, name, Instant.From(TimeProvider.System.GetUtcNow()));
        }

        await NeutralAsync(order, Reason.Erased);

        async Task NeutralAsync(OpenOrder asked, Reason reason)
        {
            var page = await rig[0].Web.ShowAsync(asked, default);
            Assert.Equal((null, Outcome.Static, reason), ((object?)page.Html, page.Outcome, page.Reason));
        }
    }

    [Fact]
    public async Task Whoever_takes_their_consent_back_sees_a_page_without_themselves()
    {
        await using var ledger = await LedgerRig.CreateAsync(LedgerKind.Sqlite, postgres);
        await using var rig = await StartAsync(ledger);
        rig.Crm.Put("ann", new { tier = "a", n = "Ann" });
        var mail = await rig[0].SendAsync("ann", "m-1");
        await ledger.Nodes[0].Store.Consents.ChangeAsync(
            WorkspaceName.Default, PersonNames.OpaqueEach(ledger.Ring, WorkspaceName.Default, Identifier.Id("ann")), before => before with { Personalization = Consent.Withdrawn }, "test");
        var page = await rig[0].WebAsync(OpenRig.LinksOf(mail.Html, 'w')[0]);
        Assert.Equal((Outcome.Default, Reason.ConsentWithdrawn), (page.Outcome, page.Reason));
        var html = Encoding.UTF8.GetString(page.Html!.Value.Span);
        Assert.DoesNotContain("Ann", html, StringComparison.Ordinal);
        Assert.Contains("the default", html, StringComparison.Ordinal);
        var picture = await rig[0].PictureAsync(OpenRig.LinksOf(mail.Html, 'i')[0]);
        Assert.Equal("default", picture.Choice?.Variant);
        Assert.Equal("https://shop.example/default", (await rig[0].ClickAsync(OpenRig.LinksOf(mail.Html, 'c')[0])).To.ToString());
    }

    [Fact]
    public async Task Pictures_of_a_message_see_what_its_request_brought_along()
    {
        await using var ledger = await LedgerRig.CreateAsync(LedgerKind.Sqlite, postgres);
        var scene = Benches.Scene(3, """<rect width="{{ data.order?.total ?? 1 }}" height="5" fill="#abcdef"/>""");
        await using var rig = await StartAsync(ledger, "", ("mail/hero.svg", scene));
        using var data = JsonDocument.Parse("""{"order":{"total":15}}""");
        var with = await PictureAsync(rig[0].Order("ann", "m-1") with { Data = data.RootElement });
        var without = await PictureAsync(rig[0].Order("ann", "m-2"));
        Assert.Equal((Outcome.Live, Outcome.Live), (with.Outcome, without.Outcome));
        Assert.NotEqual(OpenRig.PixelsOf(with.Bytes), OpenRig.PixelsOf(without.Bytes));

        // So do attributes that came with the request, of somebody whom the CRM does not know.
        using var profile = JsonDocument.Parse("""{"tier":"b"}""");
        var given = await PictureAsync(rig[0].Order("zoe", "m-3") with { Profile = profile.RootElement, Fetch = false });
        Assert.Equal((Outcome.Live, "b"), (given.Outcome, given.Choice?.Variant));

        async Task<OpenedPicture> PictureAsync(MessageOrder order)
        {
            rig.Crm.Put("ann", new { tier = "x", n = "Ann" });
            return await rig[0].PictureAsync(OpenRig.LinksOf((await rig[0].SendAsync(order)).Html, 'i')[0]);
        }
    }

    [Fact]
    public async Task Two_versions_that_went_out_under_one_name_each_see_what_their_own_request_brought_along()
    {
        await using var ledger = await LedgerRig.CreateAsync(LedgerKind.Sqlite, postgres);
        var scene = Benches.Scene(3, """<rect width="{{ data.order?.total ?? 1 }}" height="5" fill="#abcdef"/>""");
        await using var rig = await StartAsync(ledger, "", ("mail/hero.svg", scene));
        rig.Crm.Put("ann", new { tier = "x", n = "Ann" });
        var before = await SendAsync("""{"order":{"total":15}}""");
        var first = OpenRig.PixelsOf((await rig[0].PictureAsync(before)).Bytes);
        rig.Bench.Write("mail/body.html", Body + "<p>again</p>");
        await rig.SwapAsync();
        var after = await SendAsync("""{"order":{"total":3}}""");
        var (old, next) = (await rig[0].PictureAsync(before), await rig[0].PictureAsync(after));
        Assert.Equal((Outcome.Live, Outcome.Live), (old.Outcome, next.Outcome));
        Assert.Equal(first, OpenRig.PixelsOf(old.Bytes));
        Assert.NotEqual(first, OpenRig.PixelsOf(next.Bytes));

        async Task<string> SendAsync(string data)
        {
            using var json = JsonDocument.Parse(data);
            return OpenRig.LinksOf((await rig[0].SendAsync(rig[0].Order("ann", "m-1") with { Data = json.RootElement })).Html, 'i')[0];
        }
    }

    [Fact]
    public async Task Data_that_is_too_large_for_a_record_is_not_shown_as_if_there_had_been_none()
    {
        await using var ledger = await LedgerRig.CreateAsync(LedgerKind.Sqlite, postgres);
        await using var rig = await StartAsync(ledger);
        rig.Crm.Put("ann", new { tier = "x", n = "Ann" });
        using var data = JsonDocument.Parse($$"""{"order":{"total":15},"more":"{{new string('x', 20_000)}}"}""");
        var mail = await rig[0].SendAsync(rig[0].Order("ann", "m-1") with { Data = data.RootElement });
        var (picture, click) = (await rig[0].PictureAsync(OpenRig.LinksOf(mail.Html, 'i')[0]), await rig[0].ClickAsync(OpenRig.LinksOf(mail.Html, 'c')[0]));
        Assert.Equal((Outcome.Default, Reason.RecordMissing), (picture.Outcome, picture.Reason));
        Assert.Equal((Outcome.Default, Reason.RecordMissing), (click.Outcome, click.Reason));
    }

    [Fact]
    public async Task Nothing_is_recorded_of_a_preview()
    {
        await using var ledger = await LedgerRig.CreateAsync(LedgerKind.Sqlite, postgres);
        await using var rig = await StartAsync(ledger);
        rig.Crm.Put("ann", new { tier = "a", n = "Ann" });
        var template = rig[0].Library.Find(WorkspaceName.Default, "mail", null).Template!;
        var shown = await rig[0].Previews.ShowAsync(new(template, rig[0].Order("ann") with { Locale = "de-DE" }), default);
        await rig[0].SendAsync("ann", "m-1");
        var names = PersonNames.OpaqueEach(ledger.Ring, WorkspaceName.Default, Identifier.Id("ann"));
        var facts = rig[0].Open(LinkPurpose.Web, OpenRig.LinksOf(shown.Message.Html, 'w')[0]);
        Assert.Empty(await ledger.Nodes[0].Store.Messages.FindAsync(Renderer.Ledger.MessageKey.Of(ledger.Ring, WorkspaceName.Default, names, facts.Message.Hash), default));
        Assert.Single(await ledger.Nodes[0].Store.Messages.FindAsync(Renderer.Ledger.MessageKey.Of(ledger.Ring, WorkspaceName.Default, names, MessageNames.HashOf("m-1")), default));
    }

    [Fact]
    public async Task The_record_lists_the_links_and_no_address()
    {
        await using var ledger = await LedgerRig.CreateAsync(LedgerKind.Sqlite, postgres);
        await using var rig = await StartAsync(ledger);
        rig.Crm.Put("ann", new { tier = "a", n = "Ann" });
        var mail = await rig[0].SendAsync("ann", "m-1");
        var key = Renderer.Ledger.MessageKey.Of(
            ledger.Ring, WorkspaceName.Default, PersonNames.OpaqueEach(ledger.Ring, WorkspaceName.Default, Identifier.Id("ann")), MessageNames.HashOf("m-1"));
        var record = JsonDocument.Parse(Assert.Single(await ledger.Nodes[0].Store.Messages.FindAsync(key, default)).Text).RootElement;
        var links = record.GetProperty("links").EnumerateArray().ToList();
        Assert.Equal(["click hero a live", "image hero a live", "web  1 "], links.Select(link =>
            $"{Text(link, "kind")} {Text(link, "slot")} {Text(link, "variant")}{(link.TryGetProperty("count", out var count) ? count.GetRawText() : "")} {Text(link, "outcome")}"));
        Assert.Equal(mail.Hashes.Single(hash => hash.Part == Part.Html).Hash, record.GetProperty("html_hash").GetString());
        Assert.Equal("Ann", record.GetProperty("shown").GetProperty("profile").GetProperty("n").GetString());
        Assert.DoesNotContain("shop.example", record.GetRawText(), StringComparison.Ordinal);
        Assert.Equal("freeze_at_send", record.GetProperty("decisions")[0].GetProperty("policy").GetString());

        static string? Text(JsonElement of, string name) => of.TryGetProperty(name, out var value) ? value.GetString() : null;
    }

    /// <summary>The page without its tokens.</summary>
    private static string Bare(string html) => System.Text.RegularExpressions.Regex.Replace(html, "/[a-z]/[a-z2-7]{40,}", "/token");

    private static async Task<OpenRig> StartAsync(LedgerRig ledger, string more = "", params (string Path, string Text)[] files)
    {
        var node = await ledger.OpenAsync();
        return await OpenRig.StartAsync(
            Benches.Hero(body: Body, files: [("mail/template.yaml", Benches.Yaml(rest: more)), .. files]), ring: ledger.Ring, records: node.Store.Messages, consents: node.Store.Consents);
    }
}
