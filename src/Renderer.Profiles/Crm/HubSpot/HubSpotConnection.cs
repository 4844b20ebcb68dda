using System.Net;
using Refit;
using Renderer.Model;
using Renderer.Profiles.Outbound;
using Renderer.Profiles.Tokens;

namespace Renderer.Profiles.Crm.HubSpot;

/// <summary>A connection to the contacts of one HubSpot account.</summary>
internal sealed class HubSpotConnection : ICrmConnection
{
    private const int MaxAnswerBytes = 4 * 1024 * 1024;

    /// <summary>Characters of properties in a URL beyond which one person is asked for by a bulk read: many servers end a request line at 8 KB.</summary>
    private const int MaxInUrl = 6000;

    /// <summary>Nobody's id: HubSpot answers that there is no such contact, if it answers at all.</summary>
    private const string Nobody = "0";

    private static readonly Uri Vendor = new("https://api.hubapi.com");

    private readonly CrmClient client;
    private readonly ITokens tokens;
    private readonly IHubSpotContacts contacts;
    private readonly AttributeMap map;
    private readonly HubSpotAnswers answers;
    private readonly HubSpotHook hook;
    private readonly HubSpotLists lists;
    private readonly Pace searches;
    private readonly ConnectionWatch watch;
    private readonly TimeProvider clock;

    private HubSpotConnection(ConnectionSettings settings, HttpMessageHandler wire, ITokens tokens, ConnectionWatch watch, TimeProvider clock)
    {
        (Settings, this.tokens, this.watch, this.clock) = (settings, tokens, watch, clock);
        searches = new Pace(HubSpotLists.BetweenSearches, clock);
        (map, answers, hook) = Understanding();
        var api = new CrmApi(
            settings.BaseUrl ?? Vendor, MaxAnswerBytes, HubSpotLimits.WaitAsync, HubSpotAnswers.IsNobody, ProbeAsync, HubSpotLimits.Quotas);
        client = new CrmClient(api, settings, tokens, wire, watch, clock);
        contacts = RestService.ForGenerated<IHubSpotContacts>(client.Http, RefitSettings.ForJsonContext(HubSpotJson.Default));
        lists = new(client, contacts, searches, map, answers);
    }

    private HubSpotConnection(ConnectionSettings settings, HubSpotConnection wired)
    {
        (Settings, tokens, client, contacts, watch, clock) = (settings, wired.tokens, wired.client, wired.contacts, wired.watch, wired.clock);
        searches = wired.searches;
        (map, answers, hook) = Understanding();
        lists = new(client, contacts, searches, map, answers);
    }

    /// <inheritdoc/>
    public ConnectionSettings Settings { get; }

    /// <inheritdoc/>
    public Reason Trouble => client.Trouble;

    /// <inheritdoc/>
    public int BatchSize => 100;

    /// <summary>Makes a connection, or says what is wrong with its settings.</summary>
    public static CrmConnectionOrFault Create(
        ConnectionSettings settings, OutboundPolicy policy, TokenDesk desk, ConnectionWatch watch, TimeProvider clock)
    {
        var api = settings.BaseUrl ?? Vendor;
        if (policy.FaultOf(api) is { } fault)
        {
            return CrmConnections.Fault(settings, "connection_url", $"base_url {fault}");
        }

        var tokens = desk.Open(settings, new VendorAuth
        {
            TokenUrl = new Uri(api, "/oauth/2026-03/token"),
            AuthorizeUrl = new Uri(settings.BaseUrl ?? new Uri("https://app.hubspot.com"), "/oauth/authorize"),
        });
        if (tokens.Open is not { } open)
        {
            return CrmConnections.Fault(settings, tokens.Code!, tokens.Fault!);
        }

        var wire = new OutboundGuard(policy, Dns.GetHostAddressesAsync).CreateHandler();
        return new(new HubSpotConnection(settings, wire, open(wire), watch, clock), null);
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
            Attributes = settings.Attributes,
            Lookups = settings.Lookups,
            Kind = settings.Kind,
            OnAmbiguous = settings.OnAmbiguous,
        };
        return sameWire == settings ? new HubSpotConnection(settings, this) : null;
    }

    /// <inheritdoc/>
    public async ValueTask<CrmAnswer> ReadAsync(Identifier person, ReadSet reads, Budget budget, CancellationToken cancellationToken)
    {
        if (!CanBeNamed(person))
        {
            return new CrmAnswer(null, Reason.ProfileMissing);
        }

        var properties = map.PropertiesFor(reads);
        if (!FitsUrl(properties))
        {
            return (await ReadManyAsync([person], reads, budget, cancellationToken))[0];
        }

        var reply = await client.AskAsync(
            CrmCallKind.One,
            people: 1,
            budget,
            (call, end) => contacts.ReadAsync(person.Value, properties, IdProperty(person), call, end),
            cancellationToken);
        return reply.Reason == Reason.None ? answers.One(reply.Value, person, reads) : new CrmAnswer(null, reply.Reason);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<CrmAnswer>> ReadManyAsync(
        IReadOnlyList<Identifier> people, ReadSet reads, Budget budget, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(people.Count, BatchSize);
        IReadOnlyList<Identifier> asked = [.. people.Where(CanBeNamed).Distinct()];
        if (asked.Count == 0)
        {
            return [.. people.Select(_ => new CrmAnswer(null, Reason.ProfileMissing))];
        }

        var told = await BulkRead.AskAsync(asked, some => AskAsync(some, reads, budget, cancellationToken));
        var found = asked.Zip(told).ToDictionary(pair => pair.First, pair => pair.Second);
        return [.. people.Select(person => found.GetValueOrDefault(person, new CrmAnswer(null, Reason.ProfileMissing)))];
    }

    /// <inheritdoc/>
    public CrmQuota? Quota => client.Quota;

    /// <inheritdoc/>
    public async ValueTask<CrmPage> ListAsync(CrmListing listing, Budget budget, CancellationToken cancellationToken)
    {
        if (listing.ChangedSince is { } since)
        {
            return await lists.ChangedAsync(listing, since, budget, cancellationToken);
        }

        var properties = map.PropertiesFor(listing.Reads);
        if (FitsUrl(properties))
        {
            return await lists.AllAsync(listing, properties, budget, cancellationToken);
        }

        // What does not fit into the list's URL is read by ids.
        var page = await lists.AllAsync(listing, HubSpotIdentity.Properties, budget, cancellationToken);
        var told = page.People.Count == 0 ? []
            : await ReadManyAsync([.. page.People.Select(person => Identifier.Id(person.Id))], listing.Reads, budget, cancellationToken);
        return told.FirstOrDefault(answer => answer.Reason is not (Reason.None or Reason.ProfileMissing)) is { Reason: not Reason.None } failed
            ? new CrmPage([], null, failed.Reason)
            : page with { People = [.. told.Select(answer => answer.Person).OfType<CrmPerson>()] };
    }

    /// <inheritdoc/>
    public async ValueTask<CrmDescription> DescribeAsync(Budget budget, CancellationToken cancellationToken)
    {
        var reply = await client.AskAsync(CrmCallKind.Many, people: 0, budget, contacts.DescribeAsync, cancellationToken);
        return reply switch
        {
            { Reason: not Reason.None } => new([], reply.Reason),
            { Value.Results: { } described } => new(
                [.. described.Where(one => one is { Name.Length: > 0, Archived: false }).Select(one => one!.InOurs())], Reason.None),
            _ => new([], Reason.CrmError),
        };
    }

    /// <inheritdoc/>
    public HookReading ReadHook(HookDelivery delivery) => hook.Read(delivery);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await tokens.DisposeAsync();
        await client.DisposeAsync();
    }

    private (AttributeMap Map, HubSpotAnswers Answers, HubSpotHook Hook) Understanding()
    {
        var names = new AttributeMap(Settings, HubSpotIdentity.Properties, clock);
        return (names, new(Settings, names, watch), new(Settings, names, watch, clock));
    }

    /// <summary>One bulk read; null when HubSpot refuses it whole.</summary>
    private async Task<IReadOnlyList<CrmAnswer>?> AskAsync(
        IReadOnlyList<Identifier> asked, ReadSet reads, Budget budget, CancellationToken cancellationToken)
    {
        var request = new HubSpotBatchRequest(
            map.PropertiesFor(reads), IdProperty(asked[0]), [.. asked.Select(person => new HubSpotInput(person.Value))]);
        var reply = await client.AskAsync(
            CrmCallKind.Many, asked.Count, budget, (call, end) => contacts.ReadManyAsync(request, call, end), cancellationToken);
        return reply.Reason == Reason.None ? answers.Many(reply.Value, asked, reads)
            : reply.IsRefused ? null
            : BulkRead.AllFailed(asked, reply.Reason);
    }

    private static bool FitsUrl(IReadOnlyList<string> properties) =>
        properties.Sum(property => property.Length + "&properties=".Length) <= MaxInUrl;

    // What would not stay one segment of a path names nobody, and must not reach another address of the API.
    private static bool CanBeNamed(Identifier person) => !string.IsNullOrWhiteSpace(person.Value) && person.Value is not ("." or "..");

    private string? IdProperty(Identifier person) => person.Kind switch
    {
        Identifier.IdKind => null,
        Identifier.EmailKind => HubSpotIdentity.Email,
        var lookup => Settings.Lookups.TryGetValue(lookup, out var property)
            ? property
            : throw new ArgumentException($"The connection has no lookup named '{lookup}'.", nameof(person)),
    };

    private async Task<IApiResponse> ProbeAsync(CrmCallKind kind, CrmCall call, CancellationToken end) => kind == CrmCallKind.Many
        ? await contacts.ReadManyAsync(new HubSpotBatchRequest(["hs_object_id"], null, [new HubSpotInput(Nobody)]), call, end)
        : await contacts.ReadAsync(Nobody, ["hs_object_id"], null, call, end);
}
