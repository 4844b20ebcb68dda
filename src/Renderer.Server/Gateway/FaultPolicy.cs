using System.Runtime.CompilerServices;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.Model;

namespace Renderer.Server.Gateway;

/// <summary>
/// Passive health, quicker than the next probe: a node that takes no connection leaves at once, one that drops, delays or
/// answers 500 several times in a row likewise. It is tried again as soon as a probe has had time to find it dead.
/// 503 does not count: nodes say it for themselves (<c>overloaded</c>) and for a CRM (<c>profile_unavailable</c>).
/// </summary>
internal sealed class FaultPolicy(IDestinationHealthUpdater health, GatewayOptions options) : IPassiveHealthCheckPolicy
{
    public const string PolicyName = "RendererFaults";
    private const int InARow = 3;

    private readonly ConditionalWeakTable<DestinationState, StrongBox<int>> streaks = [];
    private readonly TimeSpan away = (2 * options.ProbeInterval) + ProbeTimeout(options);

    public string Name => PolicyName;

    /// <summary>What a node may take to say that it is ready.</summary>
    internal static TimeSpan ProbeTimeout(GatewayOptions options) =>
        options.ProbeInterval > TimeSpan.FromSeconds(1) ? options.ProbeInterval : TimeSpan.FromSeconds(1);

    public void RequestProxied(HttpContext context, ClusterState cluster, DestinationState destination)
    {
        var streak = streaks.GetOrCreateValue(destination);
        switch (Weigh(context))
        {
            case Verdict.Well:
                Volatile.Write(ref streak.Value, 0);
                break;
            case Verdict.Unreachable:
            case Verdict.Faulty when Interlocked.Increment(ref streak.Value) >= InARow:
                Volatile.Write(ref streak.Value, 0);
                health.SetPassive(cluster, destination, DestinationHealth.Unhealthy, away);
                break;
        }
    }

    private static Verdict Weigh(HttpContext context) => context.GetForwarderErrorFeature() switch
    {
        null => context.Response.StatusCode == StatusCodes.Status500InternalServerError ? Verdict.Faulty : Verdict.Well,
        { } error when NodeFaults.NeverReached(error) => Verdict.Unreachable,
        { Error: ForwarderError.Request or ForwarderError.RequestTimedOut or ForwarderError.RequestBodyDestination
            or ForwarderError.ResponseBodyDestination } => Verdict.Faulty,
        _ => Verdict.Unknown, // the caller's doing
    };

    private enum Verdict
    {
        Unknown,
        Well,
        Faulty,
        Unreachable,
    }
}
