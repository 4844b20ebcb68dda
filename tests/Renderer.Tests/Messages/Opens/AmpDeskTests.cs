using System.Text;
using Renderer.Messages.Opens;
using Renderer.Model;
using Renderer.Tests.Templates;
using Xunit;

namespace Renderer.Tests.Messages.Opens;

/// <summary>What lists and forms of delivered AMP mails get: one object, from the decision that all other doors show.</summary>
public sealed class AmpDeskTests
{
    [Theory]
    [InlineData(DecisionPolicy.FreezeAtSend, "a")]
    [InlineData(DecisionPolicy.Always, "b")]
    public async Task Data_with_the_name_of_a_picture_shows_its_variant(DecisionPolicy policy, string expected)
    {
        await using var rig = await OpenRig.StartAsync(Bench($"    decision: {policy.Label()}"));
        rig.Crm.Put("ann", new { tier = "a", n = "Ann" });
        var mail = await rig[0].SendAsync("ann", "m-1");
        rig.Crm.Put("ann", new { tier = "b", n = "Berta" });
        await rig[0].Profiles.ExpireAsync("ann");
        var data = await rig[0].AmpAsync(OpenRig.LinksOf(mail.Amp, 'a')[0]);
        var picture = await rig[0].PictureAsync(OpenRig.LinksOf(mail.Amp, 'i')[0]);

        Assert.Equal($$"""{"items":[{"is":"{{expected}} Berta"}]}""", Text(data));
        Assert.Equal((expected, expected), (data.Choice?.Variant, picture.Choice?.Variant));
        Assert.Equal((Outcome.Live, Reason.None, "mail", mail.Version, "hero"), (data.Outcome, data.Reason, data.Template, data.Version, data.Name));
    }

    [Fact]
    public async Task Data_of_its_own_is_decided_at_the_first_look_and_that_holds_on_every_node()
    {
        await using var rig = await OpenRig.StartAsync(Bench(), nodes: 2);
        rig.Crm.Put("ann", new { tier = "b" });
        var link = OpenRig.LinksOf((await rig[0].SendAsync("ann", "m-1")).Amp, 'a')[1];
        rig.Crm.Put("ann", new { tier = "a" });
        await rig[0].Profiles.ExpireAsync("ann");
        Assert.Equal(")]}'{\"items\":[\"own a\"]}", Text(await rig[0].AmpAsync(link)));

        rig.Crm.Put("ann", new { tier = "b" });
        foreach (var node in rig.Nodes)
        {
            await node.Profiles.ExpireAsync("ann");
            Assert.Equal(")]}'{\"items\":[\"own a\"]}", Text(await node.AmpAsync(link)));
        }
    }

    [Fact]
    public async Task Links_in_it_are_those_of_the_message()
    {
        await using var rig = await OpenRig.StartAsync(Bench());
        rig.Crm.Put("ann", new { tier = "c" });
        var mail = await rig[0].SendAsync("ann", "m-1");
        var click = Assert.Single(OpenRig.LinksOf(Text(await rig[0].AmpAsync(OpenRig.LinksOf(mail.Amp, 'a')[1])), 'c'));

        Assert.Equal("https://shop.example/list?a=1&b=2", (await rig[0].ClickAsync(click)).To.ToString());
        Assert.Equal(LinkName.Of("m-1"), rig[0].Open(LinkPurpose.Click, click).Message);
    }

    [Fact]
    public async Task Erased_or_ended_it_is_a_list_of_nothing_and_switched_off_its_fallback()
    {
        await using var rig = await OpenRig.StartAsync(Bench());
        rig.Crm.Put("ann", new { tier = "a" });
        var links = OpenRig.LinksOf((await rig[0].SendAsync("ann", "m-1")).Amp, 'a');
        var order = rig[0].Asked(LinkPurpose.Amp, links[0]);
        var ended = await rig[0].Amp.ShowAsync(order with { Facts = order.Facts with { End = order.Facts.MadeAt } }, default);
        Assert.Equal(("""{"items":[]}""", Outcome.Static, Reason.LinkEnded), (Text(ended), ended.Outcome, ended.Reason));

        rig.SlotsOff.Add("hero");
        var off = await rig[0].AmpAsync(links[0]);
        Assert.Equal(("""{"items":["as always"]}""", Outcome.Static, Reason.SlotOff), (Text(off), off.Outcome, off.Reason));
        rig.SlotsOff.Clear();

        var at = Instant.From(TimeProvider.System.GetUtcNow());
        foreach (var name in PersonNames.OpaqueEach(rig[0].Profiles.Get<ISealing>(), WorkspaceName.Default, Identifier.Id("ann")))
        {
            rig[0].Board.Add(WorkspaceName.Default, name, at);
        }

        var erased = await rig[0].AmpAsync(links[0]);
        Assert.Equal(("""{"items":[]}""", Outcome.Static, Reason.Erased, null), (Text(erased), erased.Outcome, erased.Reason, erased.Choice));
        Assert.Equal(")]}'{\"items\":[]}", Text(await rig[0].AmpAsync(links[1])));
        Assert.Equal("""{"items":[]}""", Text(rig[0].Amp.Fallback(order, Reason.Overloaded)));
    }

    [Fact]
    public async Task Whatever_is_gone_or_late_there_is_an_object()
    {
        await using var rig = await OpenRig.StartAsync(Bench());
        rig.Crm.Put("ann", new { tier = "a" });
        var order = rig[0].Asked(LinkPurpose.Amp, OpenRig.LinksOf((await rig[0].SendAsync("ann", "m-1")).Amp, 'a')[0]);
        var late = await rig[0].Amp.ShowAsync(order with { Budget = Budget.Start(TimeProvider.System, TimeSpan.Zero) }, default);
        Assert.Equal(("""{"items":["as always"]}""", Reason.Limit), (Text(late), late.Reason));

        foreach (var facts in new[] { order.Facts with { Slot = LinkName.Of("nothing"), Version = default }, order.Facts with { Template = LinkName.Of("nothing") } })
        {
            var gone = await rig[0].Amp.ShowAsync(order with { Facts = facts }, default);
            Assert.Equal(("""{"items":[]}""", Reason.Gone), (Text(gone), gone.Reason));
        }
    }

    private static string Text(OpenedData data) => Encoding.UTF8.GetString(data.Body.Span);

    private static Workbench Bench(string more = "") => Benches.Hero(
        more + """

            amp_data:
              hero: {variants: [{name: a, file: a.json}, {name: b, file: b.json}]}
              own: {variants: [{name: a, rule: profile.tier == 'a', file: own-a.json}], xssi_prefix: ")]}'"}
            """,
        files:
        [
            ("mail/body.amp.html", """{{ image "hero" }}<amp-list src="{{ amp_link "hero" }}" layout="fixed-height" height="9"><template type="amp-mustache">{{is}}</template></amp-list><amp-list src="{{ amp_link "own" }}" layout="fixed-height" height="9"><template type="amp-mustache">{{.}}</template></amp-list>"""),
            ("mail/hero.json", """{"items":[{"is":"rest {{ profile.n }}"}]}"""),
            ("mail/a.json", """{"items":[{"is":"a {{ profile.n }}"}]}"""),
            ("mail/b.json", """{"items":[{"is":"b {{ profile.n }}"}]}"""),
            ("mail/own.json", """{"items":["{{ link "https://shop.example/list?a=1&b=2" }}"]}"""),
            ("mail/own-a.json", """{"items":["own a"]}"""),
            ("mail/fallback/hero.json", """{"items":["as always"]}"""),
        ]);
}
