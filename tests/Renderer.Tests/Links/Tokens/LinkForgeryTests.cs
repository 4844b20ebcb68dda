using Renderer.Links;
using Renderer.Links.Tokens;
using Renderer.Model;
using Xunit;

namespace Renderer.Tests.Links.Tokens;

/// <summary>Tokens that are not ours, of every kind: 100,000, a million with <c>RENDERER_LONG=1</c>.</summary>
public sealed class LinkForgeryTests : IDisposable
{
    private static readonly string[] Kinds =
        ["noise", "forged", "truncated", "longer", "bit of the text", "bit of the bytes", "foreign purpose", "foreign workspace", "foreign ring", "mixed case"];

    private readonly LinkBench bench = new();
    private readonly LinkBench elsewhere = new();
    private readonly LinkTokens abroad;

    public LinkForgeryTests() => abroad = new LinkTokens(bench.Ring, [LinkBench.Workspace("abroad")]);

    private static int Count => Environment.GetEnvironmentVariable("RENDERER_LONG") == "1" ? 1_000_000 : 100_000;

    [Fact]
    public void None_of_a_sweep_of_forged_tokens_is_accepted()
    {
        var accepted = new int[Kinds.Length];
        var tried = new int[Kinds.Length];
        Parallel.For(0, Count, i =>
        {
            var kind = i % Kinds.Length;
            var random = new Random(i);
            var (purpose, token) = Forge(Kinds[kind], random);
            Interlocked.Increment(ref tried[kind]);
            if (bench.Tokens.Open(purpose, token) is not null)
            {
                Interlocked.Increment(ref accepted[kind]);
            }
        });

        Assert.All(tried, number => Assert.Equal(Count / Kinds.Length, number));
        Assert.Equal(new int[Kinds.Length], accepted);
    }

    [Fact]
    public void Every_single_bit_of_a_token_counts()
    {
        var token = bench.Tokens.Mint(LinkPurpose.Click, bench.Typical).Text;
        var refused = 0;
        for (var at = 0; at < token.Length; at++)
        {
            for (var bit = 0; bit < 16; bit++)
            {
                var text = token.ToCharArray();
                text[at] ^= (char)(1 << bit);
                refused += bench.Tokens.Open(LinkPurpose.Click, text) is null ? 1 : 0;
            }
        }

        Assert.Equal(token.Length * 16, refused);
        Assert.NotNull(bench.Tokens.Open(LinkPurpose.Click, token));
    }

    [Fact]
    public void Every_length_is_refused_but_its_own()
    {
        var token = bench.Tokens.Mint(LinkPurpose.Click, bench.Typical).Text;

        Assert.All(Enumerable.Range(0, token.Length), length => Assert.Null(bench.Tokens.Open(LinkPurpose.Click, token.AsSpan(0, length))));
        Assert.All(Enumerable.Range(1, 300), more => Assert.Null(bench.Tokens.Open(LinkPurpose.Click, token + new string('a', more))));
    }

    [Fact]
    public void A_token_of_one_workspace_is_refused_where_another_is_meant()
    {
        using var two = new LinkBench("second");
        var token = two.Tokens.Mint(LinkPurpose.Recipient, two.Typical).Text;

        Assert.NotNull(two.Tokens.Open(LinkPurpose.Recipient, token, WorkspaceName.Default));
        Assert.Null(two.Tokens.Open(LinkPurpose.Recipient, token, LinkBench.Workspace("second")));
    }

    [Fact]
    public void The_ring_s_own_seal_is_no_token() =>
        Assert.All(LinkBench.Purposes, purpose =>
        {
            var bytes = bench.Ring.Seal($"link/1/{purpose.Label()}", new byte[60]);
            Assert.Null(bench.Tokens.Open(purpose, Text(bytes)));
            Assert.Null(bench.Tokens.Open(purpose, Text(bytes[1..])));
        });

    public void Dispose()
    {
        bench.Dispose();
        elsewhere.Dispose();
    }

    private (LinkPurpose Purpose, string Token) Forge(string kind, Random random)
    {
        var purpose = LinkBench.Purposes[random.Next(LinkBench.Purposes.Length)];
        var facts = bench.Typical with { Decision = random.Next(100) };
        var genuine = bench.Tokens.Mint(purpose, facts).Text;
        return (purpose, kind switch
        {
            "noise" => Text(Noise(random, random.Next(0, 126))),
            "forged" => Changed(genuine, bytes => random.NextBytes(bytes.AsSpan(LinkCipher.KidBytes))),
            "truncated" => genuine[..random.Next(genuine.Length)],
            "longer" => genuine + Text(Noise(random, random.Next(1, 20))),
            "bit of the text" => FlipCharacter(genuine, random),
            "bit of the bytes" => Changed(genuine, bytes => bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8))),
            "foreign purpose" => bench.Tokens.Mint(LinkBench.Purposes.Where(other => other != purpose).ElementAt(random.Next(LinkBench.Purposes.Length - 1)), facts).Text,
            "foreign workspace" => abroad.Mint(purpose, facts with { Workspace = LinkBench.Workspace("abroad") }).Text,
            "foreign ring" => elsewhere.Tokens.Mint(purpose, facts).Text,
            _ => genuine[..(genuine.Length / 2)].ToUpperInvariant() + genuine[(genuine.Length / 2)..],
        });
    }

    private static byte[] Noise(Random random, int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }

    private static string FlipCharacter(string token, Random random)
    {
        var text = token.ToCharArray();
        text[random.Next(text.Length)] ^= (char)(1 << random.Next(7));
        return new string(text);
    }

    private static string Changed(string token, Action<byte[]> change)
    {
        var bytes = new byte[Base32.Bytes(token.Length)];
        Assert.True(Base32.TryDecode(token, bytes));
        change(bytes);
        return Text(bytes);
    }

    private static string Text(byte[] bytes)
    {
        var text = new char[Base32.Characters(bytes.Length)];
        Base32.Encode(bytes, text);
        return new string(text);
    }
}
