using System.Diagnostics.Metrics;
using System.Net;
using Renderer.Model;
using Renderer.Profiles.Outbound;
using Renderer.Server.Problems;
using Yarp.ReverseProxy.Forwarder;

namespace Renderer.Server.Assets;

/// <summary>Streams a file from its origin to whoever asks, by YARP, over connections that only admitted addresses are opened for.</summary>
internal sealed class AssetForwarder : IDisposable
{
    /// <summary>The longest that one file may take altogether, so that neither a slow origin nor a slow reader holds its connection for ever.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    /// <summary>How long an origin that fails is left alone, for one file.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(5);

    /// <summary>Files that one origin is asked for at once; others wait, within the origin's timeout.</summary>
    private const int AtOnce = 64;

    private static readonly Meter Meter = new("Renderer.Server");
    private readonly IHttpForwarder forwarder;
    private readonly TimeProvider clock;
    private readonly HttpMessageInvoker client;
    private readonly Counter<long> fetches;

    public AssetForwarder(IHttpForwarder forwarder, OutboundPolicy policy, TimeProvider clock)
    {
        (this.forwarder, this.clock) = (forwarder, clock);
        var handler = policy.CreateHandler();
        handler.MaxConnectionsPerServer = AtOnce;
        client = new HttpMessageInvoker(handler);
        fetches = Meter.CreateCounter<long>("renderer_asset_fetches", description: "Files asked of origins, by workspace, origin and result; what the cache answers is not counted.");
    }

    public async Task<IResult> ForwardAsync(HttpContext http, WorkspaceName workspace, AssetOrigin origin, Uri target)
    {
        var transform = new AssetTransform(origin, target);
        var config = new ForwarderRequestConfig
        {
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            ActivityTimeout = origin.Timeout,
        };
        using var late = new CancellationTokenSource(Longest, clock);
        var error = await forwarder.SendAsync(http, target.GetLeftPart(UriPartial.Authority), client, config, transform, late.Token);
        var result = Result(http, error, transform.Result);
        fetches.Add(1, new("workspace", workspace.ToString()), new("origin", origin.Name), new("result", result.Label()));
        return result == AssetResult.Served ? Results.Empty : Refuse(http, result);
    }

    public void Dispose() => client.Dispose();

    private static AssetResult Result(HttpContext http, ForwarderError error, AssetResult answered) => error switch
    {
        ForwarderError.None => answered,
        _ when answered != AssetResult.Served => answered,
        ForwarderError.ResponseBodyDestination or ForwarderError.ResponseBodyCanceled => AssetResult.Cut, // by the origin, by its silence, or by who asked
        ForwarderError.ResponseBodyClient => AssetResult.Left,
        _ when http.RequestAborted.IsCancellationRequested => AssetResult.Left,
        ForwarderError.RequestTimedOut or ForwarderError.RequestCanceled => AssetResult.Late,
        _ => AssetResult.Unreachable,
    };

    /// <summary>What went wrong is the metric's to tell: whoever asks learns that there is no file, and nothing of the origin.</summary>
    private static IResult Refuse(HttpContext http, AssetResult result)
    {
        if (http.Response.HasStarted || result == AssetResult.Left)
        {
            // Half a file, which YARP has cut off.
            AssetCachePolicy.Forget(http);
            return Results.Empty;
        }

        AssetCachePolicy.Keep(http, Rest);
        AssetHeaders.WriteRefusal(http.Response);
        return result == AssetResult.Missing
            ? new Problem(ProblemCode.NotFound, "The origin has no such file.")
            : new Problem(ProblemCode.AssetFailed, "The origin did not give this file in time, or not as 'assets' in workspace.yaml admits it; renderer_asset_fetches says which.");
    }
}
