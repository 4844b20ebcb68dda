using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Renderer.Ledger;
using Renderer.Links;
using Renderer.Model;
using Renderer.Tests.Infrastructure;
using Xunit;

namespace Renderer.Tests.Ledger;

/// <summary>Files of the backlog: one that cannot be read holds up no other.</summary>
public sealed class BacklogTests
{
    [Fact]
    public void A_file_that_is_gone_or_cannot_be_read_holds_up_no_other_and_is_tried_again()
    {
        using var folder = new TempFolder();
        var (clock, path) = (new ShiftedClock(), folder.File("backlog"));
        using var ring = KeyRing.Open(folder.File("keys"), clock, create: true);
        var backlog = new Backlog(path, 1_000_000, ring, clock, NullLogger.Instance);
        var packs = Enumerable.Range(0, 3).Select(_ => Pack.Of([Record("m", () => [1])])).ToList();
        foreach (var pack in packs)
        {
            Assert.True(backlog.Add(pack));
            clock.Advance(TimeSpan.FromMilliseconds(1));
        }

        var files = Directory.GetFiles(path).Order(StringComparer.Ordinal).ToList();
        File.Delete(files[0]);
        var second = File.ReadAllBytes(files[1]);
        File.Delete(files[1]);
        Directory.CreateDirectory(files[1]);
        var (file, found) = backlog.Oldest()!.Value;
        Assert.Equal(packs[2].Id, found.Id);
        backlog.Remove(file);
        Assert.Null(backlog.Oldest());
        Assert.Equal(1, backlog.Count);

        Directory.Delete(files[1]);
        File.WriteAllBytes(files[1], second);
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(packs[1].Id, backlog.Oldest()!.Value.Pack.Id);
        backlog.Remove(Path.GetFileName(files[1]));
        Assert.Equal((0, 0), (backlog.Count, backlog.Bytes));
    }

    [Fact]
    public void Half_a_file_is_gone_after_a_restart()
    {
        using var folder = new TempFolder();
        var clock = new ShiftedClock();
        using var ring = KeyRing.Open(folder.File("keys"), clock, create: true);
        Directory.CreateDirectory(folder.File("backlog"));
        File.WriteAllText(Path.Combine(folder.File("backlog"), "1.pack.half"), "x");
        Assert.Null(new Backlog(folder.File("backlog"), 1000, ring, clock, NullLogger.Instance).Oldest());
        Assert.Empty(Directory.GetFiles(folder.File("backlog")));
    }

    [Fact]
    public void A_disk_that_fails_keeps_no_half_of_a_file_and_the_next_is_kept()
    {
        using var folder = new TempFolder();
        var (clock, path) = (new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56)), folder.File("backlog"));
        using var ring = KeyRing.Open(folder.File("keys"), clock, create: true);
        var backlog = new Backlog(path, 1_000_000, ring, clock, NullLogger.Instance);
        var pack = Pack.Of([Record("m", () => [1])]);

        // A clock that stands still tells under which name it will stand, and there it cannot be put.
        var place = Path.Combine(path, $"{clock.GetUtcNow().UtcTicks:d20}-{pack.Id:n}.pack");
        Directory.CreateDirectory(place);
        Assert.False(backlog.Add(pack));
        Assert.Empty(Directory.GetFiles(path));

        Directory.Delete(place);
        Assert.True(backlog.Add(pack));
        Assert.Equal(place, Assert.Single(Directory.GetFiles(path)));
    }

    [Fact]
    public void A_record_whose_text_cannot_be_made_is_left_out_of_its_pack()
    {
        var pack = Pack.Of([Record("a", () => [1]), Record("b", () => throw new InvalidOperationException()), Record("c", () => [3])]);
        var read = PackFormat.Read(PackFormat.Write(pack))!;
        Assert.Equal(["a", "c"], read.Records.Select(record => record.Person));
    }

    private static PendingRecord Record(string person, Func<byte[]> body) =>
        new PendingRecord { Workspace = "default", Person = person, At = new Instant(1), Bytes = 1 }.With(body);
}
