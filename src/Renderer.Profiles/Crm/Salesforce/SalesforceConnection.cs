using System.Net;
using Refit;
using Renderer.Model;
using Renderer.Profiles.Crm.Feeds;
using Renderer.Profiles.Crm.Salesforce.PubSub;
using Renderer.Profiles.Outbound;
using Renderer.Profiles.Tokens;

namespace Renderer.Profiles.Crm.Salesforce;

/// <summary>A connection to the people of one Salesforce org: its contacts, its leads, or records of an object of its own.</summary>
internal sealed class SalesforceConnection : ICrmConnection
{
    /// <summary>2,000 records of 16 KB.</summary>
    private const int MaxAnswerBytes = 32 * 1024 * 1024;

    private readonly CrmClient client;
    private readonly ITokens tokens;
    private readonly OutboundPolicy policy;
    private readonly ISalesforceRecords records;
    private readonly SalesforceQuota quota;
    private readonly ConnectionWatch watch;
    private readonly TimeProvider clock;
    private readonly SalesforceReads reads;
    private readonly SalesforceHook hook;

    private SalesforceConnection(
        ConnectionSettings settings, HttpMessageHandler wire, ITokens tokens, OutboundPolicy policy, ConnectionWatch watch, TimeProvider clock)
    {
        (Settings, this.tokens, this.policy, this.watch, this.clock, quota) = (settings, tokens, policy, watch, clock, new SalesforceQuota(clock));
        var api = new CrmApi(settings.BaseUrl!, MaxAnswerBytes, SalesforceLimitsHandler.WaitAsync, SalesforceAnswers.IsNobody, ProbeAsync);
        client = new CrmClient(api, settings, tokens, new SalesforceLimitsHandler(quota, wire), watch, clock);
        records = RestService.ForGenerated<ISalesforceRecords>(client.Http, RefitSettings.ForJsonContext(SalesforceJson.Default));
        reads = Understanding();
        hook = new SalesforceHook(settings, Kind, watch);
    }

    private SalesforceConnection(ConnectionSettings settings, SalesforceConnection wired)
    {
        (Settings, tokens, policy, client, records) = (settings, wired.tokens, wired.policy, wired.client, wired.records);
        (quota, watch, clock) = (wired.quota, wired.watch, wired.clock);
        reads = Understanding();
        hook = new SalesforceHook(settings, Kind, watch);
    }

    /// <inheritdoc/>
    public ConnectionSettings Settings { get; }

    /// <inheritdoc/>
    public Reason Trouble => quota.IsSpent ? Reason.CrmLimited : client.Trouble;

    /// <inheritdoc/>
    public int BatchSize => SalesforceReads.MostIds;

    /// <inheritdoc/>
    public CrmQuota? Quota => quota.Told;

    /// <inheritdoc/>
    public ChangeFeed? Changes => Kind.PubSubUrl is null ? null : new ChangeFeed(new SalesforceFeed(Settings, Kind, tokens, policy, watch, clock).FollowAsync);

    private SalesforceSettings Kind => (SalesforceSettings?)Settings.Kind ?? new SalesforceSettings();

    /// <summary>Makes a connection, or says what is wrong with its settings.</summary>
    public static CrmConnectionOrFault Create(
        ConnectionSettings settings, OutboundPolicy policy, TokenDesk desk, ConnectionWatch watch, TimeProvider clock)
    {
        if (settings.BaseUrl is not { } api || api.AbsolutePath != "/" || api.IdnHost is "login.salesforce.com" or "test.salesforce.com")
        {
            return CrmConnections.Fault(
                settings, "connection_url", "base_url must be the org's My Domain, like https://example.my.salesforce.com (Setup, My Domain)");
        }

        if (policy.FaultOf(api) is { } fault)
        {
            return CrmConnections.Fault(settings, "connection_url", $"base_url {fault}");
        }

        if (settings.Kind is SalesforceSettings { PubSubUrl: { } stream } kind)
        {
            if (policy.FaultOf(stream) is { } streamFault)
            {
                return CrmConnections.Fault(settings, "connection_url", $"pubsub_url {streamFault}");
            }

            if (kind.OrganizationId is null)
            {
                return CrmConnections.Fault(settings, "connection_settings", "pubsub_url needs organization_id (Setup, Company Information)");
            }
        }

        var tokens = desk.Open(settings, new VendorAuth
        {
            TokenUrl = new Uri(api, "/services/oauth2/token"),
            AuthorizeUrl = new Uri(api, "/services/oauth2/authorize"),
            Audience = api.IdnHost.Contains(".sandbox.", StringComparison.OrdinalIgnoreCase) ? "https://test.salesforce.com" : "https://login.salesforce.com",
        });
        if (tokens.Open is not { } open)
        {
            return CrmConnections.Fault(settings, tokens.Code!, tokens.Fault!);
        }

        var wire = new OutboundGuard(policy, Dns.GetHostAddressesAsync).CreateHandler();
        return new(new SalesforceConnection(settings, wire, open(new SalesforceInstance(api, wire)), policy, watch, clock), null);
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
            PollEvery = settings.PollEvery,
            Kind = settings.Kind,
            OnAmbiguous = settings.OnAmbiguous,
            Attributes = settings.Attributes,
            Lookups = settings.Lookups,
        };
        return sameWire == settings ? new SalesforceConnection(settings, this) : null;
    }

    /// <inheritdoc/>
    public ValueTask<CrmAnswer> ReadAsync(Identifier person, ReadSet wanted, Budget budget, CancellationToken cancellationToken) =>
        reads.OneAsync(person, wanted, budget, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<CrmAnswer>> ReadManyAsync(
        IReadOnlyList<Identifier> people, ReadSet wanted, Budget budget, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(people.Count, BatchSize);
        return await reads.ManyAsync(people, wanted, budget, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<CrmPage> ListAsync(CrmListing listing, Budget budget, CancellationToken cancellationToken) =>
        reads.ListAsync(listing, budget, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<CrmDescription> DescribeAsync(Budget budget, CancellationToken cancellationToken)
    {
        var reply = await client.AskAsync(
            CrmCallKind.Many, people: 0, budget, (call, end) => records.DescribeAsync(Kind.ApiVersion, Kind.Object, call, end), cancellationToken);
        return reply.Reason == Reason.None ? SalesforceDescription.Of(reply.Value) : new CrmDescription([], reply.Reason);
    }

    /// <inheritdoc/>
    public HookReading ReadHook(HookDelivery delivery) => hook.Read(delivery);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await tokens.DisposeAsync();
        await client.DisposeAsync();
    }

    private SalesforceReads Understanding()
    {
        var map = new AttributeMap(Settings, [SalesforceIdentity.Id, Kind.EmailField]);
        return new SalesforceReads(
            new SalesforceQuestions(client, records, Kind, new SalesforceFields(watch, clock)),
            Settings,
            Kind,
            map,
            new SalesforceAnswers(Settings, Kind, map, watch));
    }

    private async Task<IApiResponse> ProbeAsync(CrmCallKind kind, CrmCall call, CancellationToken end) => kind == CrmCallKind.Many
        ? await records.ReadManyAsync(Kind.ApiVersion, Kind.Object, new SalesforceCollection([SalesforceReads.Nobody], [SalesforceIdentity.Id]), call, end)
        : await records.ReadAsync(Kind.ApiVersion, Kind.Object, SalesforceReads.Nobody, SalesforceIdentity.Id, call, end);
}
