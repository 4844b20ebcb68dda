using System.Text.RegularExpressions;
using Microsoft.Extensions.Time.Testing;
using Renderer.Links;
using Renderer.Tests.Infrastructure;
using Xunit;

namespace Renderer.Tests.Links;

public sealed partial class KeyDirectoryTests : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly FakeTimeProvider clock = new(DateTimeOffset.UnixEpoch.AddYears(56));

    [Fact]
    public void An_empty_directory_gets_one_key_for_each_family_readable_by_its_owner_alone()
    {
        var place = folder.File("new/keys");
        using var keys = KeyRing.Open(place, clock, create: true);

        var files = Directory.GetFiles(place).Order().ToList();
        Assert.Equal(2, files.Count);
        Assert.Matches("opaque-[0-9a-f]{8}.json$", files[0]);
        Assert.Matches("seal-[0-9a-f]{8}.json$", files[1]);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(files[0]) | File.GetUnixFileMode(files[1]));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(place));
        }
    }

    [Fact]
    public void A_second_start_uses_the_same_keys()
    {
        using var first = Open();
        using var second = Open();

        Assert.Equal(2, Directory.GetFiles(folder.Path).Length);
        Assert.NotNull(second.Open("cache", first.Seal("cache", "x"u8)));
    }

    [Fact]
    public void An_empty_directory_is_refused_when_keys_may_not_be_made()
    {
        var fault = Assert.Throws<KeyRingException>(() => KeyRing.Open(folder.Path, clock, create: false));

        Assert.Contains(folder.Path, fault.Message, StringComparison.Ordinal);
        Assert.Contains("Renderer__Secrets", fault.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void Other_files_in_the_directory_are_left_alone()
    {
        File.WriteAllText(folder.File("README.txt"), "not a key");
        File.WriteAllText(folder.File("data-protection.xml"), "<key/>");

        using var keys = Open();

        Assert.NotNull(keys.Open("cache", keys.Seal("cache", "x"u8)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"created":"2026-01-01T00:00:00Z","retired":null,"key":"c2hvcnQ="}""")]
    [InlineData("""{"created":"yesterday","retired":null,"key":"MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="}""")]
    [InlineData("""{"created":"2026-01-01T00:00:00Z","retired":"soon","key":"MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="}""")]
    [InlineData("""{"created":"2026-01-01T00:00:00Z","retired":null,"key":"%%%SECRET%%%"}""")]
    public void A_damaged_key_file_is_named_with_what_to_do_and_never_quoted(string content)
    {
        File.WriteAllText(folder.File("seal-0badcafe.json"), content);

        var fault = Assert.Throws<KeyRingException>(Open);

        Assert.Contains("seal-0badcafe.json", fault.Message, StringComparison.Ordinal);
        Assert.Contains("backup", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_file_under_another_name_is_named()
    {
        Open().Dispose();
        var file = Directory.GetFiles(folder.Path, "seal-*")[0];
        File.Move(file, folder.File("seal-copy.json"));

        Assert.Contains("seal-copy.json", Assert.Throws<KeyRingException>(Open).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_damaged_while_running_leaves_the_last_good_keys_in_use_and_says_so()
    {
        using var keys = Open();
        var bytes = keys.Seal("cache", "x"u8);
        var file = Directory.GetFiles(folder.Path, "seal-*")[0];
        var good = File.ReadAllText(file);

        File.WriteAllText(file, "{");
        clock.Advance(KeyRing.ReadEvery);
        Assert.Contains(Path.GetFileName(file), keys.Fault, StringComparison.Ordinal);
        Assert.NotNull(keys.Open("cache", bytes));

        File.WriteAllText(file, good);
        clock.Advance(KeyRing.ReadEvery);
        Assert.Null(keys.Fault);
    }

    [Fact]
    public void A_directory_emptied_while_running_leaves_the_last_good_keys_in_use_and_says_so()
    {
        using var keys = Open();
        var bytes = keys.Seal("cache", "x"u8);

        foreach (var file in Directory.GetFiles(folder.Path))
        {
            File.Delete(file);
        }

        clock.Advance(KeyRing.ReadEvery);
        Assert.Contains("Put the keys back", keys.Fault, StringComparison.Ordinal);
        Assert.NotNull(keys.Open("cache", bytes));
    }

    [Fact]
    public void A_key_retired_by_hand_is_replaced_at_the_next_start()
    {
        Open().Dispose();
        foreach (var file in Directory.GetFiles(folder.Path))
        {
            File.WriteAllText(file, NotRetired().Replace(File.ReadAllText(file), "\"retired\": \"2020-01-01T00:00:00Z\""));
        }

        using var keys = Open();

        Assert.Equal(4, Directory.GetFiles(folder.Path).Length);
        Assert.Equal(2, keys.OpaqueEach("person", "ann").Count);
    }

    [Fact]
    public void Nothing_that_is_printed_carries_a_key()
    {
        using var keys = Open();

        Assert.Equal($"keys of {folder.Path}", keys.ToString());
    }

    public void Dispose() => folder.Dispose();

    private KeyRing Open() => KeyRing.Open(folder.Path, clock, create: true);

    [GeneratedRegex("\"retired\": null")]
    private static partial Regex NotRetired();
}
