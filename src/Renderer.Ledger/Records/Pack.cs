namespace Renderer.Ledger;

/// <summary>Records that are written together, once: its id says whether it is in.</summary>
internal sealed class Pack(Guid id)
{
    private PendingRecord[] records = [];

    public Guid Id => id;

    /// <summary>They may become fewer while it waits, when somebody is erased.</summary>
    public IReadOnlyList<PendingRecord> Records
    {
        get => records;
        init => records = [.. value];
    }

    public long Bytes { get; private set; }

    /// <summary>It is on its way into the ledger.</summary>
    public bool InFlight { get; set; }

    public static Pack Of(List<PendingRecord> records) => new(Guid.NewGuid()) { Records = records, Bytes = records.Sum(record => (long)record.Bytes) };

    /// <summary>How many of these people's there were.</summary>
    public int Forget(string workspace, IReadOnlyCollection<string> people)
    {
        var left = records.Where(record => !record.IsOf(workspace, people)).ToArray();
        var gone = records.Length - left.Length;
        if (gone > 0)
        {
            (records, Bytes) = (left, left.Sum(record => (long)record.Bytes));
        }

        return gone;
    }
}
