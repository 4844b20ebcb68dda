using Microsoft.Extensions.Time.Testing;
using Renderer.Links;
using Renderer.Tests.Infrastructure;
using Xunit;

namespace Renderer.Tests.Links;

public sealed class KeyRotationTests : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly FakeTimeProvider clock = new(DateTimeOffset.UnixEpoch.AddYears(56));

    public KeyRotationTests()
    {
        Open().Dispose();
        clock.Advance(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public void A_retired_key_still_opens_and_still_looks_up()
    {
        using var keys = Open();
        var (bytes, name) = (keys.Seal("cache", "x"u8), keys.Opaque("person", "ann"));

        keys.Rotate();
        clock.Advance(KeyRing.ActiveAfter);

        Assert.NotNull(keys.Open("cache", bytes));
        Assert.NotEqual(name, keys.Opaque("person", "ann"));
        Assert.Equal([keys.Opaque("person", "ann"), name], keys.OpaqueEach("person", "ann"));
    }

    [Fact]
    public void A_retired_key_never_seals()
    {
        using var keys = Open();
        var old = KidOf(keys);

        keys.Rotate();
        clock.Advance(KeyRing.ActiveAfter);

        Assert.All(Enumerable.Range(0, 100), _ => Assert.NotEqual(old, KidOf(keys)));
    }

    [Fact]
    public void A_new_key_seals_only_after_every_node_had_the_time_to_read_it()
    {
        using var keys = Open();
        var (old, oldName) = (KidOf(keys), keys.Opaque("person", "ann"));

        keys.Rotate();
        clock.Advance(KeyRing.ActiveAfter - TimeSpan.FromMilliseconds(1));
        Assert.Equal(old, KidOf(keys));
        Assert.Equal(oldName, keys.Opaque("person", "ann"));
        Assert.Equal(oldName, keys.OpaqueEach("person", "ann")[0]);
        Assert.Equal(2, keys.OpaqueEach("person", "ann").Count);

        clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.NotEqual(old, KidOf(keys));
    }

    [Fact]
    public void Two_nodes_with_one_directory_never_lose_each_others_values_over_a_rotation()
    {
        using var one = Open();
        using var two = Open();
        one.Rotate();

        for (var step = 0; step < 20; step++)
        {
            Assert.NotNull(two.Open("cache", one.Seal("cache", "x"u8)));
            Assert.NotNull(one.Open("cache", two.Seal("cache", "x"u8)));
            Assert.Contains(one.Opaque("person", "ann"), two.OpaqueEach("person", "ann"));
            Assert.Contains(two.Opaque("person", "ann"), one.OpaqueEach("person", "ann"));
            clock.Advance(TimeSpan.FromMilliseconds(500));
        }

        Assert.Equal(KidOf(one), KidOf(two));
    }

    [Fact]
    public void A_node_whose_clock_is_two_seconds_behind_opens_what_the_other_seals()
    {
        var behind = new FakeTimeProvider(clock.GetUtcNow() - TimeSpan.FromSeconds(2));
        using var one = Open();
        using var two = KeyRing.Open(folder.Path, behind, create: true);
        one.Rotate();
        clock.Advance(KeyRing.ActiveAfter);
        behind.Advance(KeyRing.ActiveAfter);

        Assert.NotNull(two.Open("cache", one.Seal("cache", "x"u8)));
        Assert.NotNull(one.Open("cache", two.Seal("cache", "x"u8)));
        Assert.NotEqual(KidOf(one), KidOf(two));
    }

    [Fact]
    public void An_unknown_key_is_looked_for_in_the_directory_at_once()
    {
        // Its clock moves by less than the time between two readings: no timer helps it.
        var slow = new FakeTimeProvider(clock.GetUtcNow());
        using var keys = Open();
        using var late = KeyRing.Open(folder.Path, slow, create: true);
        keys.Rotate();
        clock.Advance(KeyRing.ActiveAfter);
        slow.Advance(KeyRing.LeastBetweenReads);

        Assert.Single(late.OpaqueEach("person", "ann"));
        Assert.NotNull(late.Open("cache", keys.Seal("cache", "x"u8)));
        Assert.Equal(2, late.OpaqueEach("person", "ann").Count);
    }

    [Fact]
    public void Forged_key_ids_do_not_make_it_read_the_directory_each_time()
    {
        using var keys = Open();
        clock.Advance(KeyRing.LeastBetweenReads);
        var bytes = keys.Seal("cache", "x"u8);
        bytes[1] ^= 1;
        Assert.Null(keys.Open("cache", bytes));

        using var other = Open();
        other.Rotate();
        Assert.Null(keys.Open("cache", bytes));
        Assert.Single(keys.OpaqueEach("person", "ann"));
    }

    [Fact]
    public void Rotating_twice_at_once_leaves_one_key_in_use_and_loses_nothing()
    {
        using var keys = Open();
        var first = keys.Seal("cache", "x"u8);
        keys.Rotate();
        clock.Advance(TimeSpan.FromSeconds(1));
        keys.Rotate();
        var second = keys.Seal("cache", "x"u8);
        clock.Advance(2 * KeyRing.ActiveAfter);

        Assert.NotNull(keys.Open("cache", first));
        Assert.NotNull(keys.Open("cache", second));
        Assert.Equal(3, keys.OpaqueEach("person", "ann").Count);
        Assert.Equal(2, Directory.GetFiles(folder.Path).Count(file => File.ReadAllText(file).Contains("\"retired\": null", StringComparison.Ordinal)));
    }

    [Fact]
    public void An_own_key_outlives_the_rotation_of_the_key_that_sealed_it()
    {
        using var keys = Open();
        var ann = keys.MakeKey();
        var bytes = keys.SealUnder(ann, "decision", "gold"u8)!;

        keys.Rotate();
        clock.Advance(KeyRing.ActiveAfter);

        Assert.NotNull(keys.OpenUnder(ann, "decision", bytes));
        Assert.NotNull(keys.SealUnder(ann, "decision", "gold"u8));
    }

    public void Dispose() => folder.Dispose();

    private KeyRing Open() => KeyRing.Open(folder.Path, clock, create: true);

    private static string KidOf(KeyRing keys) => Convert.ToHexString(keys.Seal("cache", "x"u8), 1, 4);
}
