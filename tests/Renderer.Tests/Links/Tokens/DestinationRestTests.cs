using Renderer.Links.Tokens;
using Renderer.Model;
using Xunit;

namespace Renderer.Tests.Links.Tokens;

/// <summary>A destination that does not fit into its token rides beside it, and opens for that token alone.</summary>
public sealed class DestinationRestTests : IDisposable
{
    private readonly LinkBench bench = new();

    [Theory]
    [InlineData("https://shop.example/a?b=c&d=e#f")]
    [InlineData("http://shop.example/")]
    public void What_was_sealed_for_a_token_opens_with_it_in_either_case(string url)
    {
        var (token, rest) = Seal(url);
        Assert.Equal(url, bench.Tokens.OpenRest(token, rest).ToString());
        Assert.Equal(url, bench.Tokens.OpenRest(token.ToUpperInvariant(), rest).ToString());
        Assert.DoesNotContain(url[7..], rest, StringComparison.Ordinal);
        Assert.Matches("^[A-Za-z0-9_-]+$", rest);
    }

    [Fact]
    public void The_longest_destination_fits()
    {
        var (token, rest) = Seal("https://shop.example/" + new string('q', Destination.MaxLength - 21));
        Assert.InRange(rest.Length, Destination.MaxLength, DestinationRest.MaxLength);
        Assert.Equal(Destination.MaxLength, bench.Tokens.OpenRest(token, rest).ToString()!.Length);
    }

    [Fact]
    public void The_rest_of_another_token_does_not_open()
    {
        var (_, rest) = Seal("https://shop.example/a");
        var (other, _) = Seal("https://shop.example/a");
        Assert.Null(bench.Tokens.OpenRest(other, rest));
        Assert.Null(bench.Tokens.OpenRest("", rest));
        Assert.Null(bench.Tokens.OpenRest(new string('a', 500), rest));
    }

    [Fact]
    public void What_is_forged_cut_or_changed_does_not_open()
    {
        var (token, rest) = Seal("https://shop.example/a");
        Assert.All(Enumerable.Range(0, rest.Length), at =>
        {
            Assert.Null(bench.Tokens.OpenRest(token, rest.AsSpan(0, at)));

            // The last letter has bits that are not used.
            var changed = rest[..at] + (rest[at] == 'A' ? 'Q' : 'A') + rest[(at + 1)..];
            Assert.True(at == rest.Length - 1 || bench.Tokens.OpenRest(token, changed) is null);
        });
        Assert.Null(bench.Tokens.OpenRest(token, "https://evil.example/"));
        Assert.Null(bench.Tokens.OpenRest(token, new string('A', 20_000)));
        Assert.Null(bench.Tokens.OpenRest(token, "ä" + rest));
    }

    /// <summary>Also what an earlier version sealed without looking is looked at when it is opened.</summary>
    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("https://user:pass@shop.example/")]
    [InlineData("//shop.example/")]
    public void It_leads_where_a_click_may_and_nowhere_else(string url)
    {
        var token = bench.Tokens.Mint(LinkPurpose.Click, bench.Typical).Text;
        Assert.Null(bench.Tokens.OpenRest(token, bench.Tokens.SealRest(token, Destination.OfChecked(url))));
    }

    [Fact]
    public void A_rotation_keeps_old_rests_opening()
    {
        var (token, rest) = Seal("https://shop.example/a");
        bench.Ring.Rotate();
        bench.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.NotNull(bench.Tokens.OpenRest(token, rest));
    }

    public void Dispose() => bench.Dispose();

    private (string Token, string Sealed) Seal(string url)
    {
        var token = bench.Tokens.Mint(LinkPurpose.Click, bench.Typical).Text;
        return (token, bench.Tokens.SealRest(token, LinkBench.Url(url)));
    }
}
