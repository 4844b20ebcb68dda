using Renderer.Model;
using Renderer.Profiles.Cache;

namespace Renderer.Profiles.Reading;

/// <summary>Waits for this node's turn to fetch a person, or for another node to have done it.</summary>
internal sealed class Turns(NodeLock turns, Lookup lookup, RedisLink link, TimeProvider time)
{
    // Another node's fetch takes a few milliseconds; one that takes longer is looked after less often.
    private static readonly TimeSpan FirstGlance = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(10);

    // An owner has written Redis by then or is gone.
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(200);

    /// <summary>Takes the turn.</summary>
    /// <param name="workspace">Whose person.</param>
    /// <param name="question">What is asked.</param>
    /// <param name="budget">What the fetch may take; half of it is kept for fetching after all.</param>
    /// <param name="enough">Whether what another node stored is good enough not to fetch.</param>
    public async ValueTask<Turn> TakeAsync(Workspace workspace, Question question, Budget budget, Func<Found, bool> enough)
    {
        if (!link.Up)
        {
            return default;
        }

        var patience = link.PatienceOf(budget);
        var waiting = Budget.Start(time, budget.Left / 2);
        var glance = FirstGlance;
        for (var waited = false; ; waited = true)
        {
            // Redis answers in the order it is asked: what the last owner stored before it left is seen behind our own entering.
            var entering = turns.TryEnterAsync(workspace.Name, question.Key, budget.Left + Grace, patience);
            var looking = lookup.InRedisAsync(workspace, question, Budget.Start(time, patience));
            var token = await entering;
            var found = await looking;
            if (token is { Length: > 0 })
            {
                if (!enough(found))
                {
                    return new(null, token);
                }

                await turns.LeaveAsync(workspace.Name, question.Key, token);
            }

            if (enough(found))
            {
                return new(found.Entry, null);
            }

            if (token is null || waiting.Left == TimeSpan.Zero)
            {
                return default;
            }

            if (!waited)
            {
                ProfileMeters.Waited();
            }

            await Task.Delay(glance, time);
            glance = glance * 2 < Glance ? glance * 2 : Glance;
        }
    }

    /// <summary>Gives the turn away.</summary>
    public Task LeaveAsync(Workspace workspace, Question question, Turn turn) =>
        turn.Token is { } token ? turns.LeaveAsync(workspace.Name, question.Key, token) : Task.CompletedTask;
}

/// <summary>Either what another node fetched, or a turn (with a token when Redis granted it).</summary>
internal readonly record struct Turn(Entry? Theirs, string? Token);
