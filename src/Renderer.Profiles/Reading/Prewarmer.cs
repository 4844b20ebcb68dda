using Renderer.Model;
using Renderer.Profiles.Cache;
using Renderer.Profiles.Crm;
using Renderer.Profiles.Crm.Protection;

namespace Renderer.Profiles.Reading;

/// <summary>Fetches people before anybody asks for them. A fetch is reserved only once its call is let through: whoever reads one of them until then
/// asks on terms of its own, and does not wait behind a prewarm.</summary>
internal sealed class Prewarmer(Lookup lookup, Fetches fetches, Origin origin, ProfileStore store, TimeProvider time)
{
    /// <summary>How long a call may wait to be let through, and take then.</summary>
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(10);

    private static readonly CallTerms Terms = new(CrmPurpose.Prewarm);

    /// <summary>Fetches those of these people who are not fresh.</summary>
    public async Task<PrewarmTally> FetchAsync(Workspace workspace, IReadOnlyList<Identifier> people, ReadSet reads, CancellationToken cancellationToken)
    {
        reads = OfFirst(workspace, reads);
        var questions = people.Distinct().Select(person => lookup.Ask(workspace, person, reads)).ToList();
        var known = questions.Where(question => lookup.InMemory(workspace, question).IsFresh).ToHashSet();
        var elsewhere = questions.Where(question => !known.Contains(question)).ToList();
        var found = await lookup.InRedisAsync(workspace, elsewhere, Budget.Start(time, RedisLink.Longest));
        var open = elsewhere.Where((_, i) => !found[i].IsFresh).ToList();
        var tally = new PrewarmTally(Fresh: questions.Count - open.Count);
        var calls = open.GroupBy(question => question.Asked.Kind).SelectMany(kind => kind.Chunk(workspace.People!.BatchSize));
        return (await Task.WhenAll(calls.Select(some => CallAsync(workspace, some, cancellationToken)))).Aggregate(tally, static (sum, one) => sum + one);
    }

    /// <summary>Stores a page of the connection's own list.</summary>
    public async Task<(PrewarmTally Tally, string? Next, Reason Reason)> ListAsync(
        Workspace workspace, string? cursor, ReadSet reads, CancellationToken cancellationToken)
    {
        reads = OfFirst(workspace, reads);
        var union = workspace.Union.Covers(reads) ? workspace.Union : workspace.Union.Union(reads);
        var start = origin.Now(workspace);
        var page = await Terms.AskAsync(() => workspace.People!.ListAsync(new CrmListing(union, cursor), Budget.Start(time, Within), cancellationToken));
        foreach (var person in page.People)
        {
            // By every name that a send may use.
            foreach (var name in person.Identifiers.DefaultIfEmpty(Identifier.Id(person.Id)))
            {
                var question = lookup.Ask(workspace, name, reads);
                var fetch = new Fetch(union);
                fetch.Begin(start);
                await store.SaveAsync(workspace, origin.Entry(workspace, question, fetch, new CrmAnswer(person, Reason.None))!, question, tell: false);
            }
        }

        return (new PrewarmTally(Fetched: page.People.Count), page.Next, page.Reason);
    }

    // What further connections know is not the first one's to tell.
    private static ReadSet OfFirst(Workspace workspace, ReadSet reads) => workspace.Plan?.For(reads).First ?? reads;

    private async Task<PrewarmTally> CallAsync(Workspace workspace, Question[] questions, CancellationToken cancellationToken)
    {
        var budget = Budget.Start(time, Within);
        var (goes, pass) = await Coalescer.EnterAsync(workspace.People!, Terms, budget, cancellationToken);
        using (pass)
        {
            if (!goes)
            {
                return new PrewarmTally(NotYet: [.. questions.Select(question => question.Asked)]);
            }

            var fetched = new List<(Question Question, Fetch Fetch)>();
            var mine = new List<(Question Question, Fetch Fetch)>();
            foreach (var question in questions)
            {
                var fetch = fetches.JoinOrReserve(workspace, question, out var isMine);
                (isMine ? mine : fetched).Add((question, fetch));
            }

            if (mine.Count > 0)
            {
                await fetches.RunManyAsync(workspace, mine, budget, Terms with { Pass = pass });
            }

            Task others = Task.WhenAll(fetched.Select(each => each.Fetch.Done));
            await others.WaitAsync(Within, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return mine.Concat(fetched).Aggregate(new PrewarmTally(), (sum, each) => sum + TallyOf(each.Question, each.Fetch));
        }
    }

    private static PrewarmTally TallyOf(Question question, Fetch fetch)
    {
        if (!fetch.Done.IsCompletedSuccessfully)
        {
            return new PrewarmTally(Failed: 1);
        }

        var told = fetch.Done.GetAwaiter().GetResult();
        return told switch
        {
            { Entry.Kind: EntryKind.Person } => new PrewarmTally(Fetched: 1),
            { Entry: not null } => new PrewarmTally(Missing: 1),
            _ => new PrewarmTally(NotYet: [question.Asked], Reason: told.Reason),
        };
    }
}
