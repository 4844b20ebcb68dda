using System.Text;
using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Renderer.Links;
using Renderer.Tests.Infrastructure;
using Xunit;

namespace Renderer.Tests.Links;

public sealed class SealingTests : IDisposable
{
    private static readonly Gen<string> Purposes = Gen.OneOf("cache", "decision", "token", "", "Gruß 🎈");

    private readonly TempFolder folder = new();
    private readonly KeyRing keys;

    public SealingTests() => keys = KeyRing.Open(folder.Path, new FakeTimeProvider(), create: true);

    [Fact]
    public void What_was_sealed_opens_for_its_purpose() =>
        Gen.Select(Purposes, Gen.Byte.Array[0, 2000]).Sample((purpose, value) =>
            keys.Open(purpose, keys.Seal(purpose, value)) is { } opened && opened.AsSpan().SequenceEqual(value));

    [Fact]
    public void It_opens_for_no_other_purpose() =>
        Gen.Select(Purposes, Purposes, Gen.Byte.Array[0, 200]).Where((one, other, _) => one != other).Sample((one, other, value) =>
            keys.Open(other, keys.Seal(one, value)) is null);

    [Fact]
    public void It_does_not_open_when_one_bit_was_changed_anywhere() =>
        Gen.Select(Gen.Byte.Array[0, 100], Gen.Int[0, 7], Gen.Double[0, 1]).Sample((value, bit, place) =>
        {
            var bytes = keys.Seal("cache", value);
            bytes[(int)(place * (bytes.Length - 1))] ^= (byte)(1 << bit);
            return keys.Open("cache", bytes) is null;
        });

    [Fact]
    public void It_does_not_open_when_it_was_cut_or_is_noise() =>
        Gen.Select(Gen.Byte.Array[0, 100], Gen.Int[1, 60]).Sample((value, cut) =>
        {
            var bytes = keys.Seal("cache", value);
            return keys.Open("cache", bytes.AsSpan(0, Math.Max(0, bytes.Length - cut))) is null && keys.Open("cache", value) is null;
        });

    [Fact]
    public void The_same_value_never_looks_the_same_sealed()
    {
        var looks = Enumerable.Range(0, 1000).Select(_ => Convert.ToHexString(keys.Seal("cache", "x"u8))).ToHashSet();

        Assert.Equal(1000, looks.Count);
    }

    [Fact]
    public void An_opaque_name_is_26_characters_equal_for_equal_values_and_different_for_each_purpose()
    {
        var name = keys.Opaque("person", "default\nid\n42");

        Assert.Matches("^[a-z2-7]{26}$", name);
        Assert.Equal(name, keys.Opaque("person", "default\nid\n42"));
        Assert.NotEqual(name, keys.Opaque("claim", "default\nid\n42"));
        Assert.NotEqual(name, keys.Opaque("person", "default\nid\n43"));
        Assert.Equal([name], keys.OpaqueEach("person", "default\nid\n42"));
    }

    [Fact]
    public void Two_rings_have_nothing_in_common()
    {
        using var elsewhere = new TempFolder();
        using var others = KeyRing.Open(elsewhere.Path, new FakeTimeProvider(), create: true);

        Assert.Null(others.Open("cache", keys.Seal("cache", "x"u8)));
        Assert.NotEqual(others.Opaque("person", "x"), keys.Opaque("person", "x"));
    }

    [Fact]
    public void An_own_key_seals_for_what_it_belongs_to_and_for_nothing_else()
    {
        var (ann, bob) = (keys.MakeKey(), keys.MakeKey());
        var bytes = keys.SealUnder(ann, "decision/1", "gold"u8)!;

        Assert.Equal("gold", Encoding.UTF8.GetString(keys.OpenUnder(ann, "decision/1", bytes)!));
        Assert.Null(keys.OpenUnder(ann, "decision/2", bytes));
        Assert.Null(keys.OpenUnder(bob, "decision/1", bytes));
        Assert.Null(keys.OpenUnder([], "decision/1", bytes));
        Assert.Null(keys.SealUnder("not a key of ours"u8, "decision/1", "gold"u8));
        Assert.Null(keys.Open("decision/1", bytes));
        Assert.Null(keys.OpenUnder(ann, "decision/1", keys.Seal("decision/1", "gold"u8)));
    }

    [Fact]
    public void Many_threads_may_seal_and_open_at_once() =>
        Parallel.For(0, 2000, i =>
        {
            var value = BitConverter.GetBytes(i);
            Assert.Equal(value, keys.Open("cache", keys.Seal("cache", value)));
        });

    public void Dispose()
    {
        keys.Dispose();
        folder.Dispose();
    }
}
