using System.Collections.Concurrent;
using Eventbus.V1;
using Google.Protobuf;
using Grpc.Core;

namespace Renderer.Sandbox.Salesforce.Events;

/// <summary>Salesforce's Pub/Sub API, as far as a subscriber needs it: strict about sessions, channels and places.</summary>
internal sealed class PubSubStream(ChangeEventLog log, Fields fields, Sessions sessions, TimeProvider clock) : PubSub.PubSubBase
{
    private const int Most = 100;

    private static readonly string[] Channels = ["/data/ContactChangeEvent", "/data/ChangeEvents"];

    // By their ids: a subscriber may ask for one long after its event.
    private readonly ConcurrentDictionary<string, ChangeEventSchema> schemas = new();

    public override Task<SchemaInfo> GetSchema(SchemaRequest request, ServerCallContext context)
    {
        Admit(context);
        return schemas.TryGetValue(request.SchemaId, out var schema)
            ? Task.FromResult(new SchemaInfo { SchemaId = schema.Id, SchemaJson = schema.Json, RpcId = Guid.NewGuid().ToString() })
            : throw Refuse(StatusCode.NotFound, "sfdc.platform.eventbus.grpc.schema.not.found", "no such schema");
    }

    public override async Task Subscribe(
        IAsyncStreamReader<FetchRequest> requestStream, IServerStreamWriter<FetchResponse> responseStream, ServerCallContext context)
    {
        Admit(context);
        if (!await requestStream.MoveNext(context.CancellationToken))
        {
            return;
        }

        var first = requestStream.Current;
        if (!Channels.Contains(first.TopicName))
        {
            throw Refuse(StatusCode.NotFound, "sfdc.platform.eventbus.grpc.topic.not.found", "no such channel");
        }

        var place = PlaceOf(first);
        using var wanted = new Wanted();
        wanted.Add(first.NumRequested);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, log.Present);
        var more = CountAsync(requestStream, wanted, end);
        try
        {
            while (true)
            {
                await wanted.SomeAsync(end.Token);
                var events = await log.AfterAsync(place, Math.Min(wanted.Left, Most), end.Token);
                Admit(context);
                place = events[^1].Replay;
                await responseStream.WriteAsync(Response(events, wanted.Take(events.Count)), end.Token);
            }
        }
        catch (OperationCanceledException) when (!context.CancellationToken.IsCancellationRequested)
        {
            throw Refuse(StatusCode.Unavailable, "sfdc.platform.eventbus.grpc.service.unavailable", "the sandbox ended the subscription");
        }
        finally
        {
            await end.CancelAsync();
            await more;
        }
    }

    private FetchResponse Response(IReadOnlyList<LoggedEvent> events, int pending)
    {
        var schema = ChangeEventSchema.Of(fields);
        schemas[schema.Id] = schema;
        var writer = new ChangeEventWriter(schema, fields, clock);
        var response = new FetchResponse
        {
            LatestReplayId = ByteString.CopyFrom(ChangeEventLog.Bytes(events[^1].Replay)),
            RpcId = Guid.NewGuid().ToString(),
            PendingNumRequested = pending,
        };
        response.Events.AddRange(events.Select(one => new ConsumerEvent
        {
            ReplayId = ByteString.CopyFrom(ChangeEventLog.Bytes(one.Replay)),
            Event = new ProducerEvent { Id = Guid.NewGuid().ToString(), SchemaId = schema.Id, Payload = ByteString.CopyFrom(writer.Write(one)) },
        }));
        return response;
    }

    private long PlaceOf(FetchRequest first) => first.ReplayPreset switch
    {
        ReplayPreset.Latest => log.Last,
        ReplayPreset.Earliest => 0,
        _ => ChangeEventLog.Place(first.ReplayId.Span) is { } place && log.Holds(place)
            ? place
            : throw Refuse(StatusCode.InvalidArgument, "sfdc.platform.eventbus.grpc.subscription.fetch.replayid.validation.failed", "The Replay ID validation failed. Ensure that the Replay ID is valid."),
    };

    private void Admit(ServerCallContext context)
    {
        string Header(string name) => context.RequestHeaders.GetValue(name) ?? "";
        if (!sessions.IsGood(Header("accesstoken"), context.Method) || Header("tenantid") != RecordIds.Organization || Header("instanceurl").Length == 0)
        {
            throw Refuse(StatusCode.Unauthenticated, "sfdc.platform.eventbus.grpc.service.auth.error", "The session, the org or the instance is not valid.");
        }
    }

    private static RpcException Refuse(StatusCode status, string code, string detail) =>
        new(new Status(status, detail), new Metadata { { "error-code", code }, { "rpc-id", Guid.NewGuid().ToString() } });

    private static async Task CountAsync(IAsyncStreamReader<FetchRequest> requests, Wanted wanted, CancellationTokenSource end)
    {
        try
        {
            while (await requests.MoveNext(end.Token))
            {
                wanted.Add(requests.Current.NumRequested);
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or IOException or InvalidOperationException)
        {
            await end.CancelAsync();
        }
    }

    /// <summary>How many events the subscriber still takes.</summary>
    private sealed class Wanted : IDisposable
    {
        private readonly SemaphoreSlim some = new(0);
        private int left;

        public int Left => Volatile.Read(ref left);

        public void Add(int more)
        {
            if (Interlocked.Add(ref left, Math.Clamp(more, 0, Most)) > 0)
            {
                some.Release();
            }
        }

        public void Dispose() => some.Dispose();

        public int Take(int taken) => Interlocked.Add(ref left, -taken);

        public async Task SomeAsync(CancellationToken end)
        {
            while (Left <= 0)
            {
                await some.WaitAsync(end);
            }
        }
    }
}
