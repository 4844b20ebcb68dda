using System.Text.Json;
using Renderer.Messages.Opens;
using Renderer.Model;
using Xunit;

namespace Renderer.Tests.Messages.Opens;

/// <summary>Where clicks lead: links of the text to what was sent, a slot's to what its picture shows.</summary>
public sealed class ClickDeskTests
{
    private const string Body = """<p>{{ image "hero" }}<a href='{{ link "https://shop.example/sale" }}'>all</a><a href='{{ link "https://shop.example/for?tier=" + profile.tier }}'>you</a></p>""";

    [Fact]
    public async Task A_link_of_the_text_leads_where_it_was_sent_to_and_needs_nobody()
    {
        await using var rig = await OpenRig.StartAsync(Benches.Hero(body: Body));
        rig.Crm.Put("ann", new { tier = "a" });
        var clicks = OpenRig.LinksOf((await rig[0].SendAsync("ann")).Html, 'c');
        (rig.Redis.IsAway, rig.Ledger.IsAway, rig.Crm.Fails) = (true, true, Reason.CrmError);
        Directory.Delete(Path.Combine(rig.Bench.Folder, "mail"), recursive: true);
        await rig.SwapAsync();
        Assert.Equal("https://shop.example/sale", (await rig[0].ClickAsync(clicks[1])).To.ToString());
        var own = await rig[0].ClickAsync(clicks[2]);
        Assert.Equal(("https://shop.example/for?tier=a", Outcome.Live), (own.To.ToString(), own.Outcome));
    }

    [Fact]
    public async Task Of_an_erased_person_a_link_of_the_text_keeps_what_is_nobodys()
    {
        await using var rig = await OpenRig.StartAsync(Benches.Hero(body: Body));
        rig.Crm.Put("ann", new { tier = "a" });
        var clicks = OpenRig.LinksOf((await rig[0].SendAsync("ann")).Html, 'c');
        foreach (var name in PersonNames.OpaqueEach(rig[0].Profiles.Get<ISealing>(), WorkspaceName.Default, Identifier.Id("ann")))
        {
            rig[0].Board.Add(WorkspaceName.Default, name, Instant.From(TimeProvider.System.GetUtcNow()));
        }

        var shared = await rig[0].ClickAsync(clicks[1]);
        Assert.Equal(("https://shop.example/sale", true), (shared.To.ToString(), shared.IsNeutral));
        Assert.Equal("https://shop.example/", (await rig[0].ClickAsync(clicks[2])).To.ToString());
    }

    [Fact]
    public async Task A_machine_that_follows_a_link_ends_no_decision_and_a_person_does()
    {
        await using var rig = await OpenRig.StartAsync(Benches.Hero("    decision: until_click"));
        rig.Crm.Put("ann", new { tier = "a" });
        var mail = await rig[0].SendAsync("ann");
        var (image, click) = (OpenRig.LinksOf(mail.Html, 'i')[0], rig[0].Asked(LinkPurpose.Click, OpenRig.LinksOf(mail.Html, 'c')[0]));
        Assert.Equal("https://shop.example/a", await FollowAsync(click with { Class = OpenClass.Scanner }));
        Assert.Equal("https://shop.example/a", await FollowAsync(click with { IsHead = true }));

        rig.Crm.Put("ann", new { tier = "b" });
        await rig[0].Profiles.ExpireAsync("ann");
        Assert.Equal("b", (await rig[0].PictureAsync(image)).Choice?.Variant);
        Assert.Equal("https://shop.example/b", await FollowAsync(click));

        rig.Crm.Put("ann", new { tier = "a" });
        await rig[0].Profiles.ExpireAsync("ann");
        Assert.Equal("b", (await rig[0].PictureAsync(image)).Choice?.Variant);

        async Task<string> FollowAsync(OpenOrder order) => (await rig[0].Clicks.FollowAsync(order, default)).To.ToString()!;
    }

    [Fact]
    public async Task What_the_request_brought_along_is_found_in_no_record_and_the_link_leads_on_all_the_same()
    {
        await using var rig = await OpenRig.StartAsync(Benches.Hero("    decision: always"));
        rig.Crm.Put("ann", new { tier = "a" });
        using var data = JsonDocument.Parse("""{"order":{"id":7}}""");
        var mail = await rig[0].SendAsync(rig[0].Order("ann") with { Data = data.RootElement });
        Assert.Equal("https://shop.example/a", (await rig[0].ClickAsync(OpenRig.LinksOf(mail.Html, 'c')[0])).To.ToString());
    }

    [Fact]
    public async Task A_destination_that_was_lost_on_the_way_leads_nowhere_and_says_so()
    {
        await using var rig = await OpenRig.StartAsync(Benches.Hero());
        var facts = new LinkFacts { Workspace = WorkspaceName.Default, MadeAt = Instant.From(TimeProvider.System.GetUtcNow()), Template = LinkName.Of("mail") };
        var click = await rig[0].Clicks.FollowAsync(new OpenOrder { Facts = facts, Budget = Budget.Start(TimeProvider.System, TimeSpan.FromSeconds(9)) }, default);
        Assert.Equal((null, Outcome.Static, Reason.Gone), (click.To, click.Outcome, click.Reason));
    }
}
