using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Renderer.Server.Problems;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.LoadBalancing;
using Yarp.ReverseProxy.Transforms;
using Yarp.ReverseProxy.Transforms.Builder;

namespace Renderer.Server.Gateway;

/// <summary>This binary as the front of several nodes, in place of everything else it can be.</summary>
internal static class GatewayApp
{
    private const string All = "nodes";

    public static void AddGateway(IServiceCollection services, GatewayOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton<Drain>();
        services.AddHostedService(provider => provider.GetRequiredService<Drain>());
        services.Configure<HostOptions>(host => host.ShutdownTimeout = options.DrainDelay + options.DrainLimit);
        // The limits of bodies are the nodes' own: they know a line of a stream from a body.
        services.Configure<KestrelServerOptions>(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        services.AddLogging(Quiet);
        services.AddSingleton<IForwarderHttpClientFactory, NodeClientFactory>();
        services.AddSingleton<ILoadBalancingPolicy, AffinityPolicy>();
        services.AddSingleton<IPassiveHealthCheckPolicy, FaultPolicy>();
        services.AddReverseProxy().LoadFromMemory([Route()], [Cluster(options)]).AddTransforms(Forwarded);
    }

    /// <summary>Maps the health routes, and all others to the nodes.</summary>
    public static void MapGateway(WebApplication app)
    {
        HealthEndpoint.Map(app);
        app.MapReverseProxy(proxy =>
        {
            proxy.Use(StreamStep.InvokeAsync);
            proxy.Use(FaultAnswerStep.InvokeAsync);
            proxy.Use(OnceMoreStep.InvokeAsync);
            proxy.UseLoadBalancing();
            proxy.UsePassiveHealthChecks();
        });
    }

    /// <summary>The management port is the gateway's own: its health and its metrics, and nothing of the nodes.</summary>
    public static void UseManagement(WebApplication app, int port) => app.UseWhen(http => http.Connection.LocalPort == port, own =>
    {
        own.UseOpenTelemetryPrometheusScrapingEndpoint();
        own.Use((http, next) => http.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal)
            ? next(http)
            : new Problem(ProblemCode.NotFound, "The management port of a gateway serves /health and /metrics.").ExecuteAsync(http));
    });

    /// <summary>YARP tells of every request and every probe; that a node leaves or comes back is what is worth a line.</summary>
    private static void Quiet(ILoggingBuilder logging) => logging
        .AddFilter("Yarp", LogLevel.Warning)
        .AddFilter("Yarp.ReverseProxy.Health.ActiveHealthCheckMonitor", LogLevel.Critical)
        .AddFilter("Yarp.ReverseProxy.Health.DestinationHealthUpdater", LogLevel.Information);

    private static RouteConfig Route() => new() { RouteId = All, ClusterId = All, Match = new RouteMatch { Path = "/{**rest}" } };

    private static ClusterConfig Cluster(GatewayOptions options) => new()
    {
        ClusterId = All,
        LoadBalancingPolicy = AffinityPolicy.PolicyName,
        Destinations = options.Nodes.ToDictionary(
            node => node.GetLeftPart(UriPartial.Authority),
            node => new DestinationConfig { Address = node.GetLeftPart(UriPartial.Authority) }),
        HealthCheck = new HealthCheckConfig
        {
            // With every node bad, all are tried: a render that may work is better than none.
            AvailableDestinationsPolicy = "HealthyOrPanic",
            Active = new ActiveHealthCheckConfig
            {
                Enabled = true,
                Path = "/health/ready",
                Interval = options.ProbeInterval,
                Timeout = FaultPolicy.ProbeTimeout(options),
                Policy = "ConsecutiveFailures",
            },
            Passive = new PassiveHealthCheckConfig { Enabled = true, Policy = FaultPolicy.PolicyName },
        },
        Metadata = new Dictionary<string, string> { [ConsecutiveFailuresHealthPolicyOptions.ThresholdMetadataName] = "2" },
        // Header values are passed on as the callers encode them.
        HttpClient = new HttpClientConfig { RequestHeaderEncoding = "utf-8" },
        HttpRequest = new ForwarderRequestConfig
        {
            Version = System.Net.HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            ActivityTimeout = options.IdleTimeout,
        },
    };

    private static void Forwarded(TransformBuilderContext transforms)
    {
        // Appended, never replaced: a node that trusts this gateway reads them from the right, up to whom it does not trust.
        transforms.AddXForwarded(ForwardedTransformActions.Append);
        transforms.AddOriginalHost();
        transforms.RequestTransforms.Add(new RawTarget());
    }
}
