using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Renderer.Server.Health;

/// <summary>Traces and metrics: routes, templates, outcomes and states; never a person, a token or a query.</summary>
internal static class Telemetry
{
    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        var exports = builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is { Length: > 0 };
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("renderer"))
            .WithTracing(traces =>
            {
                traces.AddSource("Renderer.Messages", "Renderer.Profiles", "Renderer.Ledger").AddAspNetCoreInstrumentation(options =>
                {
                    // The path may carry a person's id, the query an e-mail or a key: the route's template says enough.
                    options.EnrichWithHttpRequest = (activity, request) => Redact(activity, request.HttpContext);
                    options.EnrichWithHttpResponse = (activity, response) => Redact(activity, response.HttpContext);
                });
                if (exports)
                {
                    traces.AddOtlpExporter();
                }
            })
            .WithMetrics(metrics =>
            {
                metrics
                    .AddMeter("Renderer.Server", "Renderer.Messages", "Renderer.Profiles", "Renderer.Ledger", "Renderer.Templates")
                    .AddAspNetCoreInstrumentation()
                    .AddRuntimeInstrumentation()
                    .AddPrometheusExporter();
                if (exports)
                {
                    metrics.AddOtlpExporter();
                }
            });
    }

    private static void Redact(System.Diagnostics.Activity activity, HttpContext http)
    {
        var route = (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "unmatched";
        activity.SetTag("url.path", route).SetTag("url.query", null).SetTag("url.full", null);

        // Who opens a mail is told by rules, and then nobody needs it any more.
        activity.SetTag("user_agent.original", null).SetTag("client.address", null).SetTag("network.peer.address", null);
    }
}
