using System.Buffers.Binary;
using Renderer.Sandbox.Hooks;

namespace Renderer.Sandbox.Salesforce.Events;

/// <summary>A change event as it is kept for subscribers.</summary>
/// <param name="Replay">Its place.</param>
/// <param name="Records">Whose it is; one with a * at its end stands for all.</param>
/// <param name="Kind">CREATE, UPDATE, DELETE, or one of Salesforce's gaps.</param>
/// <param name="Change">What was written; null for a gap.</param>
internal sealed record LoggedEvent(long Replay, IReadOnlyList<string> Records, string Kind, PersonChange? Change);

/// <summary>The org's change events, in their order: subscribers wait here, and go on from any place that is still kept.</summary>
internal sealed class ChangeEventLog(TimeProvider clock) : IVendorHook, IDisposable
{
    private const int Kept = 10_000;

    private readonly Lock gate = new();
    private readonly List<LoggedEvent> events = [];
    private TaskCompletionSource grown = NewSignal();
    private long last = clock.GetUtcNow().ToUnixTimeMilliseconds();
    private long forgotten;

    /// <summary>Ends when the subscribers of now are sent away.</summary>
    private CancellationTokenSource present = new();

    public IReadOnlyList<Uri> Urls => [];

    /// <summary>The place behind the newest event.</summary>
    public long Last
    {
        get
        {
            lock (gate)
            {
                return last;
            }
        }
    }

    /// <summary>Ends when subscribers are to be sent away.</summary>
    public CancellationToken Present => present.Token;

    public Func<Uri, int, HttpRequestMessage>? Tell(PersonChange change)
    {
        if (RecordIds.Of("003", change.Person.Id) is { } id)
        {
            Add([id], change.Kind switch { ChangeKind.Changed => "UPDATE", ChangeKind.Created => "CREATE", _ => "DELETE" }, change);
        }

        return null; // whoever listens is told by the stream
    }

    public void Add(IReadOnlyList<string> records, string kind, PersonChange? change = null)
    {
        TaskCompletionSource waiting;
        lock (gate)
        {
            events.Add(new LoggedEvent(++last, records, kind, change));
            if (events.Count > Kept)
            {
                Forget(events[0].Replay);
            }

            (waiting, grown) = (grown, NewSignal());
        }

        waiting.SetResult();
    }

    /// <summary>Forgets everything, so that no place of before can be gone on from.</summary>
    public void ForgetAll()
    {
        lock (gate)
        {
            Forget(++last);
        }
    }

    public void Dispose() => present.Dispose();

    /// <summary>Ends all subscriptions.</summary>
    public void SendAway() => Interlocked.Exchange(ref present, new CancellationTokenSource()).Cancel();

    /// <summary>Whether one can go on from this place.</summary>
    public bool Holds(long place)
    {
        lock (gate)
        {
            return place >= forgotten && place <= last;
        }
    }

    /// <summary>Up to so many events behind a place; waits for one.</summary>
    public async Task<IReadOnlyList<LoggedEvent>> AfterAsync(long place, int most, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task more;
            lock (gate)
            {
                var found = events.Where(one => one.Replay > place).Take(most).ToList();
                if (found.Count > 0)
                {
                    return found;
                }

                more = grown.Task;
            }

            await more.WaitAsync(cancellationToken);
        }
    }

    public static byte[] Bytes(long place)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, place);
        return bytes;
    }

    public static long? Place(ReadOnlySpan<byte> bytes) => bytes.Length == 8 ? BinaryPrimitives.ReadInt64BigEndian(bytes) : null;

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Forget(long until)
    {
        events.RemoveAll(one => one.Replay <= until);
        forgotten = until;
    }
}
