using System.Text.Json;
using Renderer.Model;
using Renderer.Profiles.Cache;
using Renderer.Profiles.Crm;
using Renderer.Profiles.Reading;

namespace Renderer.Profiles.Polling;

/// <summary>Asks a CRM who changed, and marks those of whom an older value is held that no event has spoken of.</summary>
internal sealed class ChangePoll(Lookup lookup, Witness witness, ProfileChanges changes, SharedClock clock, TimeProvider time)
{
    /// <summary>For one page; nobody waits for it.</summary>
    private static readonly TimeSpan PageLimit = TimeSpan.FromSeconds(30);

    /// <summary>Reads the list to its end.</summary>
    /// <param name="home">Whose people.</param>
    /// <param name="since">From which instant on, by the CRM's clock.</param>
    /// <param name="stop">Ends it early.</param>
    public async Task<PollCount> RunAsync(Workspace home, DateTimeOffset since, CancellationToken stop)
    {
        var (listed, found) = (0, 0);
        string? cursor = null;
        do
        {
            var begun = clock.Begun;
            var page = await home.People!.ListAsync(new CrmListing(home.Union, cursor, since), Budget.Start(time, PageLimit), stop);
            if (page.Reason != Reason.None)
            {
                return new(listed, found, Complete: false);
            }

            foreach (var person in page.People)
            {
                found += await MarkAsync(home, person, begun, stop) ? 1 : 0;
            }

            listed += page.People.Count;
            cursor = page.Next;
        }
        while (cursor is not null && !stop.IsCancellationRequested);
        return new(listed, found, Complete: true);
    }

    private async Task<bool> MarkAsync(Workspace home, CrmPerson person, Instant begun, CancellationToken stop)
    {
        var name = Identifier.Id(person.Id);
        var question = lookup.Ask(home, name, ReadSet.None);
        if (await lookup.HeldAsync(home, question) is not { IsUsable: true, Entry: { Kind: EntryKind.Person } held } || held.Begun >= begun)
        {
            return false; // whoever asks next, fetches; or did just now
        }

        var other = Differing(held, person.Json);
        var known = witness.Judge(home, held, question with { Reads = held.Covers }).Verdict.StaleAttributes;
        string[] unheard = [.. other.Where(attribute => !known.Reads(attribute))];
        return unheard.Length > 0 && await changes.ExpireAsync(home.Name, [name], unheard, all: false, stop);
    }

    /// <summary>Attributes whose listed value is another one than what is held.</summary>
    private static List<string> Differing(Entry held, ReadOnlyMemory<byte> listed)
    {
        using var mine = JsonDocument.Parse(held.Json);
        using var theirs = JsonDocument.Parse(listed);
        var differing = new List<string>();
        foreach (var attribute in theirs.RootElement.EnumerateObject())
        {
            if (held.Covers.Reads(attribute.Name)
                && mine.RootElement.TryGetProperty(attribute.Name, out var value)
                && !JsonElement.DeepEquals(value, attribute.Value))
            {
                differing.Add(attribute.Name);
            }
        }

        return differing;
    }
}
