using System.Net;
using Avro;
using Eventbus.V1;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Renderer.Model;
using Renderer.Profiles.Crm.Feeds;
using Renderer.Profiles.Outbound;
using Renderer.Profiles.Tokens;

namespace Renderer.Profiles.Crm.Salesforce.PubSub;

/// <summary>Follows Salesforce's change events over its Pub/Sub API (gRPC, events in Avro).</summary>
internal sealed class SalesforceFeed(
    ConnectionSettings settings, SalesforceSettings kind, ITokens tokens, OutboundPolicy policy, ConnectionWatch watch, TimeProvider time)
{
    /// <summary>Events that may be on their way to us; the most that Salesforce takes.</summary>
    private const int Window = 100;

    private const int LongestSchema = 1_000_000;

    /// <summary>Salesforce says something at least every 270 s.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(300);

    /// <summary>How long after the question it is certain that the subscription is up.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(2);

    private readonly ChangeReader reader = new(settings, kind);
    private readonly Dictionary<string, RecordSchema?> schemas = [];

    private string Topic => kind.PubSubTopic
        ?? $"/data/{(kind.Object.EndsWith("__c", StringComparison.Ordinal) ? kind.Object[..^1] : kind.Object)}ChangeEvent";

    /// <summary>Follows it; see <see cref="ChangeFeed"/>.</summary>
    public async Task<FeedEnd> FollowAsync(ReadOnlyMemory<byte> from, Func<FedChanges, Task<bool>> tell, CancellationToken cancellationToken)
    {
        if ((await tokens.GetAsync(cancellationToken)).Token is not { } token)
        {
            return FeedEnd.Refused;
        }

        using var channel = Open();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            return await SubscribeAsync(new(new(channel), Proof(token)), from, tell, end);
        }
        catch (RpcException refused) when (refused.StatusCode is StatusCode.Unauthenticated)
        {
            tokens.Drop(token);
            return FeedEnd.Refused;
        }
        catch (RpcException refused) when (refused.StatusCode is StatusCode.PermissionDenied or StatusCode.NotFound)
        {
            return FeedEnd.Refused;
        }
        catch (RpcException refused) when (!from.IsEmpty && SpeaksOfThePlace(refused))
        {
            return FeedEnd.PlaceLost;
        }
        catch (Exception broken) when (broken is RpcException or HttpRequestException or IOException or TimeoutException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return FeedEnd.Broken;
        }
        finally
        {
            await end.CancelAsync();
        }
    }

    private async Task<FeedEnd> SubscribeAsync(Api api, ReadOnlyMemory<byte> from, Func<FedChanges, Task<bool>> tell, CancellationTokenSource end)
    {
        using var call = api.Client.Subscribe(api.Proof, cancellationToken: end.Token);
        await call.RequestStream.WriteAsync(
            new FetchRequest
            {
                TopicName = Topic,
                ReplayPreset = from.IsEmpty ? ReplayPreset.Latest : ReplayPreset.Custom,
                ReplayId = ByteString.CopyFrom(from.Span),
                NumRequested = Window,
            },
            end.Token);

        // What changed before was heard by nobody: whoever was read before the subscription was up is read again.
        var swept = from.IsEmpty ? SweepAsync(tell, end.Token) : Task.CompletedTask;
        while (await call.ResponseStream.MoveNext(end.Token).WaitAsync(Silence, time, end.Token))
        {
            var answer = call.ResponseStream.Current;
            if (!await tell(await ReadAsync(api, answer, end.Token)))
            {
                return FeedEnd.NotNoted;
            }

            if (answer.PendingNumRequested < Window / 2)
            {
                await call.RequestStream.WriteAsync(new FetchRequest { TopicName = Topic, NumRequested = Window - answer.PendingNumRequested }, end.Token);
            }
        }

        await end.CancelAsync();
        await swept;
        return FeedEnd.Broken;
    }

    private async Task SweepAsync(Func<FedChanges, Task<bool>> tell, CancellationToken end)
    {
        try
        {
            do
            {
                await Task.Delay(Settled, time, end);
            }
            while (!await tell(new FedChanges([], Everybody: true, default)));
        }
        catch (OperationCanceledException)
        {
            // The next one sweeps.
        }
    }

    private async Task<FedChanges> ReadAsync(Api api, FetchResponse answer, CancellationToken end)
    {
        var changes = new List<CrmChange>();
        var everybody = false;
        foreach (var fed in answer.Events)
        {
            var schema = await SchemaAsync(api, fed.Event?.SchemaId ?? "", end);
            var told = schema is null ? null : ChangeEvent.Read(schema, fed.Event!.Payload.ToByteArray());
            if (told is null)
            {
                watch.HookUnreadable();
            }

            if (reader.Read(told) is { } some)
            {
                changes.AddRange(some);
            }
            else
            {
                everybody = true;
            }
        }

        var place = answer.LatestReplayId.IsEmpty && answer.Events.Count > 0 ? answer.Events[^1].ReplayId : answer.LatestReplayId;
        return new FedChanges(changes, everybody, place.ToByteArray());
    }

    private async Task<RecordSchema?> SchemaAsync(Api api, string id, CancellationToken end)
    {
        if (schemas.TryGetValue(id, out var known))
        {
            return known;
        }

        var info = await api.Client.GetSchemaAsync(new SchemaRequest { SchemaId = id }, api.Proof, cancellationToken: end);
        try
        {
            return schemas[id] = info.SchemaJson.Length <= LongestSchema ? Schema.Parse(info.SchemaJson) as RecordSchema : null;
        }
        catch (Exception unreadable) when (unreadable is AvroException or Newtonsoft.Json.JsonException)
        {
            return schemas[id] = null;
        }
    }

    private GrpcChannel Open()
    {
        var wire = new OutboundGuard(policy, Dns.GetHostAddressesAsync).CreateHandler();
        wire.KeepAlivePingDelay = TimeSpan.FromSeconds(30);
        wire.KeepAlivePingTimeout = TimeSpan.FromSeconds(10);
        return GrpcChannel.ForAddress(kind.PubSubUrl!, new GrpcChannelOptions { HttpHandler = wire, DisposeHttpClient = true });
    }

    private Metadata Proof(AccessToken token) => new()
    {
        { "accesstoken", token.Value },
        { "instanceurl", settings.BaseUrl!.GetLeftPart(UriPartial.Authority) },
        { "tenantid", SalesforceId.Whole(kind.OrganizationId!) },
    };

    private static bool SpeaksOfThePlace(RpcException refused) =>
        refused.StatusCode is StatusCode.InvalidArgument or StatusCode.OutOfRange or StatusCode.FailedPrecondition
        && (refused.Trailers.GetValue("error-code") ?? refused.Status.Detail).Contains("replay", StringComparison.OrdinalIgnoreCase);

    private sealed record Api(Eventbus.V1.PubSub.PubSubClient Client, Metadata Proof);
}
