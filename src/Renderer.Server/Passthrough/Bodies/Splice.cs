namespace Renderer.Server.Passthrough.Bodies;

/// <summary>Puts a body together from what came and what is new: from left to right, so that whatever nobody touches goes out byte for byte.</summary>
/// <param name="source">What came.</param>
internal sealed class Splice(Spool source)
{
    private readonly List<Piece> pieces = [];
    private long at;
    private long length;

    /// <summary>What came as it came, up to this place.</summary>
    public Splice CopyTo(long until)
    {
        if (until > at)
        {
            pieces.Add(new Piece(at, until, default));
            (length, at) = (length + until - at, until);
        }

        return this;
    }

    /// <summary>Leaves out what came, or comes back to it: the next copy begins at this place.</summary>
    public Splice MoveTo(long place)
    {
        at = place;
        return this;
    }

    /// <summary>Bytes that did not come; they must stay as they are until the body is sent.</summary>
    public Splice Write(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length > 0)
        {
            pieces.Add(new Piece(0, 0, bytes));
            length += bytes.Length;
        }

        return this;
    }

    /// <summary>Copies the rest; the body is done.</summary>
    public Spliced End()
    {
        CopyTo(source.Length);
        return new Spliced(source, pieces, length);
    }
}

/// <summary>A run of bytes: new ones, or those of the source from one place to another.</summary>
internal readonly record struct Piece(long From, long To, ReadOnlyMemory<byte> Bytes);

/// <summary>A body to send: the source's bytes with others spliced in.</summary>
internal sealed class Spliced(Spool source, IReadOnlyList<Piece> pieces, long length)
{
    private const int Window = 64 * 1024;

    /// <summary>How many bytes it has.</summary>
    public long Length => length;

    /// <summary>What came, as it came.</summary>
    public static Spliced Whole(Spool source) => new Splice(source).End();

    /// <summary>Its bytes, a run after another; a run holds until the next is asked for.</summary>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> RunsAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        byte[]? window = null;
        foreach (var piece in pieces)
        {
            if (piece.Bytes.Length > 0)
            {
                yield return piece.Bytes;
            }
            else if (source.Memory is { } whole)
            {
                yield return whole[(int)piece.From..(int)piece.To];
            }
            else
            {
                window ??= new byte[Window];
                for (var at = piece.From; at < piece.To;)
                {
                    var read = await source.ReadAsync(at, window.AsMemory(0, (int)Math.Min(Window, piece.To - at)), cancellationToken);
                    at += read > 0 ? read : throw new EndOfStreamException("A spooled body is shorter than it was.");
                    yield return window.AsMemory(0, read);
                }
            }
        }
    }
}
