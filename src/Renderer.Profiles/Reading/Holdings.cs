using System.Text.Json;
using Renderer.Model;
using Renderer.Profiles.Cache;
using Renderer.Profiles.Reading.Joining;

namespace Renderer.Profiles.Reading;

/// <summary>What is stored of a person, from whichever connection, without asking any CRM.</summary>
internal sealed class Holdings(Lookup lookup, Witness witness, SharedClock clock)
{
    /// <summary>Null when nothing is stored, or nothing may be shown.</summary>
    public async Task<ProfileHolding?> ReadAsync(Workspace home, Identifier person)
    {
        if (await HeldAsync(home, lookup.Ask(home, person, ReadSet.None)) is not { } first)
        {
            return null;
        }

        var held = new List<Held?> { first };
        foreach (var further in home.Plan?.Further ?? [])
        {
            var who = held[further.From] is { } from ? further.Who(from.Entry.Json, first.Entry.Identifiers) : null;
            held.Add(who is null || further.Workspace is not { } there
                ? null
                : await HeldAsync(there, lookup.Ask(there, who.Value, ReadSet.None).AskedThrough(first.Entry.Identifiers)));
        }

        var plan = home.Plan;
        var profile = plan is null
            ? new Profile(first.Entry.Json)
            : Merging.Of(plan, ReadSet.Everything, [.. held.Select(each => each is null ? null : (Source?)new Source(Ladder.Of(each.Found, Reason.None, clock.Now), Reason.None))]).Profile;
        return new(
            Identifier.Id(first.Entry.Id),
            profile,
            first.Entry.Source,
            first.Entry.Begun,
            Ladder.AgeOf(first.Entry, clock.Now),
            held.OfType<Held>().All(each => each.Found.IsFresh) ? ProfileState.Fresh : ProfileState.Stale,
            held.OfType<Held>().Select(each => each.Found.Verdict.Reason).FirstOrDefault(reason => reason != Reason.None),
            first.Found.Verdict.StaleAttributes) { Lineage = NamesIn(profile.Json).ToDictionary(name => name, name => LineageOf(held, plan?.OwnersOf(name) ?? [0], name)) };
    }

    private async ValueTask<Held?> HeldAsync(Workspace workspace, Question question)
    {
        var found = await lookup.HeldAsync(workspace, question);
        return found is { IsUsable: true, Entry: { Kind: EntryKind.Person } entry }
            ? new(workspace, entry, new(entry, witness.Judge(workspace, entry, question with { Reads = entry.Covers }).Verdict))
            : null;
    }

    // Of several connections that of the one whose value is shown.
    private Lineage LineageOf(List<Held?> held, IReadOnlyList<int> owners, string name)
    {
        var known = owners.Select(owner => held[owner]).OfType<Held>().ToList();
        var one = known.Find(each => Has(each, name)) ?? known.FirstOrDefault() ?? held[0]!;
        return witness.LineageOf(one.Workspace, one.Entry, one.Found.Verdict, name, clock.Now);
    }

    private static List<string> NamesIn(ReadOnlyMemory<byte> json)
    {
        using var values = JsonDocument.Parse(json);
        return [.. values.RootElement.EnumerateObject().Select(member => member.Name)];
    }

    private static bool Has(Held held, string attribute)
    {
        using var values = JsonDocument.Parse(held.Entry.Json);
        return values.RootElement.TryGetProperty(attribute, out var value) && value.ValueKind != JsonValueKind.Null;
    }

    private sealed record Held(Workspace Workspace, Entry Entry, Found Found);
}
