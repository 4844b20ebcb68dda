using System.Buffers.Binary;
using System.Text;
using Renderer.Model;

namespace Renderer.Server.Jobs;

/// <summary>A list of people on disk, in sealed blocks: written once, read from any block on, never in memory as a whole.</summary>
internal static class Spool
{
    /// <summary>People in a block.</summary>
    public const int BlockSize = 1000;

    private const string Purpose = "job list";
    private const int LongestBlock = BlockSize * 1024;

    /// <summary>Opens a new list for writing.</summary>
    public static SpoolWriter Create(string path, ISealing sealing) =>
        new(new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1 << 16, useAsync: true), sealing);

    /// <summary>Reads blocks.</summary>
    /// <param name="path">The list.</param>
    /// <param name="sealing">Opens them.</param>
    /// <param name="from">The place of the first block, as an earlier one told it; 0 for the start.</param>
    /// <returns>Each block with the place of the next. Ends at a block that cannot be opened, with null.</returns>
    public static async IAsyncEnumerable<(Identifier[]? People, long Next)> ReadAsync(string path, ISealing sealing, long from)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16, useAsync: true);
        file.Position = from;
        var head = new byte[4];
        while (await file.ReadAtLeastAsync(head, 4, throwOnEndOfStream: false) == 4)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(head);
            var block = length is > 0 and <= LongestBlock ? new byte[length] : [];
            var whole = block.Length > 0 && await file.ReadAtLeastAsync(block, length, throwOnEndOfStream: false) == length;
            var people = whole && sealing.Open(Purpose, block) is { } open ? Parse(open) : null;
            yield return (people, file.Position);
            if (people is null)
            {
                yield break;
            }
        }
    }

    /// <summary>A block as it stands on disk.</summary>
    internal static byte[] Seal(IEnumerable<Identifier> people, ISealing sealing)
    {
        var text = new StringBuilder();
        foreach (var person in people)
        {
            text.Append(person.Kind).Append('\t').Append(Escape(person.Value)).Append('\n');
        }

        return sealing.Seal(Purpose, Encoding.UTF8.GetBytes(text.ToString()));
    }

    private static Identifier[] Parse(byte[] open) =>
    [
        .. Encoding.UTF8.GetString(open).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split('\t', 2)).Select(parts => new Identifier(parts[0], Uri.UnescapeDataString(parts[1]))),
    ];

    // An identifier may hold anything, also the end of a line.
    private static string Escape(string value) => Uri.EscapeDataString(value);
}

/// <summary>Writes a list of people.</summary>
internal sealed class SpoolWriter(FileStream file, ISealing sealing) : IAsyncDisposable
{
    private readonly List<Identifier> block = new(Spool.BlockSize);

    /// <summary>People so far.</summary>
    public long Count { get; private set; }

    public async ValueTask AddAsync(Identifier person)
    {
        block.Add(person);
        Count++;
        if (block.Count == Spool.BlockSize)
        {
            await FlushAsync();
        }
    }

    /// <summary>Writes the last block; the list is on disk then.</summary>
    public async ValueTask CompleteAsync()
    {
        await FlushAsync();
        file.Flush(flushToDisk: true);
    }

    public ValueTask DisposeAsync() => file.DisposeAsync();

    private async ValueTask FlushAsync()
    {
        if (block.Count == 0)
        {
            return;
        }

        var bytes = Spool.Seal(block, sealing);
        var head = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(head, bytes.Length);
        await file.WriteAsync(head);
        await file.WriteAsync(bytes);
        block.Clear();
    }
}
