using Renderer.Profiles.Crm;

namespace Renderer.Profiles.Tokens;

/// <summary>One connection's tokens: one request however many wait, renewed ahead of their end, no failure kept longer than a moment.</summary>
/// <param name="ask">Gives a token, another one than the CRM refused, or says why there is none. Never throws.</param>
/// <param name="header">Where on a request it stands.</param>
/// <param name="watch">Hears of every answer.</param>
/// <param name="clock">Measures ages and waits.</param>
internal sealed class TokenSource(
    Func<AccessToken?, CancellationToken, Task<TokenAnswer>> ask, TokenHeader header, ConnectionWatch watch, TimeProvider clock) : ITokens
{
    /// <summary>How old the youngest running request must be before another starts beside it. Long enough that a crowd on a busy machine
    /// makes one request; short enough that a caller with 800 ms is not lost to a request that hangs.</summary>
    private static readonly TimeSpan BesideAfter = TimeSpan.FromMilliseconds(500);

    /// <summary>When a request is given up. Nobody waits that long; a slow endpoint still gets us a token for those who come later.</summary>
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromSeconds(4);

    /// <summary>How long a failure is answered without asking again, so that failing readers are no storm.</summary>
    private static readonly TimeSpan RestFor = TimeSpan.FromMilliseconds(300);

    /// <summary>The same for a connection that is broken: each look costs a question to Redis or the ledger, none to the endpoint.</summary>
    private static readonly TimeSpan RestBrokenFor = TimeSpan.FromSeconds(1);

    /// <summary>The longest that a CRM which refuses every fresh token is answered with the last one.</summary>
    private static readonly TimeSpan LongestRest = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(50);

    private readonly Lock gate = new();
    private readonly CancellationTokenSource stopping = new();
    private AccessToken? current;
    private AccessToken? refusedLast;
    private AccessToken? restedLast;
    private TaskCompletionSource<TokenAnswer>? round;
    private int running;
    private TimeSpan youngest;
    private TimeSpan restUntil;
    private TimeSpan renewAt = TimeSpan.MinValue / 2;
    private int refusals;
    private TokenAnswer failure;

    /// <inheritdoc/>
    public TokenHeader Header => header;

    private TimeSpan Now => clock.GetElapsedTime(0);

    // With a backlog of work in this process the answer may long be here: then it is we who are slow, and a crowd must not ask twice.
    private static bool IsBehind => ThreadPool.PendingWorkItemCount > 8 * Environment.ProcessorCount;

    /// <inheritdoc/>
    public async ValueTask<TokenAnswer> GetAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task<TokenAnswer> answer;
            TimeSpan patience;
            lock (gate)
            {
                if (AtOnce(Now) is { } known)
                {
                    return known;
                }

                if (running == 0 || (Now - youngest >= BesideAfter && !IsBehind))
                {
                    _ = StartAsync(refusedLast);
                }

                round ??= new TaskCompletionSource<TokenAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
                answer = round.Task;
                patience = Later(youngest + BesideAfter - Now, ShortestWait);
            }

            if (await AnsweredAsync(answer, patience, cancellationToken))
            {
                return await answer;
            }

            if (cancellationToken.IsCancellationRequested)
            {
                return new TokenAnswer(null, TokenFailure.TimedOut);
            }
        }
    }

    /// <inheritdoc/>
    public bool Drop(AccessToken refused)
    {
        lock (gate)
        {
            if (ReferenceEquals(current, refused) && Now < renewAt)
            {
                return false;
            }

            Forget(refused);
            return true;
        }
    }

    /// <inheritdoc/>
    public void Rest(AccessToken refused)
    {
        lock (gate)
        {
            // It is kept: fresh as it is, it may be good again before another is asked for. A crowd that came with it counts once.
            if (!ReferenceEquals(current, refused) || ReferenceEquals(restedLast, refused))
            {
                return;
            }

            restedLast = refused;
            refusals++;
            renewAt = Now + TimeSpan.FromTicks(Math.Min(LongestRest.Ticks, RestFor.Ticks << Math.Min(refusals - 1, 10)));
        }

        watch.TokensRefused();
    }

    /// <inheritdoc/>
    public void Took()
    {
        // Read without the gate: almost always there is nothing to forget.
        if (Volatile.Read(ref refusals) == 0)
        {
            return;
        }

        lock (gate)
        {
            (refusals, renewAt) = (0, TimeSpan.MinValue / 2);
        }
    }

    /// <summary>Ends the rest after a failure: what was wrong may be mended.</summary>
    public void AskAtOnce()
    {
        lock (gate)
        {
            (restUntil, renewAt) = (TimeSpan.Zero, TimeSpan.MinValue / 2);
        }
    }

    /// <summary>Asks for another token than the present one, which is used until there is one.</summary>
    public Task<TokenAnswer> RenewAsync(CancellationToken cancellationToken)
    {
        lock (gate)
        {
            restUntil = TimeSpan.Zero;
            return StartAsync(current).WaitAsync(cancellationToken);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await stopping.CancelAsync();

    private TokenAnswer? AtOnce(TimeSpan now)
    {
        if (current is null || now >= current.EndsAt)
        {
            return running == 0 && now < restUntil ? failure : null;
        }

        if (now >= current.RenewAt && running == 0 && now >= restUntil)
        {
            _ = StartAsync(refusedLast);
        }

        return new TokenAnswer(current);
    }

    private Task<TokenAnswer> StartAsync(AccessToken? refused)
    {
        running++;
        youngest = Now;
        return Task.Run(() => AskAsync(refused));
    }

    private async Task<TokenAnswer> AskAsync(AccessToken? refused)
    {
        using var limit = new CancellationTokenSource(GiveUpAfter, clock);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stopping.Token);
        var answer = await ask(refused, end.Token);
        TaskCompletionSource<TokenAnswer>? waiting = null;
        bool isFelt;
        lock (gate)
        {
            running--;
            isFelt = answer.Token is not null || (running == 0 && (current is null || Now >= current.EndsAt));
            if (answer.Token is { } token)
            {
                current = current is null || token.EndsAt > current.EndsAt ? token : current;
                restUntil = TimeSpan.Zero;
                (waiting, round) = (round, null);
            }
            else if (running == 0)
            {
                failure = answer;
                restUntil = Now + (answer.RetryAfter ?? (OAuthErrors.IsBroken(answer.Error) ? RestBrokenFor : RestFor));
                (waiting, round) = (round, null);
            }
        }

        watch.TokenAnswered(answer, isFelt); // told before anybody goes on with it
        waiting?.TrySetResult(answer);
        return answer;
    }

    private void Forget(AccessToken refused)
    {
        if (ReferenceEquals(current, refused))
        {
            (current, refusedLast) = (null, refused);
        }
    }

    private static TimeSpan Later(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private async Task<bool> AnsweredAsync(Task answer, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var first = await Task.WhenAny(answer, Task.Delay(patience, clock, waiting.Token));
        await waiting.CancelAsync();
        return first == answer;
    }
}
