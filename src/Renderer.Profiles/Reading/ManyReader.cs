using Renderer.Model;
using Renderer.Profiles.Cache;

namespace Renderer.Profiles.Reading;

/// <summary>Reads many people: memory, then Redis in pipelined questions, then the CRM in bulk reads.</summary>
internal sealed class ManyReader(Lookup lookup, Fetches fetches, Witness witness, SharedClock clock, TimeProvider time, RedisLink link)
{
    // So many questions to Redis at once: enough to fill its pipe, few enough to be answered in time.
    private const int Pipe = 250;

    public async ValueTask<IReadOnlyList<ProfileReading>> ReadAsync(
        Workspace workspace, IReadOnlyList<Identifier> people, ReadSet reads, Budget budget, CancellationToken cancellationToken)
    {
        var questions = people.Distinct().Select(person => lookup.Ask(workspace, person, reads));
        var read = await FindAsync(workspace, questions, budget, cancellationToken);
        var now = clock.Now;
        return [.. people.Select(person => read[person]).Select(one => Ladder.Answer(one.Best, one.Failure, now, witness.LineageOf(workspace, one.Best, now)))];
    }

    /// <summary>The same of a further connection's people, uncounted: a part of an answer.</summary>
    public async ValueTask<IReadOnlyList<ProfileReading>> ReadAsync(
        Workspace workspace, IReadOnlyList<Question> questions, Budget budget, CancellationToken cancellationToken)
    {
        var read = await FindAsync(workspace, questions.DistinctBy(question => question.Asked), budget, cancellationToken);
        var now = clock.Now;
        return [.. questions.Select(question => read[question.Asked]).Select(one => Ladder.Of(one.Best, one.Failure, now, witness.LineageOf(workspace, one.Best, now)))];
    }

    private async ValueTask<Dictionary<Identifier, Wanted>> FindAsync(
        Workspace workspace, IEnumerable<Question> questions, Budget budget, CancellationToken cancellationToken)
    {
        var since = clock.Begun;
        var wanted = new Dictionary<Identifier, Wanted>();
        foreach (var question in questions)
        {
            wanted.Add(question.Asked, new(question) { Best = lookup.InMemory(workspace, question) });
        }

        var open = wanted.Values.Where(one => !one.Best.IsFresh).ToList();
        await LookInRedisAsync(workspace, open, budget);
        open.RemoveAll(one => one.Best.IsFresh);
        for (var round = 0; round < OneReader.Rounds && open.Count > 0 && budget.Left > TimeSpan.Zero; round++)
        {
            await FetchAsync(workspace, open, since, budget, cancellationToken);
            open.RemoveAll(one => one.Settled);
            if (open.Count > 0)
            {
                await OneReader.OutOfDoubtAsync(clock, time, budget);
            }
        }

        // Much may have happened to the first while the last were fetched.
        foreach (var one in wanted.Values)
        {
            one.Best = witness.Judge(workspace, one.Best.Entry, one.Question, since);
        }

        return wanted;
    }

    private async ValueTask LookInRedisAsync(Workspace workspace, List<Wanted> open, Budget budget)
    {
        foreach (var some in open.Chunk(Pipe))
        {
            if (!link.Up)
            {
                return;
            }

            var found = await lookup.InRedisAsync(workspace, [.. some.Select(one => one.Question)], Budget.Start(time, link.PatienceOf(budget)));
            for (var i = 0; i < some.Length; i++)
            {
                some[i].Best = Found.Better(found[i], some[i].Best);
            }
        }
    }

    private async ValueTask FetchAsync(Workspace workspace, List<Wanted> open, Instant since, Budget budget, CancellationToken cancellationToken)
    {
        var mine = new List<Wanted>(open.Count);
        foreach (var one in open)
        {
            one.Fetch = fetches.JoinOrReserve(workspace, one.Question, out var isMine);
            one.Mine = isMine;
            if (isMine && lookup.InMemory(workspace, one.Question) is { IsFresh: true } held)
            {
                fetches.End(workspace, one.Question, one.Fetch, new(held.Entry, Reason.None));
            }
            else if (isMine)
            {
                mine.Add(one);
            }
        }

        foreach (var some in mine.GroupBy(one => one.Question.Asked.Kind).SelectMany(kind => kind.Chunk(workspace.People!.BatchSize)))
        {
            var terms = Terms.Of(some.All(one => one.Best.IsUsable), budget);
            _ = fetches.RunManyAsync(workspace, [.. some.Select(one => (one.Question, one.Fetch!))], budget, terms);
        }

        try
        {
            await Task.WhenAll(open.Select(one => one.Fetch!.Done)).WaitAsync(budget.Left, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            // Those that have come are used; the others are late.
        }

        foreach (var one in open)
        {
            var fetched = one.Fetch!.Done is { IsCompletedSuccessfully: true } done ? await done : new(null, OneReader.Late(workspace, one.Fetch));
            var found = witness.Judge(workspace, fetched.Entry, one.Question, since);
            one.Failure = fetched.Reason;
            one.Best = Found.Better(found, witness.Judge(workspace, one.Best.Entry, one.Question));
            one.Settled = found.IsFresh || OneReader.Settles(fetched, one.Mine);
        }
    }

    private sealed class Wanted(Question question)
    {
        public Question Question => question;

        public Found Best { get; set; }

        public Fetch? Fetch { get; set; }

        public bool Mine { get; set; }

        public Reason Failure { get; set; }

        public bool Settled { get; set; }
    }
}
