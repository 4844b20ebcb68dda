using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Renderer.Model;
using Renderer.Profiles.Tokens;

namespace Renderer.Profiles.Crm;

/// <summary>What an operator sees of one connection: its metrics, and one log line for each change of its state, not for each request.</summary>
/// <param name="workspace">Whose connection it is.</param>
/// <param name="connection">Its name.</param>
/// <param name="clock">For what is said at most once a minute.</param>
/// <param name="logger">Where it is said.</param>
internal sealed partial class ConnectionWatch(WorkspaceName workspace, string connection, TimeProvider clock, ILogger logger)
{
    private static readonly TimeSpan Repeat = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, TimeSpan> said = new();
    private int tokens;

    /// <summary>The last that was heard of tokens is that there are none.</summary>
    public bool TokensFail => Volatile.Read(ref tokens) != (int)TokenFailure.None;

    /// <summary>Starts the trace of a read; null when nobody listens.</summary>
    public Activity? Start(CrmCallKind kind, int people)
    {
        var activity = CrmMetrics.Traces.StartActivity("crm read", ActivityKind.Client);
        activity?.SetTag("renderer.workspace", workspace.ToString()).SetTag("renderer.connection", connection);
        activity?.SetTag("renderer.crm.call", Label(kind)).SetTag("renderer.crm.people", people);
        return activity;
    }

    /// <summary>A read ended.</summary>
    public void Read(CrmCallKind kind, Reason reason, TimeSpan took)
    {
        var tags = Tags();
        tags.Add("call", Label(kind));
        tags.Add("result", reason.Label() ?? "ok");
        CrmMetrics.Reads.Record(took.TotalSeconds, tags);
    }

    /// <summary>A request to the API was answered; 0 is no answer.</summary>
    public void Requested(CrmCallKind kind, int status)
    {
        var tags = Tags();
        tags.Add("call", Label(kind));
        tags.Add("status", status);
        CrmMetrics.Requests.Add(1, tags);
    }

    /// <summary>The CRM refused a read. Of a token that can be renewed <see cref="TokensRefused"/> has told.</summary>
    public void Refused(int status)
    {
        if (!IsDue(status == 401 ? "401" : $"status {status}"))
        {
            return;
        }

        switch (status)
        {
            case 401:
                Log.TokenOfFileRefused(logger, workspace, connection);
                break;
            case 404:
                Log.WrongAddress(logger, workspace, connection);
                break;
            default:
                Log.Refused(logger, workspace, connection, status);
                break;
        }
    }

    /// <summary>A token request ended.</summary>
    public void TokenRequested(TokenFailure failure)
    {
        var tags = Tags();
        tags.Add("result", failure.Label());
        CrmMetrics.TokenRequests.Add(1, tags);
    }

    /// <summary>A token was to be had or not; not each is asked for at the endpoint.</summary>
    /// <param name="answer">What there is.</param>
    /// <param name="isFelt">It matters to readers: no other token and no other request makes up for it.</param>
    public void TokenAnswered(TokenAnswer answer, bool isFelt)
    {
        if (!isFelt || Interlocked.Exchange(ref tokens, (int)answer.Failure) == (int)answer.Failure)
        {
            return;
        }

        switch (answer.Failure)
        {
            case TokenFailure.None:
                Log.TokensAreBack(logger, workspace, connection);
                break;
            case TokenFailure.Refused when OAuthErrors.IsBroken(answer.Error):
                break; // Broke has told
            case TokenFailure.Refused:
                Log.TokenRefused(logger, workspace, connection, answer.Error ?? "no known error code", answer.Advice);
                break;
            case TokenFailure.NotKept:
                Log.TokenNotKept(logger, workspace, connection);
                break;
            default:
                Log.TokenFailed(logger, workspace, connection, answer.Failure.Label());
                break;
        }
    }

    /// <summary>The connection gets no token until somebody mends it.</summary>
    public void Broke(string error, string advice)
    {
        CrmMetrics.Broken.Record(1, Tags());
        Log.Broken(logger, workspace, connection, error, advice);
    }

    /// <summary>A broken connection got a token.</summary>
    public void Mended()
    {
        CrmMetrics.Broken.Record(0, Tags());
        if (!TokensFail)
        {
            Log.TokensAreBack(logger, workspace, connection);
        }
    }

    /// <summary>The CRM refused a fresh token.</summary>
    public void TokensRefused()
    {
        if (IsDue("401"))
        {
            Log.FreshTokenRefused(logger, workspace, connection);
        }
    }

    /// <summary>A circuit opened.</summary>
    public void Opened(CrmCallKind kind, Reason why)
    {
        CrmMetrics.CircuitOpen.Record(1, CircuitTags(kind));
        Log.Opened(logger, workspace, connection, Label(kind), why.Label());
    }

    /// <summary>A circuit closed.</summary>
    public void Closed(CrmCallKind kind)
    {
        CrmMetrics.CircuitOpen.Record(0, CircuitTags(kind));
        Log.Closed(logger, workspace, connection, Label(kind));
    }

    /// <summary>A connection went while its circuit was open: its successor begins anew.</summary>
    public void Ended(CrmCallKind kind) => CrmMetrics.CircuitOpen.Record(0, CircuitTags(kind));

    /// <summary>The CRM asked us to wait.</summary>
    public void Paused(TimeSpan wait)
    {
        CrmMetrics.PausedUntil.Record((clock.GetUtcNow() + wait).ToUnixTimeMilliseconds() / 1000.0, Tags());
        if (IsDue("429"))
        {
            Log.Paused(logger, workspace, connection, wait.TotalSeconds);
        }
    }

    /// <summary>The CRM answered with another person than the one asked for.</summary>
    public void MixedUp()
    {
        if (IsDue("mixed up"))
        {
            Log.MixedUp(logger, workspace, connection);
        }
    }

    /// <summary>The CRM has no such attribute, or does not show it to us; people are read without it.</summary>
    public void Unknown(string property)
    {
        if (IsDue($"unknown {property}"))
        {
            Log.Unknown(logger, workspace, connection, property);
        }
    }

    /// <summary>Two people have the identifier that was asked for.</summary>
    public void Ambiguous(string kind, OnAmbiguous answer)
    {
        if (IsDue($"ambiguous {kind}"))
        {
            Log.Ambiguous(logger, workspace, connection, kind, answer);
        }
    }

    /// <summary>A genuine hook could not be read.</summary>
    public void HookUnreadable() => Log.HookUnreadable(logger, workspace, connection);

    private static string Label(CrmCallKind kind) => kind switch
    {
        CrmCallKind.One => "one",
        CrmCallKind.Many => "many",
        _ => "probe",
    };

    private TagList Tags() => new() { { "workspace", workspace.ToString() }, { "connection", connection } };

    private TagList CircuitTags(CrmCallKind kind)
    {
        var tags = Tags();
        tags.Add("call", Label(kind));
        return tags;
    }

    private bool IsDue(string what)
    {
        var now = clock.GetElapsedTime(0);
        var due = !said.TryGetValue(what, out var last) || now - last >= Repeat;
        return due && (last == default ? said.TryAdd(what, now) : said.TryUpdate(what, now, last));
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Connection {Connection} of workspace {Workspace} gets no token: the token endpoint refuses it ({Error}). {Advice}")]
        public static partial void TokenRefused(ILogger logger, WorkspaceName workspace, string connection, string error, string? advice);

        [LoggerMessage(13, LogLevel.Error, "Connection {Connection} of workspace {Workspace} is broken, it gets no token until somebody mends it ({Error}). {Advice} The token endpoint is asked again after 2 s, then less and less; at once after a change of its settings, a consent or a test.")]
        public static partial void Broken(ILogger logger, WorkspaceName workspace, string connection, string error, string advice);

        [LoggerMessage(14, LogLevel.Error, "Connection {Connection} of workspace {Workspace} gets no token: the ledger cannot keep the refresh token that would come with it, so none is asked for. Bring the ledger back.")]
        public static partial void TokenNotKept(ILogger logger, WorkspaceName workspace, string connection);

        [LoggerMessage(2, LogLevel.Warning, "Connection {Connection} of workspace {Workspace} gets no token: the token endpoint is {Failure}. It is asked again with each read; check token_url if this stays.")]
        public static partial void TokenFailed(ILogger logger, WorkspaceName workspace, string connection, string failure);

        [LoggerMessage(3, LogLevel.Information, "Connection {Connection} of workspace {Workspace} gets tokens.")]
        public static partial void TokensAreBack(ILogger logger, WorkspaceName workspace, string connection);

        [LoggerMessage(4, LogLevel.Error, "Connection {Connection} of workspace {Workspace}: the CRM refuses its token, and a fresh one too (401). Check that base_url and token_url belong to one account, and that the app is still installed in it.")]
        public static partial void FreshTokenRefused(ILogger logger, WorkspaceName workspace, string connection);

        [LoggerMessage(5, LogLevel.Warning, "Connection {Connection} of workspace {Workspace}: the CRM refuses requests with {Status}. 403: give the app the scope to read contacts; 400: check attributes and lookups in workspace.yaml.")]
        public static partial void Refused(ILogger logger, WorkspaceName workspace, string connection, int status);

        [LoggerMessage(6, LogLevel.Warning, "Connection {Connection} of workspace {Workspace}: the CRM asks to wait {Seconds} s (429). Nothing is sent until then; raise its limit, or lower concurrency in workspace.yaml, if this stays.")]
        public static partial void Paused(ILogger logger, WorkspaceName workspace, string connection, double seconds);

        [LoggerMessage(7, LogLevel.Warning, "Connection {Connection} of workspace {Workspace}: reads ({Call}) fail with {Reason}. They are answered from what is stored until a probe, four times a second, is answered again.")]
        public static partial void Opened(ILogger logger, WorkspaceName workspace, string connection, string call, string? reason);

        [LoggerMessage(8, LogLevel.Information, "Connection {Connection} of workspace {Workspace}: reads ({Call}) are answered again.")]
        public static partial void Closed(ILogger logger, WorkspaceName workspace, string connection, string call);

        [LoggerMessage(9, LogLevel.Error, "Connection {Connection} of workspace {Workspace}: the CRM answered with another person than the one asked for. Nothing of it is used; check what stands between us and the CRM.")]
        public static partial void MixedUp(ILogger logger, WorkspaceName workspace, string connection);

        [LoggerMessage(11, LogLevel.Error, "Connection {Connection} of workspace {Workspace}: the CRM refuses its token (401). Check access_token in workspace.yaml: it may be revoked, rotated or mistyped.")]
        public static partial void TokenOfFileRefused(ILogger logger, WorkspaceName workspace, string connection);

        [LoggerMessage(12, LogLevel.Error, "Connection {Connection} of workspace {Workspace}: there is nothing at the CRM's address (404). Check base_url in workspace.yaml.")]
        public static partial void WrongAddress(ILogger logger, WorkspaceName workspace, string connection);

        [LoggerMessage(15, LogLevel.Warning, "Connection {Connection} of workspace {Workspace}: the CRM knows no attribute {Property}, or does not show it to us. People are read without it. Check attributes in workspace.yaml and the names in templates, and what the app may read.")]
        public static partial void Unknown(ILogger logger, WorkspaceName workspace, string connection, string property);

        [LoggerMessage(16, LogLevel.Warning, "Connection {Connection} of workspace {Workspace}: several people have the {Kind} that was asked for. It is answered by on_ambiguous: {Answer}.")]
        public static partial void Ambiguous(ILogger logger, WorkspaceName workspace, string connection, string kind, OnAmbiguous answer);

        [LoggerMessage(10, LogLevel.Warning, "Connection {Connection} of workspace {Workspace}: a genuine hook is no JSON list of events; nothing in it is used.")]
        public static partial void HookUnreadable(ILogger logger, WorkspaceName workspace, string connection);
    }
}
