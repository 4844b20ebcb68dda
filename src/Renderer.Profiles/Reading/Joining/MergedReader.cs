using Renderer.Model;

namespace Renderer.Profiles.Reading.Joining;

/// <summary>Reads people whom several connections know: the first says who they are, the others are asked at once, each within what is left.</summary>
internal sealed class MergedReader(Lookup lookup, OneReader one, ManyReader many, Witness witness, SharedClock clock)
{
    private static readonly ProfileReading Unknown = new() { State = ProfileState.Missing, Reason = Reason.ProfileMissing };
    private static readonly ProfileReading Unusable = new() { State = ProfileState.Unavailable, Reason = Reason.NoConnection };

    public async ValueTask<ProfileReading> ReadAsync(
        Workspace home, MergePlan plan, Identifier person, ReadSet reads, Budget budget, CancellationToken cancellationToken)
    {
        var split = plan.For(reads);
        var first = await AskAsync(home, lookup.Ask(home, person, split.First), budget, cancellationToken);
        ProfileMeters.Read(first.State, first.Reason);
        if (split.Others.Count == 0 || first.State is ProfileState.Missing or ProfileState.Unavailable)
        {
            return first;
        }

        var asked = new Task<Source>?[plan.Further.Count + 1];
        asked[0] = Task.FromResult(new Source(first, Reason.None));
        foreach (var (place, wanted) in split.Others.Where(other => plan.Adds(other.Place, other.Reads, first.Profile.Json)))
        {
            asked[place] = FurtherAsync(plan.Further[place - 1], asked[plan.Further[place - 1].From], first, wanted, budget, cancellationToken);
        }

        var sources = new Source?[asked.Length];
        for (var place = 0; place < asked.Length; place++)
        {
            sources[place] = asked[place] is { } each ? await each : null;
        }

        return Merging.Of(plan, reads, sources);
    }

    public async ValueTask<IReadOnlyList<ProfileReading>> ReadManyAsync(
        Workspace home, MergePlan plan, IReadOnlyList<Identifier> people, ReadSet reads, Budget budget, CancellationToken cancellationToken)
    {
        var split = plan.For(reads);
        var firsts = await many.ReadAsync(home, people, split.First, budget, cancellationToken);
        if (split.Others.Count == 0)
        {
            return firsts;
        }

        var sources = firsts.Select(first =>
        {
            var all = new Source?[plan.Further.Count + 1];
            all[0] = new(first, Reason.None);
            return all;
        }).ToArray();
        foreach (var (place, wanted) in split.Others)
        {
            await FurtherAsync(plan, place, sources, wanted, budget, cancellationToken);
        }

        return [.. sources.Select((all, i) => firsts[i].State is ProfileState.Missing or ProfileState.Unavailable ? firsts[i] : Merging.Of(plan, reads, all))];
    }

    private async Task<Source> FurtherAsync(
        Further further, Task<Source>? from, ProfileReading first, ReadSet reads, Budget budget, CancellationToken cancellationToken)
    {
        if (further.Workspace is not { } there)
        {
            return new(Unusable, Reason.None);
        }

        var source = from is null ? new(Unknown, Reason.None) : await from;
        if (source.Reading.State == ProfileState.Unavailable)
        {
            return new(source.Reading, Reason.None); // nobody can tell who it is there
        }

        return further.Who(source.Reading.Profile.Json, first.Names) is { } who
            ? new(await AskAsync(there, lookup.Ask(there, who, reads).AskedThrough(first.Names), budget, cancellationToken), source.FlawOf(further.Join.Attribute))
            : new(Unknown, source.FlawOf(further.Join.Attribute));
    }

    // The same for many, in bulk.
    private async Task FurtherAsync(MergePlan plan, int place, Source?[][] people, ReadSet reads, Budget budget, CancellationToken cancellationToken)
    {
        var further = plan.Further[place - 1];
        var questions = new List<(int Person, Question Question)>();
        for (var i = 0; i < people.Length; i++)
        {
            var (first, from) = (people[i][0]!.Value.Reading, people[i][further.From] ?? new Source(Unknown, Reason.None));
            if (first.State is ProfileState.Missing or ProfileState.Unavailable || !plan.Adds(place, reads, first.Profile.Json))
            {
                continue;
            }

            people[i][place] = further.Workspace is null ? new(Unusable, Reason.None)
                : from.Reading.State == ProfileState.Unavailable ? new(from.Reading, Reason.None)
                : new(Unknown, from.FlawOf(further.Join.Attribute));
            if (people[i][place] is { Reading.State: ProfileState.Missing } && further.Who(from.Reading.Profile.Json, first.Names) is { } who)
            {
                questions.Add((i, lookup.Ask(further.Workspace!, who, reads).AskedThrough(first.Names)));
            }
        }

        if (questions.Count > 0)
        {
            var readings = await many.ReadAsync(further.Workspace!, [.. questions.Select(each => each.Question)], budget, cancellationToken);
            for (var i = 0; i < readings.Count; i++)
            {
                var known = people[questions[i].Person][place]!.Value;
                people[questions[i].Person][place] = known with { Reading = readings[i] };
            }
        }
    }

    private async ValueTask<ProfileReading> AskAsync(Workspace workspace, Question question, Budget budget, CancellationToken cancellationToken)
    {
        var found = one.InMemory(workspace, question);
        var failure = Reason.None;
        if (!found.IsFresh)
        {
            (found, failure) = await one.FindAsync(workspace, question, budget, cancellationToken);
        }

        var now = clock.Now;
        return Ladder.Of(found, failure, now, witness.LineageOf(workspace, found, now));
    }
}
