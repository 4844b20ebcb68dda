using Renderer.Profiles.Crm;

namespace Renderer.Profiles.Tokens;

/// <summary>A connection that gets no token until somebody mends it.</summary>
/// <param name="Error">OAuth's code for it.</param>
/// <param name="Times">How often in a row it was said.</param>
/// <param name="AskAgainAt">From then on the endpoint may be asked again, on the guard's clock.</param>
/// <param name="Since">When it was noticed.</param>
internal sealed record TokenBreak(string Error, int Times, TimeSpan AskAgainAt, DateTimeOffset Since);

/// <summary>Stands before a token endpoint: one that says "never again like this" is asked again after 2 s, then less and less, every 10 min in the end.</summary>
/// <param name="advise">What to do about an error.</param>
/// <param name="watch">Hears of requests, and of breaking and mending.</param>
/// <param name="clock">Measures the back-off.</param>
internal sealed class TokenGuard(Func<string?, string> advise, ConnectionWatch watch, TimeProvider clock)
{
    // Some endpoints say "invalid" while their own parts fail: the first look again is soon, and five in half a minute are no storm.
    private static readonly TimeSpan First = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    private readonly Lock gate = new();
    private volatile TokenBreak? broken;
    private bool atOnce;

    /// <summary>How it is broken; null while it is not.</summary>
    public TokenBreak? Break => broken;

    private TimeSpan Now => clock.GetElapsedTime(0);

    /// <summary>What to do about an error.</summary>
    public string Advise(string? error) => advise(error);

    /// <summary>The answer of a broken connection; null when the endpoint may be asked.</summary>
    public TokenAnswer? Refusal()
    {
        lock (gate)
        {
            return broken is { } known && Now < known.AskAgainAt && !atOnce ? Refuse(known.Error) : null;
        }
    }

    /// <summary>The next question goes to the endpoint, however broken: settings, consent or a test say so.</summary>
    public void AskAtOnce()
    {
        lock (gate)
        {
            atOnce = true;
        }
    }

    /// <summary>Whether what other nodes found out does not count now.</summary>
    public bool MustAsk
    {
        get
        {
            lock (gate)
            {
                return atOnce;
            }
        }
    }

    /// <summary>Asks where that may be done.</summary>
    public async Task<TokenAnswer> AskAsync(Func<CancellationToken, Task<TokenAnswer>> ask, CancellationToken cancellationToken) =>
        Refusal() ?? Hear(await ask(cancellationToken));

    /// <summary>Hears what the endpoint answered.</summary>
    public TokenAnswer Hear(TokenAnswer answer)
    {
        watch.TokenRequested(answer.Failure);
        if (answer.Token is not null)
        {
            Mend();
            return answer;
        }

        if (answer is { Failure: TokenFailure.Refused, Error: { } error } && OAuthErrors.IsBroken(error))
        {
            lock (gate)
            {
                // Requests that ran side by side say one thing once.
                var isNews = broken is null || broken.Error != error || Now >= broken.AskAgainAt || atOnce;
                var times = (broken?.Times ?? 0) + (isNews ? 1 : 0);
                Put(error, times, isNews ? Now + WaitAfter(times) : broken!.AskAgainAt);
            }
        }

        return answer with { Advice = advise(answer.Error) };
    }

    /// <summary>Hears what another node was answered, or that there is nothing to ask with.</summary>
    public TokenAnswer Learn(string error, int times, TimeSpan wait)
    {
        lock (gate)
        {
            Put(error, times, Now + wait);
        }

        return Refuse(error);
    }

    /// <summary>There is a token again, from wherever.</summary>
    public void Mend()
    {
        lock (gate)
        {
            atOnce = false;
            if (broken is null)
            {
                return;
            }

            broken = null;
        }

        watch.Mended();
    }

    /// <summary>How long to stay away after so many refusals in a row.</summary>
    internal static TimeSpan WaitAfter(int times) =>
        TimeSpan.FromTicks(Math.Min(Longest.Ticks, First.Ticks << Math.Clamp(times - 1, 0, 10)));

    private void Put(string error, int times, TimeSpan until)
    {
        var (before, since) = (broken, broken?.Since ?? clock.GetUtcNow());
        atOnce = false;
        broken = new TokenBreak(error, times, until, since);
        if (before?.Error != error)
        {
            watch.Broke(error, advise(error));
        }
    }

    private TokenAnswer Refuse(string error) => new(null, TokenFailure.Refused, error, Advice: advise(error));
}
