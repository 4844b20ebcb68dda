namespace Renderer.Ledger;

/// <summary>A claim that somebody waits for, though not for ever: what is written after that must be nothing but what they were told.</summary>
internal sealed class PromptClaim(PendingClaim claim, IReadOnlyList<string> keys)
{
    private readonly TaskCompletionSource<byte[]?> written = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock gate = new();
    private byte[]? holds;
    private bool isGivenUp;

    public PendingClaim Claim => claim;

    /// <summary>All names of the claim, the one that is written first.</summary>
    public IReadOnlyList<string> Keys => keys;

    /// <summary>The value that holds the key, once that is committed.</summary>
    public Task<byte[]?> Written => written.Task;

    public bool IsGivenUp
    {
        get
        {
            lock (gate)
            {
                return isGivenUp;
            }
        }
    }

    /// <summary>Just before the commit: this is what will hold. False when nobody waits any more, and it must not be written.</summary>
    public bool Settle(byte[] value)
    {
        lock (gate)
        {
            holds = isGivenUp ? null : value;
            return !isGivenUp;
        }
    }

    public void Commit() => written.TrySetResult(holds);

    public void Fail(Exception fault)
    {
        lock (gate)
        {
            (holds, isGivenUp) = (null, true);
        }

        written.TrySetException(fault);
    }

    /// <summary>Nobody waits any longer. What holds where the commit is on its way; else null, and it is never written.</summary>
    public byte[]? GiveUp()
    {
        lock (gate)
        {
            isGivenUp |= holds is null;
            return holds;
        }
    }
}
