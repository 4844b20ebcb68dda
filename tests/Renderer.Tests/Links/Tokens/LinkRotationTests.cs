using Renderer.Links;
using Renderer.Links.Tokens;
using Renderer.Model;
using Xunit;

namespace Renderer.Tests.Links.Tokens;

public sealed class LinkRotationTests : IDisposable
{
    private readonly LinkBench bench = new();

    public LinkRotationTests() => bench.Clock.Advance(TimeSpan.FromMinutes(1));

    [Fact]
    public void The_newest_key_seals_and_every_listed_one_opens()
    {
        var tokens = new List<string>();
        for (var i = 0; i < 4; i++)
        {
            tokens.Add(bench.Tokens.Mint(LinkPurpose.Image, bench.Typical with { Decision = i }).Text);
            bench.Ring.Rotate();
            bench.Clock.Advance(KeyRing.ActiveAfter);
        }

        Assert.Equal(4, tokens.Select(KidOf).Distinct().Count());
        Assert.Equal([0, 1, 2, 3], tokens.Select(token => bench.Tokens.Open(LinkPurpose.Image, token)!.Decision));
    }

    [Fact]
    public void A_key_that_was_lost_and_put_back_opens_again()
    {
        var token = bench.Tokens.Mint(LinkPurpose.Image, bench.Typical).Text;
        bench.Ring.Rotate();
        bench.Clock.Advance(KeyRing.ActiveAfter);
        var file = Path.Combine(bench.Folder, $"seal-{KidOf(token):x8}.json");
        var backup = File.ReadAllBytes(file);

        File.Delete(file);
        bench.Clock.Advance(KeyRing.ReadEvery);
        Assert.Null(bench.Tokens.Open(LinkPurpose.Image, token));

        File.WriteAllBytes(file, backup);
        bench.Clock.Advance(KeyRing.ReadEvery);
        Assert.NotNull(bench.Tokens.Open(LinkPurpose.Image, token));
    }

    public void Dispose() => bench.Dispose();

    private static uint KidOf(string token)
    {
        var bytes = new byte[LinkCipher.MostBytes];
        Base32.TryDecode(token, bytes);
        return LinkCipher.KidOf(bytes);
    }
}
