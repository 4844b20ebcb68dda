using Renderer.Model;
using Renderer.Profiles.Cache;
using Renderer.Profiles.Marks;

namespace Renderer.Profiles.Reading;

/// <summary>Finds what is stored of a person, and judges it.</summary>
internal sealed class Lookup(ProfileStore store, Witness witness, MarkReader marks, RedisLink link, Names names, TimeProvider time)
{
    /// <summary>What is asked, with all that can be said of it before looking.</summary>
    public Question Ask(Workspace workspace, Identifier person, ReadSet reads) =>
        new(person, names.Of(workspace.Name, person), reads, workspace.NamedBy(person.Kind));

    /// <summary>In this node's memory.</summary>
    public Found InMemory(Workspace workspace, Question question) =>
        Checked(workspace, question, witness.Judge(workspace, store.InMemory(workspace.Name, question.Names), question));

    /// <summary>In memory and, where that is not fresh, in Redis.</summary>
    /// <param name="workspace">Whose person.</param>
    /// <param name="question">What is asked.</param>
    /// <param name="redis">What Redis may take, all together.</param>
    public async ValueTask<Found> FindAsync(Workspace workspace, Question question, Budget redis)
    {
        var mine = store.InMemory(workspace.Name, question.Names);
        var found = await JudgeAsync(workspace, mine, question, redis);
        return found.IsFresh || !link.Up || redis.Left == TimeSpan.Zero
            ? found
            : Found.Better(await InRedisAsync(workspace, question, redis), found);
    }

    /// <summary>In memory and Redis, for one who is in no hurry and does not ask the CRM.</summary>
    public ValueTask<Found> HeldAsync(Workspace workspace, Question question) =>
        FindAsync(workspace, question, Budget.Start(time, RedisLink.Longest));

    /// <summary>In Redis.</summary>
    public async ValueTask<Found> InRedisAsync(Workspace workspace, Question question, Budget redis) =>
        await JudgeAsync(workspace, await store.InRedisAsync(workspace, question.Names, redis), question, redis);

    /// <summary>Many in Redis, in as few round trips as it takes.</summary>
    public async ValueTask<Found[]> InRedisAsync(Workspace workspace, IReadOnlyList<Question> questions, Budget redis)
    {
        var entries = await Task.WhenAll(questions.Select(question => store.InRedisAsync(workspace, question.Names, redis).AsTask()));
        var unsure = entries.Where(entry => entry is not null && witness.NeedsMarks(workspace, entry)).SelectMany(entry => entry!.Names).ToList();
        if (unsure.Count > 0)
        {
            await marks.LearnAsync(workspace, unsure, redis.Left);
        }

        return [.. entries.Select((entry, i) => Checked(workspace, questions[i], witness.Judge(workspace, entry, questions[i])))];
    }

    private async ValueTask<Found> JudgeAsync(Workspace workspace, Entry? entry, Question question, Budget redis)
    {
        if (entry is not null && witness.NeedsMarks(workspace, entry))
        {
            await marks.LearnAsync(workspace, entry.Names, redis.Left);
        }

        return Checked(workspace, question, witness.Judge(workspace, entry, question));
    }

    // What may never be shown again need not lie around until it expires.
    private Found Checked(Workspace workspace, Question question, Found found)
    {
        if (found.Verdict.Flaw == Flaw.Gone)
        {
            _ = store.RemoveAsync(workspace.Name, found.Entry!.Names.Append(question.Key).Distinct());
        }

        return found;
    }
}
