namespace Renderer.Ledger;

/// <summary>Numbers changes. A number is taken under its row's lock and held to the commit, so numbers become visible in their order.</summary>
internal static class Counters
{
    public const string Erasures = "erasures";
    public const string Keys = "keys";
    public const string Pointers = "pointers";
    public const string Decisions = "decisions";
    public const string Consents = "consents";
    public const string Days = "days";
    public const string Slots = "slots";

    /// <summary>Takes a counter's lock to the commit, and counts nothing.</summary>
    public static Task<int> HoldAsync(Session session, string name) =>
        session.ExecuteAsync("UPDATE counter SET value = value WHERE name = @name", new { name });

    public static Task<long> NextAsync(Session session, string name) =>
        session.FirstOrDefaultAsync<long>("UPDATE counter SET value = value + 1 WHERE name = @name RETURNING value", new { name });

    public static Task<long> ReadAsync(Session session, string name) =>
        session.FirstOrDefaultAsync<long>("SELECT value FROM counter WHERE name = @name", new { name });
}
