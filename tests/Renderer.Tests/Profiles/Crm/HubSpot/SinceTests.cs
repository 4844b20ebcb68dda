using System.Globalization;
using Renderer.Profiles.Crm.HubSpot;
using Xunit;

namespace Renderer.Tests.Profiles.Crm.HubSpot;

public sealed class SinceTests
{
    private const long Start = 1_700_000_000_000;

    [Theory]
    [InlineData(0, 1)]
    [InlineData(250, 1)]
    [InlineData(10_000, 1)]
    [InlineData(25_000, 1)]
    [InlineData(25_000, 7_000)] // so many changed in one millisecond
    [InlineData(25_000, 25_000)]
    public void Everybody_who_changed_is_listed_whatever_a_search_ends_after(int people, int inOneInstant)
    {
        var contacts = Enumerable.Range(0, people)
            .Select(n => (Id: $"{100_000 + n}", At: Start + (n / inOneInstant)))
            .OrderBy(contact => contact.At).ThenByDescending(contact => contact.Id)
            .ToList();
        var seen = new HashSet<string>();
        var pages = 0;
        HubSpotSince? at = new HubSpotSince(Start, 0);
        while (at is { } now)
        {
            var page = Search(contacts, HubSpotSince.Parse(now.ToString()).Search([]));
            seen.UnionWith(page.Results!.Select(contact => contact!.Id!));
            at = now.Next(page);
            Assert.True(++pages < 1000, "It does not end");
        }

        Assert.Equal(people, seen.Count);
    }

    private static HubSpotPage Search(List<(string Id, long At)> contacts, HubSpotSearch search)
    {
        var after = int.Parse(search.After ?? "0", CultureInfo.InvariantCulture);
        Assert.True(after + search.Limit <= 10_000, "HubSpot refuses this page");
        var time = long.Parse(search.FilterGroups[0].Filters[0].Value, CultureInfo.InvariantCulture);
        var found = search.FilterGroups[0].Filters is [_, { PropertyName: "hs_object_id", Operator: "GT" } id]
            ? contacts.Where(contact => contact.At == time && string.CompareOrdinal(contact.Id, id.Value) > 0).OrderBy(contact => contact.Id, StringComparer.Ordinal).ToList()
            : contacts.Where(contact => contact.At >= time).ToList();
        return new HubSpotPage
        {
            Results = [.. found.Skip(after).Take(search.Limit).Select(contact => new HubSpotContact
            {
                Id = contact.Id,
                Properties = new Dictionary<string, string?>
                {
                    [HubSpotSince.Modified] = DateTimeOffset.FromUnixTimeMilliseconds(contact.At).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
                },
            })],
            Paging = found.Count > after + search.Limit ? new HubSpotPaging(new HubSpotNext($"{after + search.Limit}")) : null,
        };
    }
}
