using System.Globalization;

namespace Renderer.Sandbox;

/// <summary>What <c>Renderer__Sandbox__…</c> sets; read once, at start.</summary>
internal sealed record SandboxOptions
{
    /// <summary>Generated people beside p0001 to p1000; 0 to 50,000,000, default 0.</summary>
    public int People { get; init; }

    /// <summary>An access token's life in seconds; 1 to 86,400, default 120 (HubSpot's is 1,800).</summary>
    public int TokenSeconds { get; init; } = 120;

    public string ClientId { get; init; } = "renderer";

    public string ClientSecret { get; init; } = "sandbox-secret";

    /// <summary>The client's public key or certificate in PEM: it may then say who it is by an assertion, and bring bearer assertions. Default none.</summary>
    public string? ClientKey { get; init; }

    /// <summary>Whom bearer assertions may speak of.</summary>
    public string User { get; init; } = "api@sandbox.example";

    /// <summary>Signs the webhooks, as a HubSpot app's client secret does.</summary>
    public string HookSecret { get; init; } = "sandbox-hook-secret";

    /// <summary>Where webhooks go, separated by semicolons; empty sends none.</summary>
    public IReadOnlyList<Uri> HookUrls { get; init; } = [new("http://localhost:5080/hooks/default/sandbox")];

    /// <summary>Where Dataverse's webhooks go likewise; by default nowhere.</summary>
    public IReadOnlyList<Uri> DataverseHookUrls { get; init; } = [];

    /// <summary>Where Salesforce's outbound messages go likewise; by default nowhere.</summary>
    public IReadOnlyList<Uri> SalesforceHookUrls { get; init; } = [];

    /// <summary>Where Segment's webhooks go likewise; by default nowhere.</summary>
    public IReadOnlyList<Uri> SegmentHookUrls { get; init; } = [];

    /// <summary>The space whose profiles Segment's Profile API has.</summary>
    public string SegmentSpace { get; init; } = "sandbox";

    /// <summary>The access token of that space: the user name of Basic.</summary>
    public string SegmentToken { get; init; } = "sandbox-secret";

    /// <summary>Calls to Segment in a second before 429; default 0 enforces nothing (its own limit is 100).</summary>
    public int SegmentRateLimit { get; init; }

    /// <summary>Calls to Dataverse in any 300 s before 429; default 0 enforces nothing (its own limit is 6,000).</summary>
    public int DataverseRateLimit { get; init; }

    /// <summary>Where Salesforce's Pub/Sub API is served, HTTP/2 in clear text; null: nowhere.</summary>
    public Uri? PubSubUrl { get; init; }

    /// <summary>The public key, in PEM, of the certificate that is registered for Salesforce's assertions; by default none is.</summary>
    public string? JwtKey { get; init; }

    /// <summary>What every ESP takes as its key, token or password, and as SES's secret access key.</summary>
    public string EspKey { get; init; } = "SG.sandbox-secret";

    /// <summary>The access key id that goes with it at SES.</summary>
    public string SesAccessKeyId { get; init; } = "AKIASANDBOX000000000";

    /// <summary>Where the ESPs' events go, <c>{esp}</c> in it being the ESP's name; by default nowhere.</summary>
    public string? EspHookUrl { get; init; }

    /// <summary>Calls to one ESP in a second before 429; default 0 enforces nothing.</summary>
    public int EspRateLimit { get; init; }

    /// <summary>Calls in any 10 s before 429; default 0 enforces nothing.</summary>
    public int RateLimit { get; init; }

    /// <summary>Calls since start before 429 with policy DAILY; default 0 enforces nothing.</summary>
    public int DailyLimit { get; init; }

    /// <summary>Ends when standard input closes: whoever started it is gone.</summary>
    public bool ParentStdin { get; init; }

    /// <summary>Reads the section; throws with the variable's name where a value cannot be.</summary>
    public static SandboxOptions From(IConfiguration configuration)
    {
        var section = configuration.GetSection("Renderer:Sandbox");
        var defaults = new SandboxOptions();
        return new SandboxOptions
        {
            People = Number(section, nameof(People), defaults.People, 0, 50_000_000),
            TokenSeconds = Number(section, nameof(TokenSeconds), defaults.TokenSeconds, 1, 86_400),
            ClientId = section[nameof(ClientId)] ?? defaults.ClientId,
            ClientSecret = section[nameof(ClientSecret)] ?? defaults.ClientSecret,
            ClientKey = section[nameof(ClientKey)] is { Length: > 0 } client ? client : null,
            User = section[nameof(User)] ?? defaults.User,
            HookSecret = section[nameof(HookSecret)] ?? defaults.HookSecret,
            HookUrls = section["HookUrl"] is null ? defaults.HookUrls : Urls(section, "HookUrl"),
            DataverseHookUrls = Urls(section, "DataverseHookUrl"),
            SalesforceHookUrls = Urls(section, "SalesforceHookUrl"),
            SegmentHookUrls = Urls(section, "SegmentHookUrl"),
            SegmentSpace = section[nameof(SegmentSpace)] ?? defaults.SegmentSpace,
            SegmentToken = section[nameof(SegmentToken)] ?? defaults.SegmentToken,
            SegmentRateLimit = Number(section, nameof(SegmentRateLimit), defaults.SegmentRateLimit, 0, int.MaxValue),
            DataverseRateLimit = Number(section, nameof(DataverseRateLimit), defaults.DataverseRateLimit, 0, int.MaxValue),
            PubSubUrl = Urls(section, nameof(PubSubUrl)).FirstOrDefault() ?? (IsAtHome(configuration) ? new Uri("http://localhost:5082") : null),
            JwtKey = section[nameof(JwtKey)] is { Length: > 0 } key ? key : null,
            EspKey = section[nameof(EspKey)] ?? defaults.EspKey,
            SesAccessKeyId = section[nameof(SesAccessKeyId)] ?? defaults.SesAccessKeyId,
            EspHookUrl = section[nameof(EspHookUrl)] is { Length: > 0 } hook ? HookUrl(nameof(EspHookUrl), hook).OriginalString : null,
            EspRateLimit = Number(section, nameof(EspRateLimit), defaults.EspRateLimit, 0, int.MaxValue),
            RateLimit = Number(section, nameof(RateLimit), defaults.RateLimit, 0, int.MaxValue),
            DailyLimit = Number(section, nameof(DailyLimit), defaults.DailyLimit, 0, int.MaxValue),
            ParentStdin = bool.TryParse(section[nameof(ParentStdin)], out var stdin) && stdin,
        };
    }

    private static int Number(IConfigurationSection section, string name, int fallback, int least, int most)
    {
        if (section[name] is not { } text)
        {
            return fallback;
        }

        return int.TryParse(text, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most
            ? value
            : throw new InvalidOperationException($"Renderer__Sandbox__{name} is a whole number from {least} to {most}.");
    }

    // Beside the address that nobody chose; sandboxes at others may be many.
    private static bool IsAtHome(IConfiguration configuration) =>
        configuration["urls"] is null or SandboxHost.DefaultUrl && configuration["http_ports"] is null;

    private static Uri[] Urls(IConfigurationSection section, string name) =>
        [.. (section[name] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(url => HookUrl(name, url))];

    private static Uri HookUrl(string name, string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? uri
            : throw new InvalidOperationException($"Renderer__Sandbox__{name} is one or more http addresses, separated by semicolons.");
}
