using System.Globalization;
using System.Net;
using System.Text.Json;
using Refit;
using Renderer.Model;
using Renderer.Profiles.Outbound;
using Renderer.Profiles.Tokens;

namespace Renderer.Profiles.Crm.Rest;

/// <summary>A connection to a REST API that <c>workspace.yaml</c> declares.</summary>
internal sealed class RestConnection : ICrmConnection
{
    private const int MaxAnswerBytes = 4 * 1024 * 1024;

    /// <summary>People that are read one by one in the place of a bulk read, where none is declared.</summary>
    private const int OneByOne = 20;

    /// <summary>People with one name that are looked at to find the newest.</summary>
    private const int MostNamesakes = 10;

    private readonly CrmClient client;
    private readonly ITokens? tokens;
    private readonly IRestApi api;
    private readonly RestSettings rest;
    private readonly RestFields fields;
    private readonly RestAnswers answers;
    private readonly RestLists lists;
    private readonly RestHookReader hook;
    private readonly ConnectionWatch watch;
    private readonly TimeProvider clock;

    private RestConnection(ConnectionSettings settings, HttpMessageHandler wire, ITokens? tokens, ConnectionWatch watch, TimeProvider clock)
    {
        (Settings, rest, this.tokens, this.watch, this.clock) = (settings, (RestSettings)settings.Kind!, tokens, watch, clock);
        (fields, answers, lists, hook) = Understanding();
        var about = new CrmApi(
            settings.BaseUrl!,
            MaxAnswerBytes,
            (response, _) => RestLimits.WaitAsync(response, clock.GetUtcNow()),
            body => IsNobody(rest.Nobody, body),
            ProbeAsync,
            RestLimits.Quotas,
            status => rest.Nobody.Statuses.Find(((int)status).ToString(CultureInfo.InvariantCulture)));
        client = new CrmClient(about, settings, tokens, wire, watch, clock);
        api = RestService.ForGenerated<IRestApi>(client.Http, new RefitSettings());
    }

    private RestConnection(ConnectionSettings settings, RestConnection wired)
    {
        (Settings, rest, tokens, client, api, watch, clock) =
            (settings, (RestSettings)settings.Kind!, wired.tokens, wired.client, wired.api, wired.watch, wired.clock);
        (fields, answers, lists, hook) = Understanding();
    }

    /// <inheritdoc/>
    public ConnectionSettings Settings { get; }

    /// <inheritdoc/>
    public Reason Trouble => client.Trouble;

    /// <inheritdoc/>
    public int BatchSize => rest.Many.Count == 0 ? OneByOne : rest.Many.Values.Max(bulk => bulk.Max);

    /// <inheritdoc/>
    public CrmQuota? Quota => client.Quota;

    /// <summary>Makes a connection, or says what is wrong with its settings.</summary>
    public static CrmConnectionOrFault Create(
        ConnectionSettings settings, OutboundPolicy policy, TokenDesk desk, ConnectionWatch watch, TimeProvider clock)
    {
        if (settings is not { BaseUrl: { } url, Kind: RestSettings })
        {
            return CrmConnections.Fault(settings, "connection_url", "a connection of type rest needs base_url: the API's address, like https://api.example.com");
        }

        if (policy.FaultOf(url) is { } fault)
        {
            return CrmConnections.Fault(settings, "connection_url", $"base_url {fault}");
        }

        if (RestHookReader.FaultOf(settings, (RestSettings)settings.Kind) is { } hookFault)
        {
            return CrmConnections.Fault(settings, "hook_secret_invalid", hookFault);
        }

        // Some APIs of one's own want no credential, or have it among the headers.
        var isOpen = settings is { Auth: null, AccessToken: null, ClientId: null, ClientSecret: null };
        var tokens = isOpen ? default : desk.Open(settings, new VendorAuth { TokenUrl = new Uri(url, "/oauth/token") });
        if (!isOpen && tokens.Open is null)
        {
            return CrmConnections.Fault(settings, tokens.Code!, tokens.Fault!);
        }

        var wire = new OutboundGuard(policy, Dns.GetHostAddressesAsync).CreateHandler();
        return new(new RestConnection(settings, wire, tokens.Open?.Invoke(wire), watch, clock), null);
    }

    /// <inheritdoc/>
    public ICrmConnection? With(ConnectionSettings settings)
    {
        // What the client was told of the declaration stays with the wire.
        if (settings.Kind is not RestSettings wanted || wanted.Nobody != rest.Nobody || !wanted.One.Equals(rest.One) || !wanted.Headers.Equals(rest.Headers))
        {
            return null;
        }

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
        return sameWire == settings ? new RestConnection(settings, this) : null;
    }

    /// <inheritdoc/>
    public async ValueTask<CrmAnswer> ReadAsync(Identifier person, ReadSet reads, Budget budget, CancellationToken cancellationToken)
    {
        if (!CanBeNamed(person))
        {
            return new CrmAnswer(null, Reason.ProfileMissing);
        }

        if (rest.One.Find(person.Kind) is not { } request)
        {
            return new CrmAnswer(null, Reason.CrmError);
        }

        var reply = await AskAsync(CrmCallKind.One, 1, request, RestValues.Of(person, fields.Of(reads)), budget, cancellationToken);
        return reply.Reason != Reason.None ? new CrmAnswer(null, reply.Reason)
            : request.Ids is { } ids ? await ReadByIdsAsync(RestAnswers.Ids(reply.Value!, ids), person, reads, budget, cancellationToken)
            : answers.One(reply.Value!, request.Items, person, reads);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<CrmAnswer>> ReadManyAsync(
        IReadOnlyList<Identifier> people, ReadSet reads, Budget budget, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(people.Count, BatchSize);
        IReadOnlyList<Identifier> asked = [.. people.Where(CanBeNamed).Distinct()];
        var told = asked.Count == 0 ? []
            : rest.Many.Find(asked[0].Kind) is { } bulk
                ? (await Task.WhenAll(asked.Chunk(bulk.Max).Select(some =>
                    BulkRead.AskAsync(some, few => AskManyAsync(bulk, few, reads, budget, cancellationToken))))).SelectMany(few => few)
            : await Task.WhenAll(asked.Select(person => ReadAsync(person, reads, budget, cancellationToken).AsTask()));
        var found = asked.Zip(told).ToDictionary(pair => pair.First, pair => pair.Second);
        return [.. people.Select(person => found.GetValueOrDefault(person, new CrmAnswer(null, Reason.ProfileMissing)))];
    }

    /// <inheritdoc/>
    public async ValueTask<CrmPage> ListAsync(CrmListing listing, Budget budget, CancellationToken cancellationToken)
    {
        if (lists.Ask(listing, fields.Of(listing.Reads)) is not { } question)
        {
            return new CrmPage([], null, Reason.CrmError);
        }

        var reply = await client.AskAsync(
            CrmCallKind.Many, people: 0, budget, (call, end) => question.SendAsync(api, call, end), cancellationToken);
        return reply.Reason switch
        {
            Reason.None => lists.Read(reply.Value!, listing),
            Reason.ProfileMissing => new CrmPage([], null, Reason.None), // how some say that there is nobody on it
            var reason => new CrmPage([], null, reason),
        };
    }

    /// <inheritdoc/>
    public async ValueTask<CrmDescription> DescribeAsync(Budget budget, CancellationToken cancellationToken)
    {
        if (rest.Describe is not { } describe)
        {
            return new CrmDescription([], Reason.CrmError);
        }

        var reply = await AskAsync(CrmCallKind.Many, 0, describe.Request, new RestValues(), budget, cancellationToken);
        using var document = reply.Reason == Reason.None ? RestAnswers.Open(reply.Value!) : null;
        return document is null
            ? new CrmDescription([], reply.Reason == Reason.None ? Reason.CrmError : reply.Reason)
            : new CrmDescription(RestTypes.Read(document.RootElement, describe), Reason.None);
    }

    /// <inheritdoc/>
    public HookReading ReadHook(HookDelivery delivery) => hook.Read(delivery);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await (tokens?.DisposeAsync() ?? ValueTask.CompletedTask);
        await client.DisposeAsync();
    }

    private (RestFields Fields, RestAnswers Answers, RestLists Lists, RestHookReader Hook) Understanding()
    {
        var map = new AttributeMap(Settings, []);
        var reading = new RestAnswers(Settings, rest, map, watch);
        return (new(rest.Person, map), reading, new(Settings.BaseUrl!, rest, reading), new(Settings, rest, map, watch, clock));
    }

    private ValueTask<CrmReply<string>> AskAsync(
        CrmCallKind kind, int people, RestRequest request, RestValues values, Budget budget, CancellationToken cancellationToken)
    {
        var question = RestQuestion.Of(Settings.BaseUrl!, rest.Headers, request, values);
        return client.AskAsync(kind, people, budget, (call, end) => question.SendAsync(api, call, end), cancellationToken);
    }

    /// <summary>One bulk read; null when the API refuses it whole.</summary>
    private async Task<IReadOnlyList<CrmAnswer>?> AskManyAsync(
        RestBulk bulk, IReadOnlyList<Identifier> asked, ReadSet reads, Budget budget, CancellationToken cancellationToken)
    {
        var reply = await AskAsync(
            CrmCallKind.Many, asked.Count, bulk.Request, RestValues.Of(asked, fields.Of(reads)), budget, cancellationToken);
        return reply.Reason == Reason.None ? answers.Many(reply.Value!, bulk, asked, reads)
            : reply.IsRefused ? null
            : BulkRead.AllFailed(asked, reply.Reason);
    }

    private async ValueTask<CrmAnswer> ReadByIdsAsync(
        IReadOnlyList<string> ids, Identifier asked, ReadSet reads, Budget budget, CancellationToken cancellationToken)
    {
        if (ids.Count > 1 && Settings.OnAmbiguous != OnAmbiguous.Newest)
        {
            return new CrmAnswer(null, Settings.OnAmbiguous == OnAmbiguous.Fail ? Reason.CrmError : Reason.ProfileMissing);
        }

        var request = rest.One.Find(Identifier.IdKind)!;
        var replies = await Task.WhenAll(ids.Take(MostNamesakes).Select(id =>
            AskAsync(CrmCallKind.One, 1, request, RestValues.Of(Identifier.Id(id), fields.Of(reads)), budget, cancellationToken).AsTask()));
        return replies.FirstOrDefault(reply => reply.Reason is not (Reason.None or Reason.ProfileMissing)) is { Reason: not Reason.None } failed
            ? new CrmAnswer(null, failed.Reason)
            : answers.OneOf([.. replies.Where(reply => reply.Value is not null).Select(reply => reply.Value!)], request.Items, asked, reads);
    }

    private async Task<IApiResponse> ProbeAsync(CrmCallKind kind, CrmCall call, CancellationToken end)
    {
        var (name, request) = rest.One.Entries[0];
        var nobody = new Identifier(name, name == Identifier.EmailKind ? "nobody@renderer.invalid" : "0");
        return await RestQuestion.Of(Settings.BaseUrl!, rest.Headers, request, RestValues.Of(nobody, fields.Of(ReadSet.None))).SendAsync(api, call, end);
    }

    // What would not stay one segment of a path names nobody, and must not reach another address of the API.
    private static bool CanBeNamed(Identifier person) => !string.IsNullOrWhiteSpace(person.Value) && person.Value is not ("." or "..");

    private static bool IsNobody(RestNobody nobody, string? body)
    {
        try
        {
            using var document = RestAnswers.Open(body ?? "");
            return nobody.Path is { } path ? document?.RootElement.First(path)?.Text() == nobody.Is : true;
        }
        catch (JsonException)
        {
            return false; // a page of some proxy speaks of no person
        }
    }
}
