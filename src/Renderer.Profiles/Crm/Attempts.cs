using Polly;
using Polly.Retry;
using Polly.Timeout;
using Renderer.Model;
using Renderer.Profiles.Crm.Protection;

namespace Renderer.Profiles.Crm;

/// <summary>The resilience of calls to a CRM: what an attempt may take, what is tried again, and how many run at once.</summary>
internal static class Attempts
{
    private const int MaxRetries = 2;

    /// <summary>Another attempt is not worth starting with less than this.</summary>
    private static readonly TimeSpan WorthTrying = TimeSpan.FromMilliseconds(60);

    /// <summary>The pipeline of one kind of call, outermost first.</summary>
    /// <param name="settings">The attempt's time limit.</param>
    /// <param name="circuit">The circuit of this kind of call.</param>
    /// <param name="gate">The connection's gate, shared by all kinds of calls.</param>
    /// <param name="clock">For all waits.</param>
    public static ResiliencePipeline<HttpResponseMessage> Pipeline(
        ConnectionSettings settings, Circuit circuit, Gate gate, TimeProvider clock) =>
        new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = clock }
            .AddRetry(Retry())
            .AddStrategy(_ => circuit, new CircuitOptions())
            .AddStrategy(_ => new GateStrategy(gate, clock), new GateOptions())
            .AddTimeout(Limit(settings))
            .Build();

    /// <summary>The pipeline of a probe: one attempt, past the circuit.</summary>
    public static ResiliencePipeline<HttpResponseMessage> ProbePipeline(ConnectionSettings settings, Gate gate, TimeProvider clock) =>
        new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = clock }
            .AddStrategy(_ => new GateStrategy(gate, clock), new GateOptions())
            .AddTimeout(Limit(settings))
            .Build();

    /// <summary>Whether an attempt failed in a way that says something of the CRM's health: no 4xx does.</summary>
    public static bool Failed(Outcome<HttpResponseMessage> outcome) => outcome.Exception is { } exception
        ? exception is HttpRequestException or IOException or InvalidDataException or TimeoutRejectedException
        : outcome.Result is { } response && (int)response.StatusCode >= 500;

    private sealed class CircuitOptions : ResilienceStrategyOptions;

    private sealed class GateOptions : ResilienceStrategyOptions;

    private static RetryStrategyOptions<HttpResponseMessage> Retry() => new()
    {
        MaxRetryAttempts = MaxRetries,
        ShouldHandle = args => ValueTask.FromResult(Failed(args.Outcome) && Left(args.Context) >= WorthTrying),
        DelayGenerator = args => ValueTask.FromResult<TimeSpan?>(
            TimeSpan.FromMilliseconds((10 + Random.Shared.Next(20)) * (args.AttemptNumber + 1))),
    };

    private static TimeoutStrategyOptions Limit(ConnectionSettings settings) => new()
    {
        TimeoutGenerator = args => ValueTask.FromResult(Least(settings.AttemptTimeout, Left(args.Context))),
    };

    // Polly takes zero for "no limit".
    private static TimeSpan Least(TimeSpan a, TimeSpan b) =>
        TimeSpan.FromTicks(Math.Max(Math.Min(a.Ticks, b.Ticks), TimeSpan.TicksPerMillisecond));

    private static TimeSpan Left(ResilienceContext context) => CrmCall.Of(context.GetRequestMessage()).Budget.Left;
}
