using System.Text.Json;
using Renderer.Messages.Linking;
using Renderer.Model;
using Renderer.Templates;
using Renderer.Tests.Messages.Opens;
using Renderer.Tests.Templates;
using Xunit;

namespace Renderer.Tests.Messages.Linking;

/// <summary>The links of one message.</summary>
public sealed class LinkStepTests
{
    private const string Body = """<p>{{ image "hero" }}{{ image "hero" }}<a href='{{ link "https://shop.example/sale" }}'>all</a><a href="{{ web_link }}">web</a><a href="{{ consent_link }}">no more</a>{{ pixel }}</p>""";

    [Fact]
    public async Task Each_slot_and_link_has_one_token_in_html_and_text()
    {
        await using var rig = await OpenRig.StartAsync(Benches.Hero(body: Body));
        rig.Crm.Put("ann", new { tier = "a" });
        var mail = await rig[0].SendAsync("ann", "m-1");
        Assert.False(LinkMarks.Any(mail.HtmlUtf8!.Value.Span));
        Assert.DoesNotContain("renderer:", mail.Html, StringComparison.Ordinal);
        Assert.Equal(2, OpenRig.LinksOf(mail.Html, 'i').Count);
        var image = Assert.Single(OpenRig.LinksOf(mail.Html, 'i').Distinct());
        Assert.Equal(2, OpenRig.LinksOf(mail.Html, 'c').Distinct().Count());
        Assert.Contains($"{OpenRig.Origin}/i/{image}.png", mail.Html, StringComparison.Ordinal);
        Assert.Contains($"{OpenRig.Origin}/o/{OpenRig.LinksOf(mail.Html, 'o')[0]}.gif", mail.Html, StringComparison.Ordinal);
        Assert.Equal(OpenRig.LinksOf(mail.Html, 'w')[0], OpenRig.LinksOf(mail.Text, 'w')[0]);

        var facts = rig[0].Open(LinkPurpose.Image, image);
        Assert.Equal((Identifier.Id("ann"), "mail", "m-1", "hero"), (facts.Person, facts.Template.Text, facts.Message.Text, facts.Slot.Text));
        Assert.True(facts.Version.Is(mail.Version));
        Assert.Equal("a", VariantMark.Among(facts.Decision, ["b", "a", "default"]));
        Assert.Equal(facts.Message, rig[0].Open(LinkPurpose.Consent, OpenRig.LinksOf(mail.Html, 'u')[0]).Message);
        Assert.Null(rig[0].Open(LinkPurpose.Consent, OpenRig.LinksOf(mail.Html, 'u')[0]).End);
    }

    [Fact]
    public async Task The_hash_is_the_same_for_each_person_with_the_same_content_and_in_a_preview()
    {
        await using var rig = await OpenRig.StartAsync(Benches.Hero(body: Body));
        rig.Crm.Put("ann", new { tier = "a" });
        rig.Crm.Put("bob", new { tier = "a" });
        rig.Crm.Put("cyd", new { tier = "b" });
        var (ann, bob, cyd) = (await rig[0].SendAsync("ann"), await rig[0].SendAsync("bob"), await rig[0].SendAsync("cyd"));
        Assert.NotEqual(ann.Html, bob.Html);
        Assert.Equal([Part.Subject, Part.Html, Part.Text], ann.Hashes.Select(hash => hash.Part));
        Assert.Equal(ann.Hashes, bob.Hashes);
        Assert.NotEqual(ann.Hashes, cyd.Hashes);
        Assert.All(ann.Hashes, hash => Assert.Matches("^sha256:[0-9a-f]{64}$", hash.Hash));

        var template = rig[0].Library.Find(WorkspaceName.Default, "mail", null).Template!;
        foreach (var masked in new[] { false, true })
        {
            var shown = await rig[0].Previews.ShowAsync(new(template, rig[0].Order("ann")) { Masked = masked }, default);
            Assert.Equal(ann.Hashes, shown.Hashed.Hashes);
            var facts = rig[0].Open(LinkPurpose.Image, OpenRig.LinksOf(shown.Message.Html, 'i')[0]);
            Assert.Equal(masked, facts.Person is null && facts.Recipient is null);
        }
    }

    [Fact]
    public async Task A_sample_and_a_proof_have_pictures_of_an_invented_person_whom_nobody_is_asked_about()
    {
        await using var rig = await OpenRig.StartAsync(Benches.Hero(files: ("mail/samples/vip.json", """{"tier":"b"}""")));
        var template = rig[0].Library.Find(WorkspaceName.Default, "mail", null).Template!;
        var order = rig[0].Order("ann") with { Recipient = null };
        var shown = await rig[0].Previews.ShowAsync(new(template, order) { Sample = "vip" }, default);
        var proof = await rig[0].SendAsync(rig[0].Order("ann") with { Proof = true });
        foreach (var html in new[] { shown.Message.Html, proof.Html })
        {
            Assert.Equal("b", (await rig[0].PictureAsync(OpenRig.LinksOf(html, 'i')[0])).Choice?.Variant);
            Assert.Equal("https://shop.example/b", (await rig[0].ClickAsync(OpenRig.LinksOf(html, 'c')[0])).To.ToString());
        }

        Assert.Equal((0, 0), (rig.Crm.Reads, rig.Redis.Count));
        var nobody = await rig[0].Previews.ShowAsync(new(template, order), default);
        Assert.Equal(Outcome.Live, (await rig[0].PictureAsync(OpenRig.LinksOf(nobody.Message.Html, 'i')[0])).Outcome);
    }

    [Fact]
    public async Task A_long_identifier_stays_out_of_every_link_and_a_long_destination_rides_beside_its_token()
    {
        var url = "https://shop.example/" + new string('x', 300);
        await using var rig = await OpenRig.StartAsync(Benches.Hero(body: $$$"""<p>{{ image "hero" }}<a href='{{ link "{{{url}}}" }}'>all</a></p>"""));
        var mail = await rig[0].SendAsync(new string('p', 60));
        foreach (var token in OpenRig.LinksOf(mail.Html, 'c'))
        {
            var facts = rig[0].Open(LinkPurpose.Click, token);
            Assert.Equal((null, 26), (facts.Person, facts.Recipient!.Length));
        }

        var long1 = OpenRig.LinksOf(mail.Html, 'c')[1];
        Assert.Null(rig[0].Open(LinkPurpose.Click, long1).Destination);
        var rest = mail.Html!.Split(long1 + "?d=")[1].Split('\'', '"')[0];
        Assert.Equal(url, rig[0].Tokens.OpenRest(long1, rest).ToString());
    }

    [Fact]
    public async Task A_message_that_its_caller_did_not_name_is_another_one_each_time()
    {
        await using var rig = await OpenRig.StartAsync(Benches.Hero());
        var (first, second) = (await MessageAsync(), await MessageAsync());
        Assert.False(first.IsNone);
        Assert.NotEqual(first, second);

        async Task<LinkName> MessageAsync() => rig[0].Open(LinkPurpose.Image, OpenRig.LinksOf((await rig[0].SendAsync("ann")).Html, 'i')[0]).Message;
    }

    [Fact]
    public async Task What_is_sent_when_nothing_else_may_be_tried_has_links_too()
    {
        await using var rig = await OpenRig.StartAsync(Benches.Hero(body: Body));
        var template = rig[0].Library.Find(WorkspaceName.Default, "mail", null).Template!;
        var mail = rig[0].Messages.FallBack(template, rig[0].Order("ann"), Reason.Overloaded);
        Assert.False(LinkMarks.Any(mail.HtmlUtf8!.Value.Span));
        Assert.Equal(Identifier.Id("ann"), rig[0].Open(LinkPurpose.Image, OpenRig.LinksOf(mail.Html, 'i')[0]).Person);
    }

    [Fact]
    public async Task A_mail_without_links_is_not_touched()
    {
        await using var rig = await OpenRig.StartAsync(Workbench.Mail("<p>Hello {{ profile.n }}</p>"));
        rig.Crm.Put("ann", new { n = "Ann" });
        var mail = await rig[0].SendAsync("ann");
        Assert.Equal("<p>Hello Ann</p>", mail.Html);
        Assert.Null(mail.Marked);
    }

    [Fact]
    public async Task What_the_request_brought_along_is_said_in_the_slots_name()
    {
        await using var rig = await OpenRig.StartAsync(Benches.Hero("    dark: true"));
        using var data = JsonDocument.Parse("{}");
        var mail = await rig[0].SendAsync(rig[0].Order("ann") with { Data = data.RootElement });
        Assert.Equal(["hero+", "hero~dark+"], OpenRig.LinksOf(mail.Html, 'i').Distinct().Select(token => rig[0].Open(LinkPurpose.Image, token).Slot.Text).Order());
    }

    [Theory]
    [InlineData("hero")]
    [InlineData("a-slot-whose-name-is-longer-than-a-hash")]
    public void A_slots_name_is_known_in_full_and_by_its_hash(string slot)
    {
        foreach (var form in SlotName.FormsOf(slot))
        {
            Assert.Equal(form, SlotName.Among(LinkName.Of(form.Text), []));
            Assert.Equal(form, SlotName.Among(LinkName.OfHash(LinkName.Of(form.Text).Hash), ["other", slot]));
        }

        Assert.Null(SlotName.Among(LinkName.OfHash(7), [slot]));
        Assert.Null(SlotName.Among(default, [slot]));
    }
}
