using Renderer.Messages.Opens;
using Renderer.Model;
using Xunit;

namespace Renderer.Tests.Messages.Opens;

/// <summary>What the picture of a delivered mail shows; there always is one.</summary>
public sealed class PictureDeskTests
{
    [Fact]
    public async Task A_picture_shows_the_variant_that_was_sent_and_its_click_leads_there()
    {
        await using var rig = await OpenRig.StartAsync(Benches.Hero());
        rig.Crm.Put("ann", new { tier = "a" });
        var mail = await rig[0].SendAsync("ann");
        Assert.Equal("a", Assert.Single(mail.Decisions, decision => decision.Block == "hero").Variant);

        rig.Crm.Put("ann", new { tier = "b" });
        await rig[0].Profiles.ExpireAsync("ann");
        var picture = await rig[0].PictureAsync(Assert.Single(OpenRig.LinksOf(mail.Html, 'i')));
        Assert.Equal((Outcome.Live, Reason.None, "a"), (picture.Outcome, picture.Reason, picture.Choice?.Variant));
        Assert.Equal((PictureFormat.Png, 20, 10), (picture.Format, picture.Width, picture.Height));
        Assert.Equal(("mail", mail.Version, "hero"), (picture.Template, picture.Version, picture.Slot));
        Assert.Equal("https://shop.example/a", (await rig[0].ClickAsync(OpenRig.LinksOf(mail.Html, 'c')[0])).To.ToString());
    }

    [Fact]
    public async Task A_slot_that_is_decided_when_it_is_looked_at_shows_what_is_true_then()
    {
        await using var rig = await OpenRig.StartAsync(Benches.Hero("    decision: always"));
        rig.Crm.Put("ann", new { tier = "a" });
        var mail = await rig[0].SendAsync("ann");
        rig.Crm.Put("ann", new { tier = "b" });
        await rig[0].Profiles.ExpireAsync("ann");
        Assert.Equal("b", (await rig[0].PictureAsync(OpenRig.LinksOf(mail.Html, 'i')[0])).Choice?.Variant);
        Assert.Equal("https://shop.example/b", (await rig[0].ClickAsync(OpenRig.LinksOf(mail.Html, 'c')[0])).To.ToString());
    }

    [Fact]
    public async Task What_falls_in_time_falls_to_the_variant_that_was_sent_and_an_erased_persons_to_what_everybody_sees()
    {
        await using var rig = await OpenRig.StartAsync(Benches.Hero());
        rig.Crm.Put("ann", new { tier = "a" });
        rig.Crm.Put("bob", new { tier = "c" });
        var (ann, bob) = (await rig[0].SendAsync("ann"), await rig[0].SendAsync("bob"));
        var shown = rig[0].Pictures.Fallback(rig[0].Asked(LinkPurpose.Image, OpenRig.LinksOf(ann.Html, 'i')[0]), Reason.Overloaded);
        var others = rig[0].Pictures.Fallback(rig[0].Asked(LinkPurpose.Image, OpenRig.LinksOf(bob.Html, 'i')[0]), Reason.Overloaded);
        Assert.Equal(Outcome.Static, shown.Outcome);
        Assert.NotEqual(OpenRig.PixelsOf(others.Bytes), OpenRig.PixelsOf(shown.Bytes));
        var click = await rig[0].Clicks.FollowAsync(rig[0].Asked(LinkPurpose.Click, OpenRig.LinksOf(ann.Html, 'c')[0], within: 0), default);
        Assert.Equal("https://shop.example/a", click.To.ToString());

        rig[0].Board.Add(WorkspaceName.Default, PersonNames.Opaque(rig[0].Profiles.Get<ISealing>(), WorkspaceName.Default, Identifier.Id("ann")), Instant.From(TimeProvider.System.GetUtcNow()));
        var neutral = rig[0].Pictures.Fallback(rig[0].Asked(LinkPurpose.Image, OpenRig.LinksOf(ann.Html, 'i')[0]), Reason.Overloaded);
        Assert.Equal(OpenRig.PixelsOf(others.Bytes), OpenRig.PixelsOf(neutral.Bytes));
    }

    [Fact]
    public async Task An_erased_persons_links_are_neutral_by_any_name_and_later_ones_are_not()
    {
        await using var rig = await OpenRig.StartAsync(Benches.Hero("    decision: always"));
        rig.Crm.Put("ann", new { tier = "a" }, "ann@people.example");
        var mail = await rig[0].SendAsync(rig[0].Order("x") with { Recipient = Identifier.Email("ann@people.example") });
        var (image, click) = (OpenRig.LinksOf(mail.Html, 'i')[0], OpenRig.LinksOf(mail.Html, 'c')[0]);
        Assert.False((await rig[0].PictureAsync(image)).IsNeutral);

        var at = Instant.From(TimeProvider.System.GetUtcNow());
        foreach (var name in PersonNames.OpaqueEach(rig[0].Profiles.Get<ISealing>(), WorkspaceName.Default, Identifier.Email("ann@people.example")))
        {
            rig[0].Board.Add(WorkspaceName.Default, name, at);
        }

        var picture = await rig[0].PictureAsync(image);
        Assert.True(picture.IsNeutral);
        Assert.Equal((Outcome.Static, Reason.Erased, null), (picture.Outcome, picture.Reason, picture.Choice));
        Assert.Equal("https://shop.example/default", (await rig[0].ClickAsync(click)).To.ToString());

        // A link knows its second alone.
        var facts = rig[0].Open(LinkPurpose.Image, image) with { MadeAt = at + TimeSpan.FromSeconds(1) };
        Assert.False((await rig[0].Pictures.ShowAsync(new OpenOrder { Facts = facts, Budget = Budget.Start(TimeProvider.System, TimeSpan.FromSeconds(9)) }, default)).IsNeutral);
    }

    [Fact]
    public async Task A_link_past_its_end_is_neutral()
    {
        await using var rig = await OpenRig.StartAsync(Benches.Hero("    end: 90d"));
        rig.Crm.Put("ann", new { tier = "a" });
        var order = rig[0].Asked(LinkPurpose.Image, OpenRig.LinksOf((await rig[0].SendAsync("ann")).Html, 'i')[0]);
        Assert.InRange((order.Facts.End!.Value - order.Facts.MadeAt).TotalDays, 90, 90.01);
        Assert.Equal("a", (await rig[0].Pictures.ShowAsync(order, default)).Choice?.Variant);
        var late = order with { Facts = order.Facts with { End = order.Facts.MadeAt } };
        Assert.Equal(Reason.LinkEnded, (await rig[0].Pictures.ShowAsync(late, default)).Reason);
    }

    [Fact]
    public async Task Until_erasures_were_read_once_nobody_is_shown_as_themselves()
    {
        await using var rig = await OpenRig.StartAsync(Benches.Hero());
        rig.Crm.Put("ann", new { tier = "a" });
        var image = OpenRig.LinksOf((await rig[0].SendAsync("ann")).Html, 'i')[0];
        rig[0].Board.Know(Instant.Never);
        var picture = await rig[0].PictureAsync(image);
        Assert.Equal((Outcome.Static, Reason.Unverified), (picture.Outcome, picture.Reason));
    }

    [Fact]
    public async Task A_slot_that_is_switched_off_shows_its_fallback_file_and_its_click_what_nobody_would_get()
    {
        await using var rig = await OpenRig.StartAsync(Benches.Hero(files: ("mail/fallback/hero.gif", "GIF89a, as it lies there")));
        rig.Crm.Put("ann", new { tier = "a" });
        var mail = await rig[0].SendAsync("ann");
        rig.SlotsOff.Add("hero");
        var picture = await rig[0].PictureAsync(OpenRig.LinksOf(mail.Html, 'i')[0]);
        Assert.Equal((Reason.SlotOff, PictureFormat.Gif), (picture.Reason, picture.Format));
        Assert.Equal("GIF89a, as it lies there"u8.ToArray(), picture.Bytes.ToArray());
        Assert.Equal("https://shop.example/default", (await rig[0].ClickAsync(OpenRig.LinksOf(mail.Html, 'c')[0])).To.ToString());
    }

    [Fact]
    public async Task A_dead_crm_and_dead_places_for_decisions_cost_the_person_and_not_the_picture()
    {
        await using var rig = await OpenRig.StartAsync(Benches.Hero("    decision: freeze_at_first_open"));
        rig.Crm.Put("ann", new { tier = "a" });
        var image = OpenRig.LinksOf((await rig[0].SendAsync("ann")).Html, 'i')[0];
        (rig.Redis.IsAway, rig.Ledger.IsAway) = (true, true);
        var apart = await rig[0].PictureAsync(image);
        Assert.Equal((Outcome.Static, "a"), (apart.Outcome, apart.Choice?.Variant));
        (rig.Redis.IsAway, rig.Ledger.IsAway) = (false, false);

        await using var cold = await OpenRig.StartAsync(Benches.Hero("    decision: freeze_at_first_open"));
        cold.Crm.Fails = Reason.CrmError;
        var unknown = OpenRig.LinksOf((await cold[0].SendAsync("bob")).Html, 'i')[0];
        var picture = await cold[0].PictureAsync(unknown);
        Assert.Equal((Outcome.Default, Reason.CrmError, "default"), (picture.Outcome, picture.Reason, picture.Choice?.Variant));
        Assert.Equal(0, cold.Redis.Count);
    }

    [Fact]
    public async Task What_hangs_is_not_waited_for()
    {
        await using var rig = await OpenRig.StartAsync(Benches.Hero("    decision: always"));
        rig.Crm.Put("ann", new { tier = "a" });
        var image = OpenRig.LinksOf((await rig[0].SendAsync("ann")).Html, 'i')[0];
        await rig[0].Profiles.ExpireAsync("ann");
        using var never = new SemaphoreSlim(0);
        rig.Crm.BeforeLook = never.WaitAsync;
        var start = TimeProvider.System.GetTimestamp();
        var picture = await rig[0].Pictures.ShowAsync(rig[0].Asked(LinkPurpose.Image, image, within: 200), default);
        Assert.InRange(TimeProvider.System.GetElapsedTime(start).TotalMilliseconds, 0, 5_000);
        Assert.NotEmpty(picture.Bytes.ToArray());

        var over = await rig[0].Pictures.ShowAsync(rig[0].Asked(LinkPurpose.Image, image, within: 0), default);
        Assert.Equal((Outcome.Static, Reason.Limit), (over.Outcome, over.Reason));
        never.Release(1000);
    }

    [Fact]
    public async Task A_scene_that_cannot_be_drawn_shows_the_static_picture()
    {
        await using var rig = await OpenRig.StartAsync(Benches.Hero(files: ("mail/a.svg", """<svg xmlns="http://www.w3.org/2000/svg" width="90000" height="90000"><rect width="1"/></svg>""")));
        rig.Crm.Put("ann", new { tier = "a" });
        var picture = await rig[0].PictureAsync(OpenRig.LinksOf((await rig[0].SendAsync("ann")).Html, 'i')[0]);
        Assert.Equal((Outcome.Static, Reason.PictureFailed, "a"), (picture.Outcome, picture.Reason, picture.Choice?.Variant));
        Assert.Equal((20, 10), (picture.Width, picture.Height));
    }

    [Fact]
    public async Task A_template_or_slot_that_is_gone_leaves_its_last_picture()
    {
        await using var rig = await OpenRig.StartAsync(Benches.Hero());
        rig.Crm.Put("ann", new { tier = "a" });
        var mail = await rig[0].SendAsync("ann");
        var (image, click) = (OpenRig.LinksOf(mail.Html, 'i')[0], OpenRig.LinksOf(mail.Html, 'c')[0]);
        rig.Bench.Write("mail/template.yaml", "subject: Hello\nfailure: {fallback: drop}\n");
        rig.Bench.Write("mail/body.html", "<p>No picture any more</p>");
        await rig.SwapAsync();
        await GoneAsync();

        Directory.Delete(Path.Combine(rig.Bench.Folder, "mail"), recursive: true);
        await rig.SwapAsync();
        await GoneAsync();

        async Task GoneAsync()
        {
            var picture = await rig[0].PictureAsync(image);
            Assert.Equal((Outcome.Static, Reason.Gone, 20), (picture.Outcome, picture.Reason, picture.Width));
            Assert.Equal("https://shop.example/default", (await rig[0].ClickAsync(click)).To.ToString());
        }
    }

    [Fact]
    public async Task Whoever_may_try_nothing_has_the_static_picture_at_once_and_a_pixel_where_nothing_is_known()
    {
        await using var rig = await OpenRig.StartAsync(Benches.Hero());
        var order = rig[0].Asked(LinkPurpose.Image, OpenRig.LinksOf((await rig[0].SendAsync("ann")).Html, 'i')[0]);
        var picture = rig[0].Pictures.Fallback(order, Reason.Overloaded);
        Assert.Equal((20, Reason.Overloaded, "hero"), (picture.Width, picture.Reason, picture.Slot));
        var other = rig[0].Pictures.Fallback(order with { Facts = order.Facts with { Slot = LinkName.Of("other") } }, Reason.Overloaded);
        Assert.Equal((1, PictureFormat.Png), (other.Width, other.Format));
    }

    [Fact]
    public async Task A_mail_that_follows_shows_the_current_version_and_a_pinned_one_its_own()
    {
        await using var follows = await OpenRig.StartAsync(Benches.Hero());
        await using var pinned = await OpenRig.StartAsync(Benches.Hero("    after_send: pinned"));
        foreach (var rig in new[] { follows, pinned })
        {
            rig.Crm.Put("ann", new { tier = "a" });
            var mail = await rig[0].SendAsync("ann");
            var image = OpenRig.LinksOf(mail.Html, 'i')[0];
            var before = await rig[0].PictureAsync(image);
            rig.Bench.Write("mail/a.svg", Benches.Scene(2));
            await rig.SwapAsync();
            var after = await rig[0].PictureAsync(image);
            Assert.Equal(ReferenceEquals(rig, pinned), OpenRig.PixelsOf(before.Bytes) == OpenRig.PixelsOf(after.Bytes));
            Assert.Equal(ReferenceEquals(rig, pinned), after.Version == mail.Version);
            Assert.Equal("a", after.Choice?.Variant);
        }
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_pinned_version_that_is_not_at_hand_is_fetched_and_else_the_current_one_is_shown(bool isKept)
    {
        await using var rig = await OpenRig.StartAsync(Benches.Hero("    after_send: pinned"));
        rig.Crm.Put("ann", new { tier = "a" });
        var mail = await rig[0].SendAsync("ann");
        rig.Older = isKept ? rig[0].Library.Find(WorkspaceName.Default, "mail", null).Template : null;

        // As after a restart: no earlier version is known.
        rig.Bench.Write("mail/a.svg", Benches.Scene(2));
        rig[0].Library.Put(rig.Bench.Load());
        var picture = await rig[0].PictureAsync(OpenRig.LinksOf(mail.Html, 'i')[0]);
        Assert.Equal((Outcome.Live, "a", isKept), (picture.Outcome, picture.Choice?.Variant, picture.Version == mail.Version));
    }

    [Fact]
    public async Task A_client_that_fetches_ahead_is_told_when_it_ends_and_not_how_long_is_left()
    {
        const string Asks = """{{ if !open.relative }}<circle r="9" fill="#123456"/>{{ end }}""";
        await using var rig = await OpenRig.StartAsync(Benches.Hero("    holds: 15m", files: ("mail/hero.svg", Benches.Scene(3, Asks))));
        await using var open = await OpenRig.StartAsync(Benches.Hero(files: ("mail/hero.svg", Benches.Scene(3, Asks))));
        Assert.False(await IsAlikeAsync(rig));
        Assert.True(await IsAlikeAsync(open));

        static async Task<bool> IsAlikeAsync(OpenRig rig)
        {
            rig.Crm.Put("ann", new { tier = "x" });
            var order = rig[0].Asked(LinkPurpose.Image, OpenRig.LinksOf((await rig[0].SendAsync("ann")).Html, 'i')[0]);
            var person = await rig[0].Pictures.ShowAsync(order with { Class = OpenClass.Person }, default);
            var ahead = await rig[0].Pictures.ShowAsync(order with { Class = OpenClass.Prefetch }, default);
            Assert.Equal((Outcome.Live, Outcome.Live), (person.Outcome, ahead.Outcome));
            return OpenRig.PixelsOf(person.Bytes) == OpenRig.PixelsOf(ahead.Bytes);
        }
    }

    [Fact]
    public async Task A_scene_shows_a_picture_that_lies_beside_the_template_and_none_of_elsewhere()
    {
        await using var plain = await OpenRig.StartAsync(Benches.Hero());
        var (_, grey) = await ShownAsync(plain, "x");
        var (_, red) = await ShownAsync(plain, "a");

        // The red scene with the grey picture over it.
        await using var rig = await OpenRig.StartAsync(Benches.Hero(files: ("mail/a.svg", Benches.Scene(0, """<image href="logo.png" width="10" height="10"/>"""))));
        rig.Bench.Write("mail/logo.png", grey.ToArray());
        await rig.SwapAsync();
        var (outcome, both) = await ShownAsync(rig, "a");
        Assert.Equal(Outcome.Live, outcome);
        Assert.NotEqual(OpenRig.PixelsOf(red), OpenRig.PixelsOf(both));

        static async Task<(Outcome Outcome, ReadOnlyMemory<byte> Bytes)> ShownAsync(OpenRig rig, string tier)
        {
            rig.Crm.Put(tier, new { tier });
            var picture = await rig[0].PictureAsync(OpenRig.LinksOf((await rig[0].SendAsync(tier)).Html, 'i')[0]);
            return (picture.Outcome, picture.Bytes);
        }
    }
}
