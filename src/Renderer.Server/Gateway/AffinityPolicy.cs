using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Yarp.ReverseProxy.LoadBalancing;
using Yarp.ReverseProxy.Model;

namespace Renderer.Server.Gateway;

/// <summary>
/// Rendezvous hashing: every gateway sends a recipient to the same node, and when a node is away only its own recipients move.
/// A request that names no recipient goes where the fewest are in flight.
/// </summary>
internal sealed class AffinityPolicy : ILoadBalancingPolicy
{
    public const string PolicyName = "RendererAffinity";

    public string Name => PolicyName;

    public DestinationState? PickDestination(
        HttpContext context, ClusterState cluster, IReadOnlyList<DestinationState> availableDestinations) =>
        availableDestinations.Count == 0 ? null
        : AffinityKey.Of(context.Request) is { } key ? availableDestinations.MaxBy(node => Score(key, node.DestinationId))
        : LeastBusy(availableDestinations);

    /// <summary>How much a node is a key's own: the first 64 bits of SHA-256 over both, equal on every machine.</summary>
    internal static ulong Score(string key, string node)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{node}\n{key}"), hash);
        return BinaryPrimitives.ReadUInt64LittleEndian(hash);
    }

    private static DestinationState LeastBusy(IReadOnlyList<DestinationState> nodes)
    {
        // From a random one on, else an idle cluster would send all to the first.
        var start = Random.Shared.Next(nodes.Count);
        var best = nodes[start];
        for (var i = 1; i < nodes.Count; i++)
        {
            var node = nodes[(start + i) % nodes.Count];
            if (node.ConcurrentRequestCount < best.ConcurrentRequestCount)
            {
                best = node;
            }
        }

        return best;
    }
}
