using System.Buffers;
using System.IO.Pipelines;
using Microsoft.Win32.SafeHandles;

namespace Renderer.Server.Passthrough.Bodies;

/// <summary>
/// A body, whole, before anything is done with it: up to 256 KB in memory, beyond that in a file that has no name any more, so that
/// nothing is left of it whatever happens to this process.
/// </summary>
internal sealed class Spool : IDisposable
{
    /// <summary>The most bytes that are held in memory.</summary>
    public const int MostInMemory = 256 * 1024;

    private const int Least = 4 * 1024;

    private byte[] rented;
    private int held;
    private SafeFileHandle? file;

    private Spool(int room) => rented = ArrayPool<byte>.Shared.Rent(room);

    /// <summary>How many bytes it has.</summary>
    public long Length { get; private set; }

    /// <summary>All of it, where it is in memory; null where it is in a file.</summary>
    public ReadOnlyMemory<byte>? Memory => file is null ? (ReadOnlyMemory<byte>?)rented.AsMemory(0, held) : null;

    /// <summary>Reads to the end.</summary>
    /// <param name="from">The body.</param>
    /// <param name="known">How long it says it is; null where it does not say.</param>
    /// <param name="folder">Where a file is made for a long one.</param>
    /// <param name="most">More bytes than this are not taken.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <returns>The body; null when it is longer than it may be.</returns>
    public static async ValueTask<Spool?> ReadAsync(PipeReader from, long? known, string folder, long most, CancellationToken cancellationToken)
    {
        if (known > most)
        {
            return null;
        }

        var spool = new Spool((int)Math.Clamp(known ?? Least, Least, MostInMemory));
        try
        {
            while (true)
            {
                var read = await from.ReadAsync(cancellationToken);
                if (spool.Length + read.Buffer.Length > most)
                {
                    from.AdvanceTo(read.Buffer.End);
                    spool.Dispose();
                    return null;
                }

                foreach (var segment in read.Buffer)
                {
                    await spool.AddAsync(segment, folder, cancellationToken);
                }

                from.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted)
                {
                    return spool;
                }
            }
        }
        catch
        {
            spool.Dispose();
            throw;
        }
    }

    /// <summary>Bytes from a place on, as many as fit; 0 at the end.</summary>
    public int Read(long at, Span<byte> into)
    {
        if (file is not null)
        {
            return RandomAccess.Read(file, into, at);
        }

        var some = rented.AsSpan(0, held)[(int)Math.Min(at, held)..];
        some = some[..Math.Min(some.Length, into.Length)];
        some.CopyTo(into);
        return some.Length;
    }

    /// <summary>The same, without holding a thread where it has to be read from a disk.</summary>
    public ValueTask<int> ReadAsync(long at, Memory<byte> into, CancellationToken cancellationToken) =>
        file is null ? new(Read(at, into.Span)) : RandomAccess.ReadAsync(file, into, at, cancellationToken);

    /// <summary>The bytes from one place to another, which must be few: a copy where they are in a file.</summary>
    public ReadOnlyMemory<byte> Slice(long from, long to)
    {
        if (file is null)
        {
            return rented.AsMemory((int)from, (int)(to - from));
        }

        var copy = new byte[to - from];
        for (var done = 0; done < copy.Length;)
        {
            var read = RandomAccess.Read(file, copy.AsSpan(done), from + done);
            done += read > 0 ? read : throw new EndOfStreamException("A spooled body is shorter than it was.");
        }

        return copy;
    }

    public void Dispose()
    {
        file?.Dispose();
        if (rented.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(rented, clearArray: true);
            (rented, held) = ([], 0);
        }
    }

    private async ValueTask AddAsync(ReadOnlyMemory<byte> some, string folder, CancellationToken cancellationToken)
    {
        if (file is null && held + some.Length <= MostInMemory)
        {
            Grow(held + some.Length);
            some.CopyTo(rented.AsMemory(held));
            held += some.Length;
        }
        else
        {
            if (file is null)
            {
                file = Unnamed(folder);
                await RandomAccess.WriteAsync(file, rented.AsMemory(0, held), 0, cancellationToken);
            }

            await RandomAccess.WriteAsync(file, some, Length, cancellationToken);
        }

        Length += some.Length;
    }

    private void Grow(int least)
    {
        if (least <= rented.Length)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Min(MostInMemory, Math.Max(least, rented.Length * 2)));
        rented.AsSpan(0, held).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(rented, clearArray: true);
        rented = larger;
    }

    private static SafeFileHandle Unnamed(string folder)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, Path.GetRandomFileName());
        var handle = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete, FileOptions.Asynchronous);
        File.Delete(path);
        return handle;
    }
}
