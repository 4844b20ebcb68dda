using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using Renderer.Model;
using Renderer.Tests.Templates;
using Xunit;

namespace Renderer.Tests.Messages.Opens;

/// <summary>
/// Many messages, each looked at, clicked, asked for its AMP lists and read in the web in any order on three nodes, while people and the template change: each policy keeps its
/// promise, and no picture differs from its link. <c>RENDERER_LONG=1</c> takes 10,000 messages.
/// </summary>
public sealed partial class AgreementTests
{
    private static readonly string[] Tiers = ["a", "b", "c", "none"];
    private static readonly DecisionPolicy[] Policies = Enum.GetValues<DecisionPolicy>();

    [Fact]
    public async Task Whatever_is_opened_in_whatever_order_tells_one_story()
    {
        var messages = Environment.GetEnvironmentVariable("RENDERER_LONG") == "1" ? 10_000 : 240;
        await using var rig = await OpenRig.StartAsync(Bench(), nodes: 3);
        var pictures = new ConcurrentDictionary<(string Version, string Slot, string Variant), string>();
        using var over = new CancellationTokenSource();
        var changing = ChangeAsync(rig, over.Token);
        await Parallel.ForEachAsync(
            Enumerable.Range(0, messages), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (number, _) => await TellAsync(rig, number, pictures));
        await over.CancelAsync();
        await changing;

        // Each variant of each slot looks different.
        Assert.All(pictures.GroupBy(picture => (picture.Key.Version, picture.Key.Slot)), slot =>
            Assert.Equal(slot.Count(), slot.Select(picture => picture.Value).Distinct().Count()));
        Assert.InRange(pictures.Count, Policies.Length * Tiers.Length, 10_000);
    }

    private static async Task TellAsync(OpenRig rig, int number, ConcurrentDictionary<(string Version, string Slot, string Variant), string> pictures)
    {
        var random = new Random(number);
        var person = $"p{number}";
        rig.Crm.Put(person, new { tier = random.GetItems(Tiers, 1)[0], n = "x" });
        var mail = await rig[random.Next(3)].SendAsync(person, number % 2 == 0 ? $"m{number}" : null);
        var (images, clicks, web) = (OpenRig.LinksOf(mail.Html, 'i'), OpenRig.LinksOf(mail.Html, 'c'), OpenRig.LinksOf(mail.Html, 'w')[0]);
        var stories = Policies.Select((policy, slot) => new Story(policy, mail.Decisions.First(decision => decision.Block == $"s{slot}").Variant)).ToArray();
        var lists = OpenRig.LinksOf(mail.Amp, 'a');
        Assert.Equal((stories.Length, stories.Length, stories.Length), (images.Count, clicks.Count, lists.Count));
        for (var step = 0; step < 14; step++)
        {
            if (random.Next(4) == 0)
            {
                rig.Crm.Put(person, new { tier = random.GetItems(Tiers, 1)[0], n = "x" });
                foreach (var each in rig.Nodes)
                {
                    await each.Profiles.ExpireAsync(person);
                }
            }

            var (node, slot) = (rig[random.Next(3)], random.Next(stories.Length));
            switch (random.Next(6))
            {
                case 2:
                    var data = await node.AmpAsync(lists[slot]);
                    Assert.Equal((Outcome.Live, Reason.None), (data.Outcome, data.Reason));
                    Assert.Equal($$"""{"items":[{"slot":{{slot}},"variant":"{{data.Choice!.Value.Variant}}"}]}""", System.Text.Encoding.UTF8.GetString(data.Body.Span));
                    stories[slot].Seen(data.Choice.Value.Variant);
                    break;
                case 0:
                    stories[slot].Clicked(VariantOf((await node.ClickAsync(clicks[slot])).To, slot));
                    break;
                case 1:
                    var page = await node.WebAsync(web);
                    var alts = Alt().Matches(System.Text.Encoding.UTF8.GetString(page.Html!.Value.Span)).Select(match => match.Groups["variant"].Value).ToArray();
                    Assert.Equal(stories.Length, alts.Length);
                    for (var i = 0; i < alts.Length; i++)
                    {
                        stories[i].Seen(alts[i]);
                    }

                    break;
                default:
                    var picture = await node.PictureAsync(images[slot]);
                    Assert.Equal((Outcome.Live, Reason.None), (picture.Outcome, picture.Reason));
                    var variant = picture.Choice!.Value.Variant;
                    var pixels = OpenRig.PixelsOf(picture.Bytes);
                    Assert.Equal(pixels, pictures.GetOrAdd((picture.Version, picture.Slot, variant), pixels));
                    stories[slot].Seen(variant);
                    break;
            }
        }
    }

    private static async Task ChangeAsync(OpenRig rig, CancellationToken over)
    {
        for (var version = 1; !over.IsCancellationRequested; version++)
        {
            rig.Bench.Write("mail/template.yaml", Yaml(version));
            await rig.SwapAsync();
            await Task.Delay(TimeSpan.FromMilliseconds(200), CancellationToken.None);
        }
    }

    private static string VariantOf(Destination? to, int slot)
    {
        var match = To().Match(to.ToString()!);
        Assert.Equal($"{slot}", match.Groups["slot"].Value);
        return match.Groups["variant"].Value;
    }

    private static Workbench Bench() => Workbench.Mail(
        "<p>" + string.Concat(Policies.Select((_, slot) => $$$"""{{ image "s{{{slot}}}" }}""")) + """<a href="{{ web_link }}">web</a></p>""",
        [
            ("mail/template.yaml", Yaml(0)),
            ("mail/body.amp.html", string.Concat(Policies.Select((_, slot) =>
                $$$"""<amp-list src="{{ amp_link "s{{{slot}}}" }}" layout="fixed-height" height="9"><template type="amp-mustache">{{variant}}</template></amp-list>"""))),
            .. Tiers.Select((tier, color) => ($"mail/{tier}.svg", Benches.Scene(color))),
            .. from tier in Tiers
               from slot in Enumerable.Range(0, Policies.Length)
               select ($"mail/{tier}{slot}.json", $$"""{"items":[{"slot":{{slot}},"variant":"{{(tier == "none" ? "default" : tier)}}"}]}"""),
        ]);

    /// <summary>Each version has its variants in another order.</summary>
    private static string Yaml(int version)
    {
        var yaml = new System.Text.StringBuilder($"subject: Version {version}\nlimits: {{ms: 10000}}\nimages:\n");
        for (var slot = 0; slot < Policies.Length; slot++)
        {
            yaml.Append(CultureInfo.InvariantCulture, $"  s{slot}:\n    scene: none.svg\n    alt: alt-default\n    link: https://shop.example/{slot}/default\n    scale: 1\n    decision: {Policies[slot].Label()}\n    variants:\n");
            for (var i = 0; i < 3; i++)
            {
                var tier = Tiers[(i + version) % 3];
                yaml.Append(CultureInfo.InvariantCulture, $"      - {{name: {tier}, rule: profile.tier == '{tier}', scene: {tier}.svg, alt: alt-{tier}, link: \"https://shop.example/{slot}/{tier}\"}}\n");
            }
        }

        // The data of the AMP part has the names of the pictures: one decision for both.
        yaml.Append("amp_data:\n");
        for (var slot = 0; slot < Policies.Length; slot++)
        {
            yaml.Append(CultureInfo.InvariantCulture, $"  s{slot}: {{file: none{slot}.json, variants: [{string.Join(", ", Tiers[..3].Select(tier => $"{{name: {tier}, file: {tier}{slot}.json}}"))}]}}\n");
        }

        return yaml.ToString();
    }

    /// <summary>What one person saw of one slot so far, and what they may see next.</summary>
    private sealed class Story(DecisionPolicy policy, string sent)
    {
        private string? last;
        private string? held = policy == DecisionPolicy.FreezeAtSend ? sent : null;

        public void Seen(string variant)
        {
            Assert.True(held is null || held == variant, $"{policy}: {variant} is seen, and {held} was to hold");
            held ??= policy == DecisionPolicy.FreezeAtFirstOpen ? variant : null;
            last = variant;
        }

        public void Clicked(string variant)
        {
            if (policy is DecisionPolicy.Always or DecisionPolicy.UntilClick)
            {
                Assert.True((held ?? last ?? sent) == variant, $"{policy}: a click leads to {variant}, and {held ?? last ?? sent} was seen");
                last = variant;
                held = policy == DecisionPolicy.UntilClick ? variant : null;
            }
            else
            {
                Seen(variant);
            }
        }
    }

    [GeneratedRegex("alt=\"alt-(?<variant>[a-z]+)\"", RegexOptions.NonBacktracking)]
    private static partial Regex Alt();

    [GeneratedRegex("^https://shop\\.example/(?<slot>[0-9])/(?<variant>[a-z]+)$", RegexOptions.NonBacktracking)]
    private static partial Regex To();
}
