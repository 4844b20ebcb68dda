using System.Net;
using System.Text.RegularExpressions;
using Refit;
using Renderer.Model;
using Renderer.Profiles.Outbound;
using Renderer.Profiles.Tokens;

namespace Renderer.Profiles.Crm.Dataverse;

/// <summary>A connection to the contacts of one Dataverse environment (Dynamics 365).</summary>
internal sealed partial class DataverseConnection : ICrmConnection
{
    private const int MaxAnswerBytes = 4 * 1024 * 1024;
    private const string Authority = "https://login.microsoftonline.com";

    private readonly ITokens tokens;
    private readonly DataverseCalls calls;
    private readonly DataverseSearch search;
    private readonly DataverseListing listing;
    private readonly DataverseHook hook;
    private readonly ConnectionWatch watch;

    private DataverseConnection(ConnectionSettings settings, DataverseSettings own, HttpMessageHandler wire, ITokens tokens, ConnectionWatch watch, TimeProvider clock)
    {
        (Settings, this.tokens, this.watch) = (settings, tokens, watch);
        var api = new CrmApi(
            new Uri(settings.BaseUrl!, $"/api/data/v{own.ApiVersion}"), MaxAnswerBytes, DataverseLimits.WaitAsync, DataverseAnswers.IsNobody, ProbeAsync, DataverseLimits.Quotas);
        var client = new CrmClient(api, settings, tokens, own.ConditionalReads ? new DataverseRowMemo(wire) : wire, watch, clock);
        var contacts = RestService.ForGenerated<IDataverseContacts>(client.Http, RefitSettings.ForJsonContext(DataverseJson.Default));
        calls = new DataverseCalls(client, contacts, new DataverseUnknown(watch, clock));
        (search, listing, hook) = Understanding();
    }

    private DataverseConnection(ConnectionSettings settings, DataverseConnection wired)
    {
        (Settings, tokens, calls, watch) = (settings, wired.tokens, wired.calls, wired.watch);
        (search, listing, hook) = Understanding();
    }

    /// <inheritdoc/>
    public ConnectionSettings Settings { get; }

    /// <inheritdoc/>
    public Reason Trouble => calls.Client.Trouble;

    /// <inheritdoc/>
    public int BatchSize => DataverseSearch.MostPeople;

    /// <inheritdoc/>
    public CrmQuota? Quota => calls.Client.Quota;

    private DataverseSettings Own => Settings.Kind as DataverseSettings ?? new DataverseSettings();

    /// <summary>Makes a connection, or says what is wrong with its settings.</summary>
    public static CrmConnectionOrFault Create(
        ConnectionSettings settings, OutboundPolicy policy, TokenDesk desk, ConnectionWatch watch, TimeProvider clock)
    {
        var own = settings.Kind as DataverseSettings ?? new DataverseSettings();
        if (settings.BaseUrl is not { } api)
        {
            return CrmConnections.Fault(settings, "connection_url", "it needs base_url, the environment's address: https://yourorg.crm.dynamics.com");
        }

        if (policy.FaultOf(api) is { } fault)
        {
            return CrmConnections.Fault(settings, "connection_url", $"base_url {fault}");
        }

        if (settings.TokenUrl is null && (own.Tenant is null || !Tenant().IsMatch(own.Tenant)))
        {
            return CrmConnections.Fault(settings, "connection_credentials", "it needs tenant, the Entra tenant's id or domain (or token_url)");
        }

        var tokens = desk.Open(settings, new VendorAuth
        {
            TokenUrl = new Uri($"{Authority}/{own.Tenant ?? "common"}/oauth2/v2.0/token"),
            Scope = api.GetLeftPart(UriPartial.Authority) + "/.default",
        });
        if (tokens.Open is not { } open)
        {
            return CrmConnections.Fault(settings, tokens.Code!, tokens.Fault!);
        }

        var wire = new OutboundGuard(policy, Dns.GetHostAddressesAsync).CreateHandler();
        return new(new DataverseConnection(settings, own, wire, open(wire), watch, clock), null);
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
            OnAmbiguous = settings.OnAmbiguous,
            Attributes = settings.Attributes,
            Lookups = settings.Lookups,
            Kind = settings.Kind,
        };
        var own = settings.Kind as DataverseSettings ?? new DataverseSettings();
        var sameApi = (own.Tenant, own.ApiVersion, own.ConditionalReads) == (Own.Tenant, Own.ApiVersion, Own.ConditionalReads);
        return sameApi && sameWire == settings ? new DataverseConnection(settings, this) : null;
    }

    /// <inheritdoc/>
    public ValueTask<CrmAnswer> ReadAsync(Identifier person, ReadSet reads, Budget budget, CancellationToken cancellationToken) =>
        search.ReadAsync(person, reads, budget, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<CrmAnswer>> ReadManyAsync(
        IReadOnlyList<Identifier> people, ReadSet reads, Budget budget, CancellationToken cancellationToken) =>
        search.ReadManyAsync(people, reads, budget, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<CrmPage> ListAsync(CrmListing listing, Budget budget, CancellationToken cancellationToken) =>
        this.listing.ListAsync(listing, budget, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<CrmDescription> DescribeAsync(Budget budget, CancellationToken cancellationToken) =>
        DataverseDescription.AskAsync(calls, budget, cancellationToken);

    /// <inheritdoc/>
    public HookReading ReadHook(HookDelivery delivery) => hook.Read(delivery);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await tokens.DisposeAsync();
        await calls.Client.DisposeAsync();
    }

    private (DataverseSearch Search, DataverseListing Listing, DataverseHook Hook) Understanding()
    {
        var map = new AttributeMap(Settings, [DataverseCondition.Email]);
        var condition = new DataverseCondition(Settings, Own.AlternateKeys.ToHashSet());
        var answers = new DataverseAnswers(Settings, map, condition, watch);
        return (
            new DataverseSearch(calls, map, condition, answers, Settings.OnAmbiguous),
            new DataverseListing(calls, map, answers),
            new DataverseHook(Settings, Own, watch));
    }

    private async Task<IApiResponse> ProbeAsync(CrmCallKind kind, CrmCall call, CancellationToken end)
    {
        const string Select = "$select=" + DataverseSelection.Id;
        var nobody = Guid.Empty.ToString("D");
        return kind == CrmCallKind.Many
            ? await calls.Contacts.FindAsync($"{Select}&$filter={DataverseSelection.Id}%20eq%20{nobody}", null, call, end)
            : await calls.Contacts.ReadAsync(nobody, Select, null, call, end);
    }

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9.-]{0,253}\z")]
    private static partial Regex Tenant();
}
