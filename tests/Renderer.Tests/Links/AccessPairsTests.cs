using Microsoft.Extensions.Time.Testing;
using Renderer.Links;
using Renderer.Tests.Infrastructure;
using Xunit;

namespace Renderer.Tests.Links;

public sealed class AccessPairsTests : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly FakeTimeProvider clock = new();
    private readonly KeyRing keys;
    private readonly AccessPairs pairs;

    public AccessPairsTests()
    {
        keys = KeyRing.Open(folder.Path, clock, create: true);
        pairs = new AccessPairs(keys);
    }

    [Fact]
    public void The_secret_follows_from_the_id_on_every_node_that_shares_the_directory()
    {
        var made = pairs.Make("0123456789ab");
        using var other = KeyRing.Open(folder.Path, clock, create: false);

        Assert.Matches("^RNDR[0-9A-F]{20}$", made.AccessKeyId);
        Assert.Matches("^[A-Za-z0-9+/]{40}$", made.Secret);
        Assert.True(new AccessPairs(other).TryRead(made.AccessKeyId, out var name, out var secret));
        Assert.Equal(("0123456789ab", made.Secret), (name, secret));
    }

    [Fact]
    public void Every_id_has_a_secret_of_its_own() =>
        Assert.Equal(256, Enumerable.Range(0, 256).Select(i => pairs.Make($"0123456789{i:x2}").Secret).Distinct().Count());

    [Fact]
    public void A_pair_outlives_the_rotation_of_its_key()
    {
        var old = pairs.Make("0123456789ab");
        clock.Advance(KeyRing.ActiveAfter);
        keys.Rotate();
        clock.Advance(KeyRing.ActiveAfter);
        var made = pairs.Make("0123456789ab");

        Assert.NotEqual(old.AccessKeyId[..12], made.AccessKeyId[..12]);
        Assert.NotEqual(old.Secret, made.Secret);
        Assert.True(pairs.TryRead(old.AccessKeyId, out _, out var secret));
        Assert.Equal(old.Secret, secret);
    }

    [Theory]
    [InlineData("")]
    [InlineData("AKIAIOSFODNN7EXAMPLE")]
    [InlineData("RNDR00000000000000000000")]
    [InlineData("RNDR0000000G000000000000")]
    [InlineData("RNDR 0000000000000000000")]
    public void What_is_no_id_of_ours_has_no_secret(string id) => Assert.False(pairs.TryRead(id, out _, out _));

    [Fact]
    public void An_id_changed_anywhere_has_another_secret_or_none()
    {
        var made = pairs.Make("0123456789ab");
        foreach (var at in Enumerable.Range(4, 20))
        {
            var forged = made.AccessKeyId.ToCharArray();
            forged[at] = forged[at] == '0' ? '1' : '0';
            Assert.False(pairs.TryRead(new string(forged), out _, out var secret) && secret == made.Secret);
        }
    }

    [Fact]
    public void A_pair_that_is_printed_says_nothing_of_its_secret() =>
        Assert.DoesNotContain(pairs.Make("0123456789ab").Secret, pairs.Make("0123456789ab").ToString(), StringComparison.Ordinal);

    public void Dispose()
    {
        keys.Dispose();
        folder.Dispose();
    }
}
