using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using Renderer.Model;
using Renderer.Profiles.Cache;

namespace Renderer.Profiles.Marks;

/// <summary>
/// Each node says up to which mark it has heard, so that "done" is said to a webhook's sender when every node that listens has the mark in its memory,
/// not only when it was sent to them. A node that does not answer costs one wait: what it may still call live is bounded by its own look at the connection.
/// </summary>
internal sealed class Hearing(RedisLink link, TimeProvider time)
{
    /// <summary>How long a sender of events waits for a node that says nothing.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(250);

    private readonly string node = RandomNumberGenerator.GetHexString(16, lowercase: true);
    private readonly ConcurrentDictionary<WorkspaceName, Voice> voices = new();
    private readonly ConcurrentDictionary<WorkspaceName, HeardBoard> boards = new();

    /// <summary>This node has every mark up to this one. Says so at once; while it is saying it, only the latest is kept to be said next.</summary>
    public void Tell(WorkspaceName workspace, Instant upTo)
    {
        var voice = voices.GetOrAdd(workspace, static _ => new Voice());
        if (voice.Put(upTo))
        {
            _ = SayAsync(workspace, voice);
        }
    }

    /// <summary>Takes what a node said.</summary>
    public void Receive(WorkspaceName workspace, string payload)
    {
        if (payload.Split(' ') is [var who, var at] && long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var micros))
        {
            BoardOf(workspace).Hear(who, new Instant(micros));
        }
    }

    /// <summary>Waits until all that listen have this mark.</summary>
    /// <param name="workspace">Whose.</param>
    /// <param name="mark">The instant it was stamped with: no two marks of a workspace have the same.</param>
    /// <param name="subscribers">To how many it was sent.</param>
    public async Task ByAllAsync(WorkspaceName workspace, Instant mark, int subscribers)
    {
        var board = BoardOf(workspace);
        var heard = board.UntilAsync(mark, subscribers);
        if (heard.IsCompleted)
        {
            return;
        }

        var began = time.GetTimestamp();
        try
        {
            await heard.WaitAsync(Limit, time);
        }
        catch (TimeoutException)
        {
            board.GiveUp(mark, subscribers);
            ProfileMeters.Unheard();
        }

        ProfileMeters.Heard(time.GetElapsedTime(began));
    }

    private HeardBoard BoardOf(WorkspaceName workspace) => boards.GetOrAdd(workspace, static _ => new HeardBoard());

    private async Task SayAsync(WorkspaceName workspace, Voice voice)
    {
        while (voice.Take() is { } upTo)
        {
            await link.AskAsync(
                database => database.PublishAsync(MarkKeys.Heard(workspace), $"{node} {upTo.Micros.ToString(CultureInfo.InvariantCulture)}"), RedisLink.Patience);
        }
    }

    /// <summary>What is to be said next, by one at a time.</summary>
    private sealed class Voice
    {
        private readonly Lock gate = new();
        private Instant? next;
        private bool saying;

        public bool Put(Instant upTo)
        {
            lock (gate)
            {
                next = next is { } other ? Instant.Later(other, upTo) : upTo;
                return !saying && (saying = true);
            }
        }

        public Instant? Take()
        {
            lock (gate)
            {
                var one = next;
                next = null;
                saying = one is not null;
                return one;
            }
        }
    }
}
