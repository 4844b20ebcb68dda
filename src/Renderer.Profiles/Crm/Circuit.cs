using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;
using Renderer.Model;

namespace Renderer.Profiles.Crm;

/// <summary>The circuit breaker of one kind of call. Once open, callers are answered at once; only a probe in the background, several
/// times a second, finds out whether the CRM answers again, so that no caller pays for the finding out.</summary>
internal sealed class Circuit : IAsyncDisposable
{
    private static readonly TimeSpan ProbeEvery = TimeSpan.FromMilliseconds(250);

    /// <summary>A timeout shorter than this says more of the caller's hurry than of the CRM.</summary>
    private static readonly TimeSpan TellingTimeout = TimeSpan.FromMilliseconds(200);

    private readonly CrmCallKind kind;
    private readonly Func<CancellationToken, Task<bool>> probe;
    private readonly ConnectionWatch watch;
    private readonly TimeProvider clock;
    private readonly CircuitBreakerManualControl control = new();
    private readonly CancellationTokenSource stopping = new();

    /// <summary>Makes a closed circuit.</summary>
    /// <param name="kind">Which calls run over it.</param>
    /// <param name="probe">Asks the CRM something cheap of the same kind; true when it answered.</param>
    /// <param name="watch">Hears of opening and closing.</param>
    /// <param name="clock">Times the probes.</param>
    public Circuit(CrmCallKind kind, Func<CancellationToken, Task<bool>> probe, ConnectionWatch watch, TimeProvider clock)
    {
        (this.kind, this.probe, this.watch, this.clock) = (kind, probe, watch, clock);
        Options = new CircuitBreakerStrategyOptions<HttpResponseMessage>
        {
            ShouldHandle = args => ValueTask.FromResult(Note(args.Outcome)),
            FailureRatio = 0.9, // retries carry us over a CRM that fails half of the time
            MinimumThroughput = 3,
            SamplingDuration = TimeSpan.FromSeconds(2),
            BreakDuration = TimeSpan.FromDays(1), // ended by the probe
            ManualControl = control,
            OnOpened = _ => OnOpened(),
        };
    }

    /// <summary>For Polly.</summary>
    public CircuitBreakerStrategyOptions<HttpResponseMessage> Options { get; }

    /// <summary>What the last failed call failed of: the reason that callers get while it is open.</summary>
    public Reason Why { get; private set; } = Reason.CrmError;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await stopping.CancelAsync();

    private bool Note(Outcome<HttpResponseMessage> outcome)
    {
        var failed = outcome.Exception is TimeoutRejectedException { Timeout: var given } ? given >= TellingTimeout : Attempts.Failed(outcome);
        if (failed)
        {
            Why = outcome.Exception is TimeoutRejectedException ? Reason.CrmTimeout : Reason.CrmError;
        }

        return failed;
    }

    private ValueTask OnOpened()
    {
        watch.Opened(kind, Why);
        _ = Task.Run(ProbeUntilItAnswersAsync);
        return ValueTask.CompletedTask;
    }

    private async Task ProbeUntilItAnswersAsync()
    {
        var answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        while (!answered.Task.IsCompleted && !stopping.IsCancellationRequested)
        {
            await Task.WhenAny(answered.Task, Task.Delay(ProbeEvery, clock, stopping.Token));
            _ = ProbeOnceAsync(answered); // not awaited: one that hangs must not hold up the next
        }

        if (answered.Task.IsCompleted)
        {
            await control.CloseAsync(CancellationToken.None);
            watch.Closed(kind);
        }
    }

    private async Task ProbeOnceAsync(TaskCompletionSource answered)
    {
        if (!answered.Task.IsCompleted && await probe(stopping.Token))
        {
            answered.TrySetResult();
        }
    }
}
