using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Threading.RateLimiting;
using Renderer.Model;
using Renderer.Server.Problems;

namespace Renderer.Server.Send;

/// <summary>
/// Lets in what can be answered in time: a number of renders at once per workspace, with a short queue, and one for the
/// node. Beyond it a fast refusal beats a late answer.
/// </summary>
internal sealed class Admission : IDisposable
{
    private static readonly Meter Meter = new("Renderer.Server");
    private static readonly Counter<long> Shed = Meter.CreateCounter<long>("renderer_requests_shed", description: "Renders refused, by reason.");

    private readonly ConcurrentDictionary<string, Gate> gates = new();
    /// <summary>How often a line of a stream looks for its turn.</summary>
    private static readonly TimeSpan TurnEvery = TimeSpan.FromMilliseconds(20);

    private readonly ConcurrencyLimiter node;
    private readonly TimeProvider clock;

    /// <summary>Counts places from here on.</summary>
    /// <param name="nodeLimit">Renders at once on this node, all workspaces together.</param>
    /// <param name="clock">Times the waits of streams.</param>
    public Admission(int nodeLimit, TimeProvider clock)
    {
        this.clock = clock;
        node = new ConcurrencyLimiter(new() { PermitLimit = nodeLimit, QueueLimit = 0 });
        Meter.CreateObservableGauge(
            "renderer_queue_depth", () => gates.Values.Sum(gate => gate.Waiting), description: "Renders waiting for a place.");
        Meter.CreateObservableGauge(
            "renderer_renders_running",
            () => nodeLimit - (node.GetStatistics()?.CurrentAvailablePermits ?? nodeLimit),
            description: "Renders on their way.");
    }

    /// <summary>Takes a place for one render, waiting no longer than half of the budget.</summary>
    public ValueTask<Place> EnterAsync(WorkspaceName workspace, WorkspaceLimits limits, Budget budget, CancellationToken cancellationToken)
    {
        var gate = GateOf(workspace, limits);
        return gate.Rate?.AttemptAcquire().IsAcquired == false
            ? new(Refuse(ProblemCode.RateLimited, "This workspace renders as many a second as its 'limits.per_second' allows; slow down, or raise it."))
            : PlaceAsync(gate, budget, cancellationToken);
    }

    /// <summary>Takes a place for a stream of renders, each of which waits for its turn.</summary>
    public ValueTask<Place> EnterStreamAsync(WorkspaceName workspace, WorkspaceLimits limits, Budget budget, CancellationToken cancellationToken) =>
        PlaceAsync(GateOf(workspace, limits), budget, cancellationToken);

    /// <summary>Waits until the workspace's renders a second allow one more: a stream slows down where a single render is refused.</summary>
    public async ValueTask TurnAsync(WorkspaceName workspace, WorkspaceLimits limits, CancellationToken cancellationToken)
    {
        while (GateOf(workspace, limits).Rate?.AttemptAcquire().IsAcquired == false)
        {
            await Task.Delay(TurnEvery, clock, cancellationToken);
        }
    }

    private Gate GateOf(WorkspaceName workspace, WorkspaceLimits limits) => gates.AddOrUpdate(
        workspace.ToString(), _ => new Gate(limits), (_, old) => old.Limits == limits ? old : new Gate(limits));

    private async ValueTask<Place> PlaceAsync(Gate gate, Budget budget, CancellationToken cancellationToken)
    {
        var here = await gate.EnterAsync(budget.Left / 2, cancellationToken);
        if (!here.IsAcquired)
        {
            here.Dispose();
            return Refuse(ProblemCode.RateLimited, "This workspace renders as many at once as its 'limits.concurrency' allows; try again, or raise it.");
        }

        var place = node.AttemptAcquire();
        if (place.IsAcquired)
        {
            return new Place(here, place, null);
        }

        here.Dispose();
        place.Dispose();
        return Refuse(ProblemCode.Overloaded, "This node renders as many as it can in time; try again, or add a node.");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        node.Dispose();
        foreach (var gate in gates.Values)
        {
            gate.Dispose();
        }
    }

    private static Place Refuse(ProblemCode code, string detail)
    {
        Shed.Add(1, new KeyValuePair<string, object?>("reason", code.Label()));
        return new Place(null, null, new Problem(code, detail) { RetryAfter = 1 });
    }

    private sealed class Gate(WorkspaceLimits limits) : IDisposable
    {
        private readonly ConcurrencyLimiter limiter = new(new()
        {
            PermitLimit = limits.Concurrency,
            QueueLimit = limits.Queue,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        });

        public WorkspaceLimits Limits { get; } = limits;

        public RateLimiter? Rate { get; } = limits.PerSecond == 0 ? null : new TokenBucketRateLimiter(new()
        {
            TokenLimit = limits.PerSecond,
            TokensPerPeriod = limits.PerSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            QueueLimit = 0,
        });

        public long Waiting => limiter.GetStatistics()?.CurrentQueuedCount ?? 0;

        public void Dispose()
        {
            limiter.Dispose();
            Rate?.Dispose();
        }

        public async ValueTask<RateLimitLease> EnterAsync(TimeSpan patience, CancellationToken cancellationToken)
        {
            var lease = limiter.AttemptAcquire();
            if (lease.IsAcquired)
            {
                return lease;
            }

            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(patience);
            try
            {
                return await limiter.AcquireAsync(1, limit.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return lease;
            }
        }
    }
}

/// <summary>A place to render in, given back when disposed; or why there is none.</summary>
internal readonly struct Place(RateLimitLease? workspace, RateLimitLease? node, Problem? refusal) : IDisposable
{
    /// <summary>Why there is no place.</summary>
    public Problem? Refusal { get; } = refusal;

    /// <inheritdoc/>
    public void Dispose()
    {
        workspace?.Dispose();
        node?.Dispose();
    }
}
