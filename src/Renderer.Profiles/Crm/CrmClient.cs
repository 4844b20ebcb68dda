using System.Net;
using Microsoft.Extensions.Http.Resilience;
using Polly.Timeout;
using Refit;
using Renderer.Model;
using Renderer.Profiles.Crm.Protection;
using Renderer.Profiles.Tokens;

namespace Renderer.Profiles.Crm;

/// <summary>What one kind of CRM says of its API.</summary>
/// <param name="BaseUrl">Where it is.</param>
/// <param name="MaxAnswerBytes">The most that an answer may have, decompressed.</param>
/// <param name="Wait">How long to stay away after a 429 that says nothing of it.</param>
/// <param name="IsNobody">Whether the body of a 404 (or of what <paramref name="NobodyStatus"/> names) says that there is no such person, rather than no such address.</param>
/// <param name="Probe">Asks for nobody by a call of this kind.</param>
/// <param name="Quotas">What an answer's headers say of limits, and when it was heard; null for a CRM that never does.</param>
/// <param name="NobodyStatus">The statuses whose body is asked for it; null: 404.</param>
internal sealed record CrmApi(
    Uri BaseUrl,
    int MaxAnswerBytes,
    Func<HttpResponseMessage, CancellationToken, Task<TimeSpan>> Wait,
    Func<string?, bool> IsNobody,
    Func<CrmCallKind, CrmCall, CancellationToken, Task<IApiResponse>> Probe,
    Func<HttpResponseMessage, DateTimeOffset, IReadOnlyList<CrmQuota>>? Quotas = null,
    Func<HttpStatusCode, bool>? NobodyStatus = null);

/// <summary>What a call brought.</summary>
/// <param name="Value">The answer; null unless the reason is <see cref="Reason.None"/>.</param>
/// <param name="Reason">Why there is none.</param>
/// <param name="Refusal">What it was answered with instead; null where nothing was.</param>
internal readonly record struct CrmReply<T>(T? Value, Reason Reason, CrmRefusal? Refusal = null)
{
    /// <summary>The CRM found the request itself at fault (400): asked the same again, it answers the same.</summary>
    public bool IsRefused => Refusal?.Status == HttpStatusCode.BadRequest;
}

/// <summary>An answer that is no success.</summary>
/// <param name="Status">Its status.</param>
/// <param name="Body">Its body; may name people, so never logged.</param>
internal sealed record CrmRefusal(HttpStatusCode Status, string? Body);

/// <summary>Calls one CRM: the handlers that every call passes, and the one place where whatever comes back becomes a reason.</summary>
internal sealed class CrmClient : IAsyncDisposable
{
    /// <summary>How much later than the attempt the whole read is ended, so that a hung attempt ends as one, and counts.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(10);

    private static readonly TimeSpan ProbeLimit = TimeSpan.FromSeconds(2);

    private readonly CrmApi api;
    private readonly ConnectionSettings settings;
    private readonly ConnectionWatch watch;
    private readonly TimeProvider clock;
    private readonly Pause pause;
    private readonly Refusals refusals;
    private readonly Gate gate;
    private readonly Circuit one;
    private readonly Circuit many;

    /// <summary>Composes a client.</summary>
    /// <param name="api">The CRM.</param>
    /// <param name="settings">Time limits and places.</param>
    /// <param name="tokens">The connection's tokens; null for a CRM that wants none.</param>
    /// <param name="wire">The guarded handler that connects; disposed with the client.</param>
    /// <param name="watch">Hears of everything.</param>
    /// <param name="clock">For all waits.</param>
    public CrmClient(CrmApi api, ConnectionSettings settings, ITokens? tokens, HttpMessageHandler wire, ConnectionWatch watch, TimeProvider clock)
    {
        (this.api, this.settings, this.watch, this.clock) = (api, settings, watch, clock);
        pause = new Pause(clock);
        gate = watch.Gate ??= new Gate(settings, window: null, watch, clock);
        refusals = new Refusals(pause, watch);
        one = new Circuit(CrmCallKind.One, stop => AnswersAsync(CrmCallKind.One, stop), watch, clock);
        many = new Circuit(CrmCallKind.Many, stop => AnswersAsync(CrmCallKind.Many, stop), watch, clock);
        Http = new HttpClient(Compose(tokens, wire)) { BaseAddress = api.BaseUrl, Timeout = Timeout.InfiniteTimeSpan };
        Http.DefaultRequestHeaders.Accept.ParseAdd("application/json");
        Http.DefaultRequestHeaders.UserAgent.ParseAdd("Renderer");
    }

    /// <summary>For the CRM's Refit interface; each of its requests carries a <see cref="CrmCall"/>.</summary>
    public HttpClient Http { get; }

    /// <summary>Why calls are known to fail now; <see cref="Reason.None"/> when they are not.</summary>
    public Reason Trouble =>
        pause.Why is { } why ? why
        : one.IsOpen ? one.Why
        : many.IsOpen ? many.Why
        : watch.TokensFail ? Reason.CrmUnauthorized
        : Reason.None;

    /// <summary>What the CRM last said of its tightest limit.</summary>
    public CrmQuota? Quota => gate.Told.Tightest;

    /// <summary>Makes one call within the budget. Throws only when the caller ends it.</summary>
    public async ValueTask<CrmReply<T>> AskAsync<T>(
        CrmCallKind kind, int people, Budget budget, Func<CrmCall, CancellationToken, Task<ApiResponse<T>>> ask, CancellationToken cancellationToken)
    {
        var began = clock.GetTimestamp();
        using var trace = watch.Start(kind, people);
        var reply = await TryAsync(new CrmCall(kind, budget), ask, cancellationToken);
        if (reply.Reason != Reason.None)
        {
            cancellationToken.ThrowIfCancellationRequested(); // then the reason is the caller's own
        }

        trace?.SetTag("renderer.crm.result", reply.Reason.Label() ?? "ok");
        watch.Read(kind, reply.Reason, clock.GetElapsedTime(began));
        return reply;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await one.DisposeAsync();
        await many.DisposeAsync();
        Http.Dispose();
    }

    private HttpMessageHandler Compose(ITokens? tokens, HttpMessageHandler wire)
    {
        var ofOne = Attempts.Pipeline(settings, one, gate, clock);
        var ofMany = Attempts.Pipeline(settings, many, gate, clock);
        var ofProbe = Attempts.ProbePipeline(settings, gate, clock);
        DelegatingHandler[] outermostFirst =
        [
            .. tokens is null ? [] : new DelegatingHandler[] { new TokenHandler(tokens) },
            new ResilienceHandler(request => CrmCall.Of(request).Kind switch
            {
                CrmCallKind.One => ofOne,
                CrmCallKind.Many => ofMany,
                _ => ofProbe,
            }),
            new PauseHandler(pause, api.Wait, watch, clock),
            new QuotaHandler(gate.Told, api.Quotas ?? ((_, _) => []), clock),
            new WholeAnswerHandler(api.MaxAnswerBytes, watch),
        ];
        return outermostFirst.Reverse().Aggregate(wire, (inner, outer) =>
        {
            outer.InnerHandler = inner;
            return outer;
        });
    }

    private async ValueTask<CrmReply<T>> TryAsync<T>(
        CrmCall call, Func<CrmCall, CancellationToken, Task<ApiResponse<T>>> ask, CancellationToken cancellationToken)
    {
        if (AtOnce(call) is { } known)
        {
            return new CrmReply<T>(default, known);
        }

        using var limit = new CancellationTokenSource(call.Budget.Left + Grace, clock);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var response = await ask(call, end.Token);
            var reply = response is { IsSuccessful: true, Content: { } value }
                ? new CrmReply<T>(value, Reason.None)
                : new CrmReply<T>(default, Explain(response), RefusalOf(response));
            if (response.StatusCode is { } status)
            {
                refusals.Hear((int)status, reply.Reason);
            }

            return reply;
        }
        catch (Exception exception)
        {
            return new CrmReply<T>(default, Explain(exception));
        }
    }

    // Most reads of a bad time end here: without an exception, a request or a token.
    private Reason? AtOnce(CrmCall call)
    {
        var circuit = call.Kind == CrmCallKind.Many ? many : one;
        return pause.Why is { } why ? why
            : circuit.IsOpen ? circuit.Why
            : call.Budget.Left == TimeSpan.Zero ? Reason.CrmTimeout
            : null;
    }

    private Reason Explain<T>(ApiResponse<T> response) => response.StatusCode switch
    {
        null => Explain(response.Error),
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => Reason.CrmUnauthorized,
        HttpStatusCode.TooManyRequests => Reason.CrmLimited,
        { } status when (api.NobodyStatus?.Invoke(status) ?? status == HttpStatusCode.NotFound)
            && response.Error is ApiException { Content: var body } && api.IsNobody(body) => Reason.ProfileMissing,
        _ => Reason.CrmError,
    };

    private static CrmRefusal? RefusalOf<T>(ApiResponse<T> response) =>
        response is { StatusCode: { } status, IsSuccessful: false } ? new CrmRefusal(status, (response.Error as ApiException)?.Content) : null;

    private static Reason Explain(Exception? exception) => exception switch
    {
        ApiRequestException { InnerException: { } inner } => Explain(inner),
        CrmFailureException failure => failure.Reason,
        TimeoutRejectedException or OperationCanceledException => Reason.CrmTimeout,
        _ => Reason.CrmError,
    };

    private async Task<bool> AnswersAsync(CrmCallKind kind, CancellationToken stop)
    {
        var limit = settings.AttemptTimeout < ProbeLimit ? settings.AttemptTimeout : ProbeLimit;
        try
        {
            using var response = await new CallTerms(CrmPurpose.Send).AskAsync<IApiResponse>(
                async () => await api.Probe(kind, new CrmCall(CrmCallKind.Probe, Budget.Start(clock, limit)), stop));
            return (int?)response.StatusCode < 500;
        }
        catch (Exception)
        {
            return false;
        }
    }
}
