namespace Renderer.Model;

/// <summary>One connection of <c>workspace.yaml</c>: a CRM, how to reach it, and how its people map onto attributes.</summary>
public sealed record ConnectionSettings
{
    /// <summary>Its name in the file, in routes and in answers (<c>profile.source</c>).</summary>
    public required string Name { get; init; }

    /// <summary>The kind of CRM; "hubspot".</summary>
    public required string Type { get; init; }

    /// <summary>The API's base address; default that of the vendor.</summary>
    public Uri? BaseUrl { get; init; }

    /// <summary>The token endpoint; default that of the vendor.</summary>
    public Uri? TokenUrl { get; init; }

    /// <summary>OAuth client id (client credentials).</summary>
    public string? ClientId { get; init; }

    /// <summary>OAuth client secret.</summary>
    public Secret? ClientSecret { get; init; }

    /// <summary>A static bearer token (a HubSpot private app), instead of OAuth.</summary>
    public Secret? AccessToken { get; init; }

    /// <summary>OAuth scopes, separated by spaces; null asks for none.</summary>
    public string? Scope { get; init; }

    /// <summary>How it proves itself; null: <see cref="AccessToken"/>, else client credentials.</summary>
    public AuthSettings? Auth { get; init; }

    /// <summary>The secret that signs this CRM's webhooks; null: its hook is refused.</summary>
    public Secret? HookSecret { get; init; }

    /// <summary>How long a fetched value is fresh, 1 s to 30 days; default 5 min.</summary>
    public TimeSpan FreshFor { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a value may be used as stale after its fetch; default 7 days.</summary>
    public TimeSpan StaleFor { get; init; } = TimeSpan.FromDays(7);

    /// <summary>How long "no such person" is remembered; default 10 s.</summary>
    public TimeSpan MissingFor { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long after a change event the CRM may still answer with the old value; default 5 s.</summary>
    public TimeSpan Settle { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often the CRM is asked who changed: 5 s to 7 days, 0 for never; default 15 min, which finds what its webhooks missed.</summary>
    public TimeSpan PollEvery { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>One attempt's time limit, 50 ms to 30 s; default 1 s. The caller's budget may be shorter.</summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Calls to this CRM at once from one node at most, fewer while it slows down; default 32.</summary>
    public int Concurrency { get; init; } = 32;

    /// <summary>The most calls that all nodes together make, "10/s"; null (the default): no limit but the CRM's own.</summary>
    public CallRate? Rate { get; init; }

    /// <summary>The most calls that all nodes together make in a day (UTC), 1 to 10 billion; null (the default): no limit but the CRM's own.</summary>
    public long? Daily { get; init; }

    /// <summary>How long a single read may wait for others to become one bulk read with them, 0 to 50 ms; 0 never does; default 3 ms.</summary>
    public TimeSpan Coalesce { get; init; } = TimeSpan.FromMilliseconds(3);

    /// <summary>What only this kind of CRM has to be told; null where it needs nothing more.</summary>
    public KindSettings? Kind { get; init; }

    /// <summary>What is answered when two people have the identifier that was asked for; default: nothing personal.</summary>
    public OnAmbiguous OnAmbiguous { get; init; } = OnAmbiguous.Default;

    /// <summary>Attribute name to where the CRM keeps it; a name that is not here is the CRM's own.</summary>
    public IReadOnlyDictionary<string, AttributeMapping> Attributes { get; init; } =
        new Dictionary<string, AttributeMapping>();

    /// <summary>Further identifiers: the name used in <c>recipient</c>, to the CRM's unique property.</summary>
    public IReadOnlyDictionary<string, string> Lookups { get; init; } = new Dictionary<string, string>();
}

/// <summary>What one kind of CRM has to be told beside what all have; one sealed record a kind, compared by value.</summary>
public abstract record KindSettings
{
    /// <summary>The CRM's name of the e-mail address.</summary>
    public virtual string EmailProperty => Identifier.EmailKind;

    /// <summary>What of these settings decides how people are read: other words for it make what was stored before a miss.</summary>
    public virtual string Reading => "";
}

/// <summary>What is answered when two people of a CRM have one identifier.</summary>
public enum OnAmbiguous
{
    /// <summary>Nobody's data: the mail's defaults.</summary>
    Default,

    /// <summary>The one that changed last.</summary>
    Newest,

    /// <summary>A failure of the read, as if the CRM could not be asked.</summary>
    Fail,
}
