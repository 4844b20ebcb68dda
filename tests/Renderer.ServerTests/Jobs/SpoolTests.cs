using Renderer.Links;
using Renderer.Model;
using Renderer.Server.Jobs;
using Xunit;

namespace Renderer.ServerTests.Jobs;

public sealed class SpoolTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("renderer-spool-").FullName;
    private readonly KeyRing ring;

    public SpoolTests() => ring = KeyRing.Open(Path.Combine(folder, "keys"), TimeProvider.System, create: true);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Everybody_comes_back_in_order_from_any_block_on()
    {
        var people = Enumerable.Range(0, 2500).Select(i => i % 2 == 0 ? Identifier.Id($"p{i}") : Identifier.Email($"p{i}@people.example")).ToArray();
        var path = await WriteAsync(people);
        var blocks = await ReadAsync(path, 0);
        Assert.Equal([1000, 1000, 500], blocks.Select(block => block.People!.Length));
        Assert.Equal(people, blocks.SelectMany(block => block.People!));
        Assert.Equal(people.Skip(1000), (await ReadAsync(path, blocks[0].Next)).SelectMany(block => block.People!));
        Assert.Empty(await ReadAsync(path, blocks[2].Next));
    }

    [Fact]
    public async Task An_identifier_may_hold_anything()
    {
        Identifier[] people = [Identifier.Id("a\nb\tc%0A"), Identifier.Id("ünï 💌"), Identifier.Id("%"), new("number", "\r\n")];
        Assert.Equal(people, (await ReadAsync(await WriteAsync(people), 0)).Single().People);
    }

    [Fact]
    public async Task The_file_says_nothing_of_them()
    {
        var path = await WriteAsync([Identifier.Email("somebody@people.example")]);
        Assert.DoesNotContain("somebody", await File.ReadAllTextAsync(path), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task What_was_cut_or_changed_is_told_and_not_guessed()
    {
        var path = await WriteAsync([.. Enumerable.Range(0, 1500).Select(i => Identifier.Id($"p{i}"))]);
        var bytes = await File.ReadAllBytesAsync(path);
        await File.WriteAllBytesAsync(path, bytes[..^1]);
        Assert.Equal([false, true], (await ReadAsync(path, 0)).Select(block => block.People is null));
        bytes[100] ^= 1;
        await File.WriteAllBytesAsync(path, bytes);
        Assert.Null(Assert.Single(await ReadAsync(path, 0)).People);
    }

    private async Task<string> WriteAsync(Identifier[] people)
    {
        var path = Path.Combine(folder, $"{Guid.NewGuid()}.list");
        await using var writer = Spool.Create(path, ring);
        foreach (var person in people)
        {
            await writer.AddAsync(person);
        }

        await writer.CompleteAsync();
        return path;
    }

    private async Task<List<(Identifier[]? People, long Next)>> ReadAsync(string path, long from)
    {
        var blocks = new List<(Identifier[]? People, long Next)>();
        await foreach (var block in Spool.ReadAsync(path, ring, from))
        {
            blocks.Add(block);
        }

        return blocks;
    }
}
