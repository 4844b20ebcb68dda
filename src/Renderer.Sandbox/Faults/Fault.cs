using System.Text.Json.Serialization;

namespace Renderer.Sandbox.Faults;

/// <summary>One way in which calls go wrong: an object of <c>POST /sandbox/faults</c>, as it is sent and shown.</summary>
internal sealed record Fault
{
    /// <summary>No answer until the caller leaves.</summary>
    public bool Hang { get; init; }

    /// <summary>This status instead of the answer, 300 to 599.</summary>
    public int? Status { get; init; }

    /// <summary>Seconds in a Retry-After beside a status; without it none is sent, as HubSpot sends none.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>What a call waits before anything else happens, in ms.</summary>
    public int? LatencyMs { get; init; }

    /// <summary>The answer's head promises all of it, and half of the body comes.</summary>
    public bool Truncate { get; init; }

    /// <summary>The connection is reset before a byte is sent.</summary>
    public bool Reset { get; init; }

    /// <summary>The call is done, and the connection reset instead of an answer.</summary>
    public bool LoseAnswer { get; init; }

    /// <summary>This status from the token endpoint, 300 to 599.</summary>
    public int? TokenStatus { get; init; }

    /// <summary>When posted, ends the tokens issued until then, for good.</summary>
    public bool RevokeTokens { get; init; }

    /// <summary>How long reads go on showing what was before a write, in ms.</summary>
    public int? ReadLagMs { get; init; }

    /// <summary>The part of the calls that it hits, 0 to 1; all by default.</summary>
    public double? Share { get; init; }

    /// <summary>The start of the paths that it hits; by default every CRM's, or the token endpoints' for a token_status.</summary>
    public string? Route { get; init; }

    /// <summary>Whether it does nothing: what <c>{}</c> says.</summary>
    [JsonIgnore]
    public bool Idle => Endings == 0 && !RevokeTokens && LatencyMs is null or 0 && ReadLagMs is null or 0;

    private int Endings =>
        (Hang ? 1 : 0) + (Reset ? 1 : 0) + (Truncate ? 1 : 0) + (LoseAnswer ? 1 : 0) + (Status is null ? 0 : 1) + (TokenStatus is null ? 0 : 1);

    /// <summary>What is wrong with it, and what to do; null when it can be.</summary>
    public string? Complaint() =>
        Outside(Status, 300, 599) ? "status is from 300 to 599."
        : Outside(TokenStatus, 300, 599) ? "token_status is from 300 to 599."
        : Outside(RetryAfter, 0, 86_400) ? "retry_after is in seconds, from 0 to 86400."
        : Outside(LatencyMs, 0, 3_600_000) ? "latency_ms is from 0 to 3600000."
        : Outside(ReadLagMs, 0, (int)People.PeopleStore.LongestLag.TotalMilliseconds) ? "read_lag_ms is from 0 to 300000."
        : Share is < 0 or > 1 or double.NaN ? "share is from 0 to 1."
        : Route is { } route && !route.StartsWith('/') ? "route is the start of a path and begins with /."
        : Endings > 1 ? "One fault takes one of hang, reset, truncate, lose_answer, status and token_status; send a list for several."
        : RetryAfter is not null && Status is null && TokenStatus is null ? "retry_after goes with a status or a token_status."
        : Idle && (Share is not null || Route is not null) ? "share and route say where a fault hits; name the fault, too."
        : null;

    public bool Concerns(string path, string? template) => Route is { } route
        ? path.StartsWith(route, StringComparison.Ordinal) || template?.StartsWith(route, StringComparison.Ordinal) == true
        : TokenStatus is null ? Vendors.Of(path)?.IsCrm == true : Vendors.IsToken(path);

    private static bool Outside(int? value, int least, int most) => value < least || value > most;
}
