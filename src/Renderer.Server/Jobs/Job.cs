using System.Text.Json.Serialization;

namespace Renderer.Server.Jobs;

/// <summary>A long piece of work: what is kept of it on disk, and shown. Holds no person; who it is about is in its <see cref="Spool"/>.</summary>
internal sealed record Job
{
    /// <summary>Its name in routes.</summary>
    public required string Id { get; init; }

    public required string Workspace { get; init; }

    /// <summary>What is done: "prewarm".</summary>
    public required string Kind { get; init; }

    public required string Template { get; init; }

    /// <summary>The connection's own list of people is gone through, not an uploaded one.</summary>
    public bool OwnList { get; init; }

    public JobState State { get; init; }

    /// <summary>Why it waits or failed; null where it does neither.</summary>
    public string? Reason { get; init; }

    /// <summary>People in the list; null while nobody knows.</summary>
    public long? Total { get; init; }

    /// <summary>Lines of the upload that named nobody.</summary>
    public long Faulty { get; init; }

    public long Fresh { get; init; }

    public long Fetched { get; init; }

    public long Missing { get; init; }

    public long Failed { get; init; }

    /// <summary>Where it goes on: the block of the spool, or the page of the list. Never shown: a page may be named by a person.</summary>
    public string? At { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>People done.</summary>
    [JsonIgnore]
    public long Done => Fresh + Fetched + Missing + Failed;

    /// <summary>Nothing more will happen.</summary>
    [JsonIgnore]
    public bool HasEnded => State is JobState.Done or JobState.Cancelled or JobState.Failed;
}

/// <summary>The life of a job.</summary>
internal enum JobState
{
    /// <summary>Others of its workspace come first.</summary>
    Queued,

    /// <summary>It is being done.</summary>
    Running,

    /// <summary>It cannot go on now, for its reason, and tries again.</summary>
    Waiting,

    /// <summary>All of it was done.</summary>
    Done,

    /// <summary>Somebody ended it.</summary>
    Cancelled,

    /// <summary>It cannot be done, for its reason.</summary>
    Failed,
}
