using Polly;
using Polly.Timeout;
using Renderer.Model;
using Outcome = Polly.Outcome;

namespace Renderer.Profiles.Crm;

/// <summary>The circuit breaker of one kind of call. Once open, callers are answered at once, and a probe in the background, four times a
/// second, finds out whether the CRM answers again, so that no caller pays for the finding out. Polly's own breaker lets a caller try,
/// and counts a caller who gave up as a success.</summary>
/// <param name="kind">Which calls run over it.</param>
/// <param name="probe">Asks the CRM something cheap of the same kind; true when it answered.</param>
/// <param name="watch">Hears of opening and closing.</param>
/// <param name="clock">Times failures and probes.</param>
internal sealed class Circuit(CrmCallKind kind, Func<CancellationToken, Task<bool>> probe, ConnectionWatch watch, TimeProvider clock)
    : ResilienceStrategy<HttpResponseMessage>, IAsyncDisposable
{
    /// <summary>It opens when so many attempts failed in a row...</summary>
    private const int FailuresInARow = 3;

    /// <summary>...and for so long nothing was answered: the retries of one read alone do not open it.</summary>
    private static readonly TimeSpan Unanswered = TimeSpan.FromMilliseconds(250);

    /// <summary>A timeout shorter than this says more of the caller's hurry than of the CRM.</summary>
    private static readonly TimeSpan TellingTimeout = TimeSpan.FromMilliseconds(200);

    private static readonly TimeSpan ProbeEvery = TimeSpan.FromMilliseconds(250);

    private readonly Lock gate = new();
    private readonly CancellationTokenSource stopping = new();
    private int failures;
    private TimeSpan unansweredSince;
    private TimeSpan answeredAt;
    private int openings;
    private volatile bool open;

    /// <summary>The CRM is known to fail.</summary>
    public bool IsOpen => open;

    /// <summary>What the last failed attempt failed of: the reason that callers get while it is open.</summary>
    public Reason Why { get; private set; } = Reason.CrmError;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        if (open)
        {
            watch.Ended(kind);
        }
    }

    protected override async ValueTask<Outcome<HttpResponseMessage>> ExecuteCore<TState>(
        Func<ResilienceContext, TState, ValueTask<Outcome<HttpResponseMessage>>> callback, ResilienceContext context, TState state)
    {
        if (open)
        {
            return Outcome.FromException<HttpResponseMessage>(new CrmFailureException(Why));
        }

        var begun = clock.GetElapsedTime(0);
        var outcome = await callback(context, state);
        if (outcome.Exception is TimeoutRejectedException timeout)
        {
            if (timeout.Timeout >= TellingTimeout)
            {
                Failed(begun, Reason.CrmTimeout);
            }
        }
        else if (Attempts.Failed(outcome))
        {
            Failed(begun, Reason.CrmError);
        }
        else if (outcome.Exception is null)
        {
            Answered();
        }

        return outcome;
    }

    private void Answered()
    {
        lock (gate)
        {
            failures = 0;
            answeredAt = clock.GetElapsedTime(0);
            if (!open)
            {
                return;
            }

            open = false;
        }

        watch.Closed(kind);
    }

    private void Failed(TimeSpan begun, Reason why)
    {
        int opening;
        lock (gate)
        {
            Why = why;
            unansweredSince = failures++ > 0 ? unansweredSince : begun > answeredAt ? begun : answeredAt;
            if (open || failures < FailuresInARow || clock.GetElapsedTime(0) - unansweredSince < Unanswered)
            {
                return;
            }

            open = true;
            opening = ++openings;
        }

        watch.Opened(kind, why);
        _ = Task.Run(() => ProbeAsync(opening));
    }

    private async Task ProbeAsync(int opening)
    {
        while (true)
        {
            await Task.Delay(ProbeEvery, clock, stopping.Token);
            if (!open || opening != Volatile.Read(ref openings))
            {
                return;
            }

            _ = ProbeOnceAsync(); // not awaited: one that hangs must not hold up the next
        }
    }

    private async Task ProbeOnceAsync()
    {
        if (await probe(stopping.Token))
        {
            Answered();
        }
    }
}
