using Renderer.Model;

namespace Renderer.Tests.Profiles.Crm.Feeds;

/// <summary>A ledger's grants in memory, on a clock that a test moves.</summary>
internal sealed class KeptInMemory(TimeProvider clock) : IGrants
{
    private readonly Lock gate = new();
    private byte[]? grant;
    private long version;
    private string? holder;
    private DateTimeOffset until;

    public bool IsDown { get; set; }

    public byte[]? Grant
    {
        get
        {
            lock (gate)
            {
                return grant;
            }
        }
    }

    public ValueTask<KeptGrant?> FindAsync(WorkspaceName workspace, string connection, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            return ValueTask.FromResult<KeptGrant?>(IsDown ? null : new KeptGrant(version, grant));
        }
    }

    public ValueTask<bool?> KeepAsync(WorkspaceName workspace, string connection, byte[] grant, long? over) => Change(() =>
    {
        if (over is { } known && known != version)
        {
            return false;
        }

        (this.grant, holder, version) = (grant, null, version + 1);
        return true;
    });

    public ValueTask<bool?> TryEnterAsync(WorkspaceName workspace, string connection, string owner, TimeSpan keep) => Change(() =>
    {
        if (holder is not null && clock.GetUtcNow() < until)
        {
            return false;
        }

        (holder, until) = (owner, clock.GetUtcNow() + keep);
        return true;
    });

    public async ValueTask LeaveAsync(WorkspaceName workspace, string connection, string owner) => await Change(() =>
    {
        holder = holder == owner ? null : holder;
        return true;
    });

    public ValueTask<bool?> OfferAsync(WorkspaceName workspace, string connection, string link) => throw new NotSupportedException();

    public ValueTask<bool?> TakeAsync(WorkspaceName workspace, string connection, string link) => throw new NotSupportedException();

    private ValueTask<bool?> Change(Func<bool> change)
    {
        lock (gate)
        {
            return ValueTask.FromResult<bool?>(IsDown ? null : change());
        }
    }
}
