using Renderer.Model;
using Renderer.Profiles.Cache;

namespace Renderer.Profiles.Reading;

/// <summary>One fetch of one person, under way: many may wait for it, none can cancel it.</summary>
internal sealed class Fetch(ReadSet reads)
{
    private readonly TaskCompletionSource<Fetched> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile Start? start;

    /// <summary>What the CRM is asked for.</summary>
    public ReadSet Reads => reads;

    public Task<Fetched> Done => done.Task;

    /// <summary>When the CRM was asked; null while it has not been.</summary>
    public Start? Started => start;

    public void Begin(Start now) => start = now;

    public void End(Fetched fetched) => done.TrySetResult(fetched);

    /// <summary>The instant and the life of the marks in which the CRM was asked.</summary>
    internal sealed record Start(Instant Begun, ulong Generation);
}

/// <summary>What a fetch brought: a person, nobody, or a reason.</summary>
internal readonly record struct Fetched(Entry? Entry, Reason Reason);

/// <summary>The steps of a fetch, in order: where tests hold it.</summary>
internal enum FetchStep
{
    /// <summary>It has its turn; the CRM has not been asked, the begin not been stamped.</summary>
    Turn,

    /// <summary>The begin is stamped; the CRM has not been asked.</summary>
    Begun,

    /// <summary>The CRM has answered; nothing is stored.</summary>
    Answered,

    /// <summary>Memory has it, Redis is being written; nobody who waits has it.</summary>
    Stored,

    /// <summary>Redis has it too; those who wait have it.</summary>
    Written,
}
