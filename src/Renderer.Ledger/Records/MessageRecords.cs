using Renderer.Model;

namespace Renderer.Ledger;

/// <summary>What a message decided for one person, to be written behind the request.</summary>
public sealed record MessageRecord
{
    /// <summary>Whose message.</summary>
    public required WorkspaceName Workspace { get; init; }

    /// <summary>The opaque name of the person, that of the CRM's id where it is known: what the record is filed and sealed under.</summary>
    public required string Person { get; init; }

    /// <summary>The person's other opaque names: erased under any, nothing is written.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>The message's name under that person (<see cref="MessageNames.Opaque"/>).</summary>
    public required long Message { get; init; }

    /// <summary>When it was decided.</summary>
    public required Instant At { get; init; }

    /// <summary>What is kept, made when it is written or asked for.</summary>
    public required Func<byte[]> Text { get; init; }

    /// <summary>About how many bytes the record holds in memory until then.</summary>
    public int Bytes { get; init; } = 1500;
}

/// <summary>A record as it was found.</summary>
/// <param name="At">When it was decided.</param>
/// <param name="Text">What was kept.</param>
public readonly record struct KeptMessage(Instant At, byte[] Text);

/// <summary>Records of messages: written behind the requests, found on this node at once and on others within a second.</summary>
public sealed class MessageRecords
{
    private readonly RecordQueue queue;
    private readonly RecordLookup lookup;
    private readonly RecordMetrics metrics;
    private readonly RetentionRules retention;

    internal MessageRecords(RecordQueue queue, RecordLookup lookup, RecordMetrics metrics, RetentionRules retention) =>
        (this.queue, this.lookup, this.metrics, this.retention) = (queue, lookup, metrics, retention);

    /// <summary>Whether a record of this message would be kept: one that is not need not be made.</summary>
    public bool Wants(WorkspaceName workspace, long message) => Sampling.Keeps(retention.Of(workspace).Messages, message);

    /// <summary>Remembers a record and returns at once; it is not kept where the workspace's retention says so, or nothing more can be remembered.</summary>
    public void Write(MessageRecord record)
    {
        if (!Wants(record.Workspace, record.Message))
        {
            return;
        }

        var pending = new PendingRecord
        {
            Workspace = record.Workspace.ToString(),
            Person = record.Person,
            Aliases = record.Aliases,
            Message = record.Message,
            At = record.At,
            KeepUntil = record.At + retention.Of(record.Workspace).Messages.For,
            Bytes = PendingRecord.Weigh(record.Bytes, record.Aliases),
        }.With(() => Body.Pack(record.Text()));
        if (!queue.Add(pending))
        {
            metrics.Dropped(1, DropReason.Full);
        }
    }

    /// <summary>The records of a message, newest first.</summary>
    /// <exception cref="LedgerUnavailableException"/>
    public async Task<IReadOnlyList<KeptMessage>> FindAsync(MessageKey key, CancellationToken cancellationToken) =>
        [.. (await lookup.FindAsync(RecordKind.Message, key, 10, cancellationToken))
            .Select(found => (found.At, Text: Body.Open(found.Body)))
            .Where(found => found.Text is not null)
            .Select(found => new KeptMessage(found.At, found.Text!))];
}
