namespace Renderer.Profiles.Crm.Files;

/// <summary>Rows by the hash of a name: two numbers a row. Who asks compares the name itself.</summary>
internal sealed class NameTable
{
    private readonly int[] buckets;
    private readonly int[] hashes;
    private readonly int[] next;
    private readonly int mask;

    /// <summary>Makes a table.</summary>
    /// <param name="hashes">The hash of each row's name; 0 where it has none.</param>
    public NameTable(int[] hashes)
    {
        this.hashes = hashes;
        var size = 16;
        while (size < hashes.Length)
        {
            size *= 2;
        }

        mask = size - 1;
        buckets = new int[size];
        next = new int[hashes.Length];
        for (var row = hashes.Length - 1; row >= 0; row--)
        {
            if (hashes[row] != 0)
            {
                ref var first = ref buckets[hashes[row] & mask];
                next[row] = first;
                first = row + 1;
            }
        }
    }

    /// <summary>Bytes that it takes.</summary>
    public long Bytes => sizeof(int) * ((long)buckets.Length + hashes.Length + next.Length);

    /// <summary>The rows whose name has this hash, in the file's order.</summary>
    public IEnumerable<int> Find(int hash)
    {
        for (var row = buckets[hash & mask] - 1; row >= 0; row = next[row] - 1)
        {
            if (hashes[row] == hash)
            {
                yield return row;
            }
        }
    }

    /// <summary>The hash of a name, never 0.</summary>
    public static int Hash(string name) => string.GetHashCode(name, StringComparison.Ordinal) is var hash && hash == 0 ? 1 : hash;
}
