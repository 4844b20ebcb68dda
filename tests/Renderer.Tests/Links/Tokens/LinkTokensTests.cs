using CsCheck;
using Renderer.Links;
using Renderer.Model;
using Xunit;

namespace Renderer.Tests.Links.Tokens;

public sealed class LinkTokensTests : IDisposable
{
    private static readonly Gen<string> Names = Gen.OneOf(
        Gen.String[Gen.Char["abcxyz019-_/. "], 1, 20], Gen.String[Gen.Char["abcxyz019"], 1, 128], Gen.String[Gen.Char["aßé漢"], 1, 64]);

    private readonly LinkBench bench = new("second");

    [Fact]
    public void What_was_minted_is_read_again() =>
        Gen.Select(Gen.OneOf(LinkBench.Purposes), Names, Names, Names, Gen.Int[-1, 5000], Gen.Int[0, 600_000]).Sample((purpose, template, message, slot, decision, minutes) =>
        {
            var facts = bench.Typical with
            {
                Template = LinkName.Of(template),
                Message = LinkName.Of(message),
                Slot = LinkName.Of(slot),
                Decision = decision < 0 ? null : decision,
                End = minutes == 0 ? null : bench.Typical.MadeAt + TimeSpan.FromMinutes(minutes),
            };
            var token = bench.Tokens.Mint(purpose, facts);
            return token.Text.Length <= LinkTokens.MaxLength && bench.Tokens.Open(purpose, token.Text) == facts;
        });

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(1, 0, 60)]
    [InlineData(0, 60, 60)]
    [InlineData(999_999, 60, 120)]
    [InlineData(0, 61, 120)]
    public void An_end_is_rounded_up_to_the_minute_and_never_comes_early(int microsAfterTheSecond, int seconds, int expected)
    {
        var second = bench.Typical.MadeAt;
        var madeAt = new Instant(second.Micros + microsAfterTheSecond);
        var facts = bench.Typical with { MadeAt = madeAt, End = madeAt + TimeSpan.FromSeconds(seconds) };
        var read = bench.Tokens.Open(LinkPurpose.Click, bench.Tokens.Mint(LinkPurpose.Click, facts).Text)!;

        Assert.Equal(second, read.MadeAt);
        Assert.Equal(second + TimeSpan.FromSeconds(expected), read.End);
    }

    [Fact]
    public void What_may_be_absent_stays_absent()
    {
        var bare = new LinkFacts { Workspace = LinkBench.Workspace("second"), MadeAt = bench.Typical.MadeAt };

        Assert.Equal(bare, bench.Tokens.Open(LinkPurpose.Web, bench.Tokens.Mint(LinkPurpose.Web, bare).Text));
    }

    [Fact]
    public void A_token_is_plain_letters_and_digits_in_either_case_and_in_no_mixed_one()
    {
        var token = bench.Tokens.Mint(LinkPurpose.Image, bench.Typical).Text;

        Assert.Matches("^[a-z2-7]{1,200}$", token);
        Assert.NotNull(bench.Tokens.Open(LinkPurpose.Image, token.ToUpperInvariant()));
        Assert.Null(bench.Tokens.Open(LinkPurpose.Image, token[..20].ToUpperInvariant() + token[20..]));
    }

    [Fact]
    public void The_same_link_never_looks_the_same() =>
        Assert.Equal(10_000, Enumerable.Range(0, 10_000).Select(_ => bench.Tokens.Mint(LinkPurpose.Image, bench.Typical).Text).Distinct().Count());

    [Fact]
    public void It_says_nothing_in_the_clear_but_its_key()
    {
        var tokens = Enumerable.Range(0, 200).Select(_ => bench.Tokens.Mint(LinkPurpose.Image, bench.Typical).Text).ToArray();

        // The first six characters are of the key id; key id and nonce end in the 26th.
        Assert.Single(tokens.Select(token => token[..6]).Distinct());
        Assert.All(Enumerable.Range(26, tokens[0].Length - 27), at => Assert.True(tokens.Select(token => token[at]).Distinct().Count() > 16));
    }

    [Fact]
    public void The_largest_link_fits_and_names_what_it_left_to_the_ledger()
    {
        Assert.Equal(LinkTokens.MaxLength, bench.Tokens.Mint(LinkPurpose.Click, bench.Largest).Text.Length);
        var token = bench.Tokens.Mint(LinkPurpose.Click, bench.Largest with { Destination = LinkBench.Url("https://shop.example/" + new string('x', 2000)) });
        var facts = bench.Tokens.Open(LinkPurpose.Click, token.Text)!;

        Assert.Equal(LinkRest.Message | LinkRest.Template | LinkRest.Destination, token.Left);
        Assert.Null(facts.Destination);
        Assert.Equal((bench.Largest.Message.Hash, bench.Largest.Template.Hash), (facts.Message.Hash, facts.Template.Hash));
        Assert.Equal(new string('t', 64), facts.Template.Among(["welcome", new string('t', 64)]));
        Assert.Equal("slot-name", facts.Slot.Text);
    }

    [Fact]
    public void A_destination_rides_before_the_names_that_can_be_found()
    {
        var facts = bench.Typical with { Slot = LinkName.Of("call-to-action"), Destination = LinkBench.Url("https://shop.example/sale?from=mail") };
        var token = bench.Tokens.Mint(LinkPurpose.Click, facts);

        Assert.Equal(LinkRest.Message | LinkRest.Slot, token.Left);
        Assert.Equal(facts, bench.Tokens.Open(LinkPurpose.Click, token.Text));
    }

    [Fact]
    public void A_person_rides_in_place_of_the_opaque_name_where_there_is_room()
    {
        var facts = new LinkFacts { Workspace = WorkspaceName.Default, MadeAt = bench.Typical.MadeAt, Recipient = bench.Typical.Recipient };
        foreach (var person in new[] { Identifier.Id("p0001"), Identifier.Email("ann@people.example"), new Identifier("customer_number", "C-1") })
        {
            var token = bench.Tokens.Mint(LinkPurpose.Recipient, facts with { Person = person });
            Assert.Equal((LinkRest.None, person, null), (token.Left, bench.Tokens.Open(LinkPurpose.Recipient, token.Text)!.Person!.Value, bench.Tokens.Open(LinkPurpose.Recipient, token.Text)!.Recipient));
        }

        var tooLong = bench.Tokens.Mint(LinkPurpose.Recipient, facts with { Person = Identifier.Id(new string('p', 128)) });
        Assert.Equal(LinkRest.Person, tooLong.Left);
        Assert.Equal(facts, bench.Tokens.Open(LinkPurpose.Recipient, tooLong.Text));
    }

    [Fact]
    public void Many_threads_may_mint_and_open_at_once()
    {
        var seen = new System.Collections.Concurrent.ConcurrentDictionary<string, int>();
        Parallel.For(0, 20_000, i =>
        {
            var token = bench.Tokens.Mint(LinkPurpose.Pixel, bench.Typical with { Decision = i }).Text;
            Assert.True(seen.TryAdd(token, i));
            Assert.Equal(i, bench.Tokens.Open(LinkPurpose.Pixel, token)!.Decision);
        });
    }

    [Fact]
    public void Nothing_of_it_is_printed()
    {
        var token = bench.Tokens.Mint(LinkPurpose.Image, bench.Typical);

        Assert.Equal(("***", "link of default"), ($"{token}", $"{bench.Typical}"));
    }

    public void Dispose() => bench.Dispose();
}
