using Renderer.Links;
using Renderer.Messages.Decisions;
using Renderer.Model;
using Renderer.Tests.Infrastructure;
using Xunit;

namespace Renderer.Tests.Messages.Decisions;

/// <summary>One decision for each slot of a message, whichever door asks, on whichever node, and whatever can be reached.</summary>
public sealed class SlotDecisionsTests : IDisposable
{
    private static readonly string[] Variants = ["a", "b", "c", "default"];

    private readonly TempFolder folder = new();
    private readonly KeyRing ring;
    private readonly SharedClaims redis = new();
    private readonly SharedClaims ledger = new();
    private readonly SlotDecisions[] nodes;

    public SlotDecisionsTests()
    {
        ring = KeyRing.Open(folder.File("keys"), TimeProvider.System, create: true);
        nodes = [.. Enumerable.Range(0, 3).Select(_ => new SlotDecisions([redis, ledger], ring))];
    }

    [Fact]
    public async Task What_was_sent_holds_where_the_author_says_so_and_costs_no_question()
    {
        Assert.Equal(("b", SlotHold.Sent), await LookAsync(0, Question(DecisionPolicy.FreezeAtSend) with { Sent = "b" }, "a"));
        Assert.Equal(("b", SlotHold.Sent), await ClickAsync(1, Question(DecisionPolicy.FreezeAtSend) with { Sent = "b" }, "c"));
        Assert.Equal(0, redis.Count + ledger.Count);

        // A variant that is no more is decided anew, once.
        Assert.Equal(("a", SlotHold.Claimed), await LookAsync(0, Question(DecisionPolicy.FreezeAtSend) with { Sent = "gone" }, "a"));
        Assert.Equal(("a", SlotHold.Claimed), await LookAsync(1, Question(DecisionPolicy.FreezeAtSend) with { Sent = "gone" }, "b"));
    }

    [Fact]
    public async Task The_first_look_decides_for_all_nodes_doors_and_times()
    {
        var question = Question(DecisionPolicy.FreezeAtFirstOpen) with { Sent = "c" };
        Assert.Equal(("a", SlotHold.Claimed), await LookAsync(0, question, "a"));
        Assert.Equal(("a", SlotHold.Claimed), await LookAsync(1, question, "b"));
        Assert.Equal(("a", SlotHold.Claimed), await ClickAsync(2, question, "c"));
        Assert.Equal(("b", SlotHold.Claimed), await LookAsync(1, question with { Message = 2 }, "b"));
    }

    [Theory, InlineData(DecisionPolicy.FreezeAtFirstOpen), InlineData(DecisionPolicy.FreezeAtSend)]
    public async Task Of_looks_at_the_same_instant_all_show_what_the_first_decided(DecisionPolicy policy)
    {
        for (var message = 1UL; message <= 300; message++)
        {
            var question = Question(policy) with { Message = message };
            redis.IsAway = message % 3 == 0;
            var shown = await Task.WhenAll(Enumerable.Range(0, 6).Select(n => Task.Run(() => LookAsync(n % 3, question, Variants[n % 3]))));
            Assert.Single(shown.Distinct());
            redis.IsAway = false;
            Assert.Equal(shown[0], await ClickAsync(0, question, "default"));
        }
    }

    /// <summary>The link of one node to Redis rests while the others claim there.</summary>
    [Theory, InlineData(DecisionPolicy.FreezeAtFirstOpen), InlineData(DecisionPolicy.FreezeAtSend)]
    public async Task A_node_that_cannot_reach_the_quicker_place_decides_with_the_others(DecisionPolicy policy)
    {
        var apart = new SharedClaims { IsAway = true };
        nodes[1] = new SlotDecisions([apart, ledger], ring);
        for (var message = 1UL; message <= 300; message++)
        {
            var question = Question(policy) with { Message = message };
            var shown = await Task.WhenAll(Enumerable.Range(0, 2).Select(n => Task.Run(() => LookAsync(n, question, Variants[n]))));
            Assert.Equal(shown[0], shown[1]);
            Assert.Equal(shown[0], await LookAsync(2, question, "c"));
            Assert.Equal(shown[0], await LookAsync(1, question, "c"));

            // Also where the quicker place alone is in reach later.
            ledger.IsAway = true;
            Assert.Equal(shown[0], await ClickAsync(2, question, "c"));
            ledger.IsAway = false;
        }
    }

    [Fact]
    public async Task Who_was_first_in_the_slower_place_corrects_the_quicker_one()
    {
        var question = Question(DecisionPolicy.FreezeAtFirstOpen);
        nodes[1] = new SlotDecisions([ledger], ring);
        Assert.Equal(("b", SlotHold.Claimed), await LookAsync(1, question, "b"));

        // The others did not hear of it yet when they looked for it, and claim.
        var blind = new BlindClaims(ledger);
        nodes[0] = new SlotDecisions([redis, blind], ring);
        Assert.Equal(("b", SlotHold.Claimed), await LookAsync(0, question, "a"));
        ledger.IsAway = true;
        Assert.Equal(("b", SlotHold.Claimed), await LookAsync(2, question, "c"));
    }

    [Fact]
    public async Task Until_a_click_each_look_decides_anew_and_then_what_was_clicked_holds()
    {
        var question = Question(DecisionPolicy.UntilClick) with { Sent = "c" };
        Assert.Equal(("a", SlotHold.Claimed), await LookAsync(0, question, "a"));
        Assert.Equal(("b", SlotHold.Claimed), await LookAsync(1, question, "b"));
        Assert.Equal(("b", SlotHold.Claimed), await LookAsync(2, question, "b"));
        Assert.Equal(("b", SlotHold.Claimed), await ClickAsync(2, question, "c"));
        Assert.Equal(("b", SlotHold.Claimed), await LookAsync(0, question, "a"));
        Assert.Equal(("b", SlotHold.Claimed), await ClickAsync(1, question, "c"));

        // Without a look the mail itself is what was seen.
        Assert.Equal(("c", SlotHold.Claimed), await ClickAsync(1, question with { Message = 2 }, "a"));
        Assert.Equal(("c", SlotHold.Claimed), await LookAsync(0, question with { Message = 2 }, "b"));
    }

    [Fact]
    public async Task Always_anew_and_a_click_leads_to_what_was_shown_last()
    {
        var question = Question(DecisionPolicy.Always);
        foreach (var now in new[] { "a", "b", "a", "c", "c", "a" })
        {
            Assert.Equal((now, SlotHold.Claimed), await LookAsync(0, question, now));
            Assert.Equal((now, SlotHold.Claimed), await ClickAsync(1, question, "default"));
        }

        // It changes so often as a decision may change, and then holds.
        for (var i = 0; i < SlotDecisions.Most + 10; i++)
        {
            await LookAsync(2, question, Variants[i % 2]);
        }

        var last = await LookAsync(1, question, "c");
        Assert.Equal(last, await ClickAsync(0, question, "b"));
    }

    [Fact]
    public async Task With_neither_place_in_reach_all_nodes_say_the_same_by_the_link_alone()
    {
        (redis.IsAway, ledger.IsAway) = (true, true);
        foreach (var policy in Enum.GetValues<DecisionPolicy>().Except([DecisionPolicy.FreezeAtSend]))
        {
            for (var node = 0; node < 3; node++)
            {
                Assert.Equal(("default", SlotHold.Static), await LookAsync(node, Question(policy), Variants[node]));
                Assert.Equal(("c", SlotHold.Static), await LookAsync(node, Question(policy) with { Sent = "c" }, Variants[node]));
                Assert.Equal(("c", SlotHold.Static), await ClickAsync(node, Question(policy) with { Sent = "c" }, Variants[node]));
            }
        }

        Assert.Equal(Outcome.Static, (await nodes[0].LookAsync(Question(DecisionPolicy.Always), _ => new(new SlotChoice("a", null)), default)).Outcome);
    }

    [Fact]
    public async Task What_could_not_be_asked_is_not_claimed()
    {
        var question = Question(DecisionPolicy.FreezeAtFirstOpen);
        Assert.Equal(("default", SlotHold.Static), await LookAsync(0, question, null));
        Assert.Equal(("a", SlotHold.Claimed), await LookAsync(1, question, "a"));
        Assert.Equal(("a", SlotHold.Claimed), await LookAsync(1, question, null));
    }

    /// <summary>10,000 messages, opened in random order on three nodes while profile and template change and one of the places is away now and then.</summary>
    [Fact]
    public async Task No_picture_differs_from_its_link_whatever_happens_meanwhile()
    {
        var random = new Random(7);
        for (var message = 1UL; message <= 10_000; message++)
        {
            var policy = (DecisionPolicy)(message % 4);
            var question = Question(policy) with { Message = message, Sent = random.Next(2) == 0 ? "c" : null };
            string? shown = null, clicked = null;
            var weak = message % 2 == 0 ? redis : ledger;
            for (var step = 0; step < 6; step++)
            {
                weak.IsAway = random.Next(5) == 0;
                var now = Variants[random.Next(3)];
                if (random.Next(3) > 0)
                {
                    // A version that lacks the variant: what it shows instead holds from then on.
                    var isOther = policy != DecisionPolicy.FreezeAtSend && random.Next(30) == 0;
                    var look = await LookAsync(random.Next(3), isOther ? question with { Variants = ["b", "default"] } : question, isOther ? "b" : now);
                    clicked = isOther ? null : clicked;
                    Assert.Equal(clicked is not null && policy == DecisionPolicy.UntilClick ? clicked : look.Variant, look.Variant);
                    var isFrozen = policy is DecisionPolicy.FreezeAtFirstOpen or DecisionPolicy.FreezeAtSend;
                    Assert.Equal(isFrozen && !isOther && shown is not null ? shown : look.Variant, look.Variant);
                    shown = look.Variant;
                }
                else
                {
                    var click = await ClickAsync(random.Next(3), question, now);
                    Assert.Equal(shown ?? click.Variant, click.Variant);
                    (shown, clicked) = (click.Variant, click.Variant);
                }
            }

            weak.IsAway = false;
        }
    }

    /// <summary>A place of which this node has not heard yet what others claimed.</summary>
    private sealed class BlindClaims(IClaims place) : IClaims
    {
        public ValueTask<byte[]?> FindAsync(Claim claim, CancellationToken cancellationToken) => new((byte[]?)null);

        public ValueTask<byte[]> ClaimAsync(Claim claim, byte[] value, CancellationToken cancellationToken) => place.ClaimAsync(claim, value, cancellationToken);

        public ValueTask<byte[]?> ClaimNowAsync(Claim claim, byte[] value, CancellationToken cancellationToken) => place.ClaimNowAsync(claim, value, cancellationToken);
    }

    public void Dispose()
    {
        ring.Dispose();
        folder.Dispose();
    }

    private async Task<(string Variant, SlotHold Hold)> LookAsync(int node, SlotQuestion question, string? now)
    {
        var decision = await nodes[node].LookAsync(question, _ => new(now is null ? null : new SlotChoice(now, "segment-" + now)), default);
        return (decision.Choice.Variant, decision.Hold);
    }

    private async Task<(string Variant, SlotHold Hold)> ClickAsync(int node, SlotQuestion question, string? now)
    {
        var decision = await nodes[node].ClickAsync(question, _ => new(now is null ? null : new SlotChoice(now, "segment-" + now)), default);
        return (decision.Choice.Variant, decision.Hold);
    }

    private static SlotQuestion Question(DecisionPolicy policy) => new()
    {
        Workspace = WorkspaceName.Default,
        Person = "person",
        Message = 1,
        Template = "welcome",
        Slot = "hero",
        Policy = policy,
        Variants = Variants,
        Default = "default",
    };
}
