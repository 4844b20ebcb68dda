namespace Renderer.Model;

/// <summary>What <c>workspace.yaml</c> says, checked: an immutable snapshot, swapped whole.</summary>
public sealed record WorkspaceSettings
{
    /// <summary>The workspace that needs no file: no connection, all defaults.</summary>
    public static readonly WorkspaceSettings Bare = new();

    /// <summary>BCP 47; the last resort where neither request, profile nor template says one. Default en-US.</summary>
    public string Locale { get; init; } = "en-US";

    /// <summary>IANA name; the last resort likewise. Default UTC.</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>The attribute that holds a person's locale; default "locale".</summary>
    public string LocaleAttribute { get; init; } = "locale";

    /// <summary>The attribute that holds a person's time zone; default "time_zone".</summary>
    public string TimeZoneAttribute { get; init; } = "time_zone";

    /// <summary>Where people come from, in the order of the file; the first answers for people.</summary>
    public IReadOnlyList<ConnectionSettings> Connections { get; init; } = [];

    /// <summary>The ESPs that mails are sent through and whose events are heard, in the order of the file.</summary>
    public IReadOnlyList<EspSettings> Esps { get; init; } = [];

    /// <summary>What the data dictionary says of several connections together.</summary>
    public AttributeDictionary Dictionary { get; init; } = AttributeDictionary.Empty;

    /// <summary>How much this workspace may ask at once.</summary>
    public WorkspaceLimits Limits { get; init; } = new();

    /// <summary>The origin of this workspace's links, <c>https://links.example.com</c>; null: the server's own (<c>PublicUrl</c>).</summary>
    public string? LinkDomain { get; init; }

    /// <summary>Whose AMP mails may ask for data.</summary>
    public AmpSettings Amp { get; init; } = AmpSettings.None;

    /// <summary>How long what is recorded of messages is kept.</summary>
    public RetentionSettings Retention { get; init; } = RetentionSettings.Usual;

    /// <summary>Which attributes say what people agreed to.</summary>
    public ConsentSettings Consent { get; init; } = ConsentSettings.None;

    /// <summary>The origins whose files stand under <c>/assets/{origin}/…</c>, by name; default none.</summary>
    public IReadOnlyDictionary<string, AssetOrigin> Assets { get; init; } = new Dictionary<string, AssetOrigin>();

    /// <summary>Signs pull URLs (contract section 1); null: signed URLs are refused.</summary>
    public Secret? SigningSecret { get; init; }

    /// <summary>Also accept HMAC-SHA1 signatures, for callers that have no other (Braze Liquid). Default false.</summary>
    public bool AllowSha1Signatures { get; init; }
}

/// <summary>How much a workspace may ask at once.</summary>
public sealed record WorkspaceLimits
{
    /// <summary>Renders at once, 1 to 100,000; default 1000.</summary>
    public int Concurrency { get; init; } = 1000;

    /// <summary>Renders that may wait for a place, 0 to 100,000; default 200. Beyond it a POST is 429.</summary>
    public int Queue { get; init; } = 200;

    /// <summary>Renders a second, 0 for no limit (the default).</summary>
    public int PerSecond { get; init; }
}

/// <summary>A secret from the environment, a file or user secrets; says nothing when printed.</summary>
public sealed record Secret(string Value)
{
    /// <summary>Says nothing.</summary>
    public override string ToString() => "***";
}
