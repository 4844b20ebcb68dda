namespace Renderer.Server.Passthrough.Bodies;

/// <summary>Edits of a stretch of a body: noted in any order, made from left to right.</summary>
internal sealed class Patch
{
    private readonly List<(long From, long To, ReadOnlyMemory<byte> Bytes)> noted = [];

    /// <summary>Puts bytes in place of those from one place to another; several at one place in the order in which they are noted.</summary>
    public void Replace(long from, long to, ReadOnlyMemory<byte> bytes) => noted.Add((from, to, bytes));

    /// <summary>Makes them; the splice then stands behind the last.</summary>
    public Splice ApplyTo(Splice splice)
    {
        var done = 0L;
        foreach (var (from, to, bytes) in noted.OrderBy(edit => edit.From))
        {
            // What lies in a stretch that was taken away has gone with it.
            if (from >= done)
            {
                splice.CopyTo(from).MoveTo(to).Write(bytes);
                done = to;
            }
        }

        return splice;
    }
}
