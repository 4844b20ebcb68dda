using System.Diagnostics;
using System.Security.Cryptography;
using Renderer.Links.Tokens;
using Renderer.Model;
using Xunit;

namespace Renderer.Tests.Links.Tokens;

/// <summary>
/// 100,000 pairs of refused tokens, each pair timed back to back in random order, so that whatever the machine does hits both kinds alike.
/// The quartiles may differ by 5% of the median. A real difference is there in every round: the best of three rounds counts.
/// </summary>
public sealed class LinkTimingTests(ITestOutputHelper output) : IDisposable
{
    private const int Pairs = 100_000;
    private const int Different = 256;
    private const double Tolerance = 0.05;
    private const int Rounds = 3;

    private readonly LinkBench bench = new();

    [Theory]
    [InlineData("noise")]
    [InlineData("unknown key")]
    [InlineData("foreign purpose")]
    [InlineData("no base32")]
    public void A_forgery_that_looks_genuine_takes_as_long_as(string kind)
    {
        var (genuineLooking, other) = (Tokens("tag changed"), Tokens(kind));

        var difference = Smallest((genuine, i) => bench.Tokens.Open(LinkPurpose.Image, (genuine ? genuineLooking : other)[i % Different]) is null);

        output.WriteLine($"{kind}: {difference:P2} of the median");
        Assert.InRange(difference, 0, Tolerance);
    }

    [Fact]
    public void This_way_of_looking_finds_an_early_exit()
    {
        var (genuineLooking, other) = (Tokens("tag changed"), Tokens("no base32"));
        var bytes = new byte[LinkCipher.MostBytes];

        // What one would write without thinking: no need to decipher what is no base32.
        var difference = Smallest((genuine, i) =>
        {
            var token = (genuine ? genuineLooking : other)[i % Different];
            return !Base32.TryDecode(token, bytes) || bench.Tokens.Open(LinkPurpose.Image, token) is null;
        });

        Assert.True(difference > Tolerance, $"{difference:P2}");
    }

    public void Dispose() => bench.Dispose();

    private static double Smallest(Func<bool, int, bool> refuse)
    {
        Round(refuse, Pairs / 10);
        var smallest = double.MaxValue;
        for (var round = 0; round < Rounds && smallest > Tolerance; round++)
        {
            smallest = Math.Min(smallest, Round(refuse, Pairs));
        }

        return smallest;
    }

    private static double Round(Func<bool, int, bool> refuse, int pairs)
    {
        var (one, other) = (new long[pairs], new long[pairs]);
        var random = new Random(pairs);
        for (var i = 0; i < pairs; i++)
        {
            var first = random.Next(2) == 0;
            Time(refuse, first, i, first ? one : other);
            Time(refuse, !first, i, first ? other : one);
        }

        Array.Sort(one);
        Array.Sort(other);
        var quartiles = new[] { pairs / 4, pairs / 2, 3 * pairs / 4 };
        return quartiles.Max(at => Math.Abs(one[at] - other[at])) / (double)one[pairs / 2];
    }

    private static void Time(Func<bool, int, bool> refuse, bool genuine, int i, long[] times)
    {
        var from = Stopwatch.GetTimestamp();
        var refused = refuse(genuine, i);
        times[i] = Stopwatch.GetTimestamp() - from;
        Assert.True(refused);
    }

    /// <summary>All of one length.</summary>
    private string[] Tokens(string kind) => [.. Enumerable.Range(0, Different).Select(_ =>
    {
        var token = bench.Tokens.Mint(kind == "foreign purpose" ? LinkPurpose.Click : LinkPurpose.Image, bench.Typical).Text;
        var bytes = new byte[Base32.Bytes(token.Length)];
        Base32.TryDecode(token, bytes);
        switch (kind)
        {
            case "noise":
                RandomNumberGenerator.Fill(bytes);
                break;
            case "unknown key":
                RandomNumberGenerator.Fill(bytes.AsSpan(0, LinkCipher.KidBytes));
                break;
            case "tag changed":
                bytes[^1] ^= 1;
                break;
        }

        var text = token.ToCharArray();
        Base32.Encode(bytes, text);
        if (kind == "no base32")
        {
            text[7] = '!';
        }

        return new string(text);
    })];
}
