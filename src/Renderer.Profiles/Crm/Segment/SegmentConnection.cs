using System.Net;
using Refit;
using Renderer.Model;
using Renderer.Profiles.Outbound;
using Renderer.Profiles.Tokens;

namespace Renderer.Profiles.Crm.Segment;

/// <summary>A connection to the users of one space of Segment, by its Profile API.</summary>
internal sealed class SegmentConnection : ICrmConnection
{
    private const int MaxAnswerBytes = 4 * 1024 * 1024;

    /// <summary>Nobody's id: Segment answers that there is no such profile, if it answers at all.</summary>
    private const string Nobody = SegmentNames.UserId + ":renderer-probe-of-nobody";

    /// <summary>The limit is one of requests in a second, and Segment says nothing of when it is over.</summary>
    private static readonly TimeSpan Burst = TimeSpan.FromSeconds(1);

    private static readonly Uri Vendor = new("https://profiles.segment.com");

    private readonly ITokens tokens;
    private readonly CrmClient client;
    private readonly ISegmentProfiles profiles;
    private readonly ConnectionWatch watch;
    private readonly SegmentReads reads;
    private readonly SegmentHook hook;

    private SegmentConnection(ConnectionSettings settings, string space, HttpMessageHandler wire, ITokens tokens, ConnectionWatch watch, TimeProvider clock)
    {
        (Settings, this.tokens, this.watch) = (settings, tokens, watch);
        var api = new CrmApi(
            new Uri(settings.BaseUrl ?? Vendor, $"/v1/spaces/{space}"), MaxAnswerBytes, (_, _) => Task.FromResult(Burst), IsNobody, ProbeAsync);
        client = new CrmClient(api, settings, tokens, wire, watch, clock);
        profiles = RestService.ForGenerated<ISegmentProfiles>(client.Http, RefitSettings.ForJsonContext(SegmentJson.Default));
        (reads, hook) = Understanding();
    }

    private SegmentConnection(ConnectionSettings settings, SegmentConnection wired)
    {
        (Settings, tokens, client, profiles, watch) = (settings, wired.tokens, wired.client, wired.profiles, wired.watch);
        (reads, hook) = Understanding();
    }

    /// <inheritdoc/>
    public ConnectionSettings Settings { get; }

    /// <inheritdoc/>
    public Reason Trouble => client.Trouble;

    /// <summary>One: the API reads person by person, and as many at once as the connection has places.</summary>
    public int BatchSize => 1;

    /// <inheritdoc/>
    public CrmQuota? Quota => client.Quota;

    private SegmentSettings Own => Settings.Kind as SegmentSettings ?? new SegmentSettings();

    /// <summary>Makes a connection, or says what is wrong with its settings.</summary>
    public static CrmConnectionOrFault Create(
        ConnectionSettings settings, OutboundPolicy policy, TokenDesk desk, ConnectionWatch watch, TimeProvider clock)
    {
        var api = settings.BaseUrl ?? Vendor;
        if (policy.FaultOf(api) is { } fault)
        {
            return CrmConnections.Fault(settings, "connection_url", $"base_url {fault}");
        }

        if (settings.Kind is not SegmentSettings { Space: { Length: > 0 } space })
        {
            return CrmConnections.Fault(settings, "connection_credentials", "it needs space, the id of the space (Unify, API access)");
        }

        var tokens = desk.Open(settings, new VendorAuth { TokenUrl = api, AccessTokenAs = AuthWay.Basic });
        if (tokens.Open is not { } open)
        {
            return CrmConnections.Fault(settings, tokens.Code!, tokens.Fault!);
        }

        var wire = new OutboundGuard(policy, Dns.GetHostAddressesAsync).CreateHandler();
        return new(new SegmentConnection(settings, Uri.EscapeDataString(space), wire, open(wire), watch, clock), null);
    }

    /// <inheritdoc/>
    public ICrmConnection? With(ConnectionSettings settings)
    {
        var sameWire = Settings with
        {
            HookSecret = settings.HookSecret,
            FreshFor = settings.FreshFor,
            StaleFor = settings.StaleFor,
            MissingFor = settings.MissingFor,
            Settle = settings.Settle,
            OnAmbiguous = settings.OnAmbiguous,
            Attributes = settings.Attributes,
            Lookups = settings.Lookups,
        };
        return sameWire == settings ? new SegmentConnection(settings, this) : null;
    }

    /// <inheritdoc/>
    public ValueTask<CrmAnswer> ReadAsync(Identifier person, ReadSet reads, Budget budget, CancellationToken cancellationToken) =>
        this.reads.ReadAsync(person, reads, budget, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<CrmAnswer>> ReadManyAsync(
        IReadOnlyList<Identifier> people, ReadSet reads, Budget budget, CancellationToken cancellationToken) =>
        await Task.WhenAll(people.Select(person => ReadAsync(person, reads, budget, cancellationToken).AsTask()));

    /// <summary>Segment has no list of profiles: whoever needs one brings it, or exports it from the warehouse.</summary>
    public ValueTask<CrmPage> ListAsync(CrmListing listing, Budget budget, CancellationToken cancellationToken) =>
        new(new CrmPage([], null, Reason.CrmError));

    /// <summary>Segment does not describe its traits.</summary>
    public ValueTask<CrmDescription> DescribeAsync(Budget budget, CancellationToken cancellationToken) =>
        new(new CrmDescription([], Reason.CrmError));

    /// <inheritdoc/>
    public HookReading ReadHook(HookDelivery delivery) => hook.Read(delivery);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await tokens.DisposeAsync();
        await client.DisposeAsync();
    }

    private static bool IsNobody(string? body) => SegmentError.CodeOf(body) == "not_found";

    private (SegmentReads Reads, SegmentHook Hook) Understanding()
    {
        var map = new AttributeMap(Settings with { Lookups = new Dictionary<string, string>() }, ["email"]); // external ids are no traits
        var names = new SegmentNames(Settings, Own);
        return (new SegmentReads(client, profiles, names, map), new SegmentHook(Settings, names, map, watch));
    }

    private async Task<IApiResponse> ProbeAsync(CrmCallKind kind, CrmCall call, CancellationToken end) =>
        await profiles.TraitsAsync(Nobody, 1, null, null, call, end);
}
