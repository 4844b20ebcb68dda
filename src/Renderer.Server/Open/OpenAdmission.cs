using System.Collections.Concurrent;
using System.Threading.RateLimiting;
using Renderer.Model;

namespace Renderer.Server.Open;

/// <summary>
/// How much is asked for of delivered mails at once, apart from what is sent: beyond a workspace's <c>limits</c> or the node's a look waits for half of
/// its time, and is then answered by the fallback. Nobody is turned away: mail proxies remember a refusal.
/// </summary>
internal sealed class OpenAdmission : IDisposable
{
    private readonly ConcurrentDictionary<string, Gate> gates = new();
    private readonly ConcurrencyLimiter node;

    /// <summary>Counts places from here on.</summary>
    /// <param name="nodeLimit">Looks at once on this node, all workspaces together.</param>
    public OpenAdmission(int nodeLimit)
    {
        node = new ConcurrencyLimiter(new() { PermitLimit = nodeLimit, QueueLimit = 0 });
        OpenMetrics.Watch(() => gates.Values.Sum(gate => gate.Limiter.GetStatistics()?.CurrentQueuedCount ?? 0));
    }

    /// <summary>Takes a place, waiting no longer than half of the budget.</summary>
    public async ValueTask<OpenPlace> EnterAsync(WorkspaceName workspace, WorkspaceLimits limits, Budget budget, CancellationToken cancellationToken)
    {
        var gate = gates.AddOrUpdate(workspace.ToString(), _ => new Gate(limits), (_, old) => old.Limits == limits ? old : new Gate(limits));
        var here = gate.Limiter.AttemptAcquire();
        if (!here.IsAcquired)
        {
            here = await WaitAsync(gate.Limiter, budget.Left / 2, cancellationToken) ?? here;
        }

        var place = new OpenPlace(here, here.IsAcquired ? node.AttemptAcquire() : null);
        if (!place.IsTaken)
        {
            OpenMetrics.Shed();
        }

        return place;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        node.Dispose();
        foreach (var gate in gates.Values)
        {
            gate.Limiter.Dispose();
        }
    }

    private static async ValueTask<RateLimitLease?> WaitAsync(ConcurrencyLimiter limiter, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(patience);
        try
        {
            return await limiter.AcquireAsync(1, limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private sealed class Gate(WorkspaceLimits limits)
    {
        public WorkspaceLimits Limits { get; } = limits;

        public ConcurrencyLimiter Limiter { get; } = new(new()
        {
            PermitLimit = limits.Concurrency,
            QueueLimit = limits.Queue,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        });
    }
}

/// <summary>A place to look from, given back when disposed.</summary>
internal readonly struct OpenPlace(RateLimitLease workspace, RateLimitLease? node) : IDisposable
{
    /// <summary>False: there is none now.</summary>
    public bool IsTaken => node is { IsAcquired: true };

    /// <inheritdoc/>
    public void Dispose()
    {
        node?.Dispose();
        workspace.Dispose();
    }
}
