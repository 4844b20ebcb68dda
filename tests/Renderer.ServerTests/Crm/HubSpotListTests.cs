using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Renderer.Model;
using Renderer.Profiles.Crm;
using Renderer.Profiles.Outbound;
using Renderer.ServerTests.Sandbox;
using Xunit;

namespace Renderer.ServerTests.Crm;

/// <summary>Lists, descriptions and limits of a HubSpot that is the sandbox.</summary>
public sealed class HubSpotListTests
{
    [Fact]
    public async Task Everybody_is_listed_by_pages()
    {
        await using var sandbox = await RunningSandbox.StartAsync("People=50");
        await using var connection = Connect(sandbox);

        var (people, pages) = await AllAsync(connection, new CrmListing(new ReadSet(["firstname", "tier"])));

        Assert.Equal(11, pages);
        Assert.Equal(1050, people.Select(person => person.Id).Distinct().Count());
        var first = people[0];
        Assert.Equal("p0001", first.Id);
        Assert.Contains(Identifier.Email("p0001@people.example"), first.Identifiers);
        using var json = JsonDocument.Parse(first.Json);
        Assert.Equal(["firstname", "tier"], json.RootElement.EnumerateObject().Select(member => member.Name));
    }

    [Fact]
    public async Task A_list_of_more_properties_than_a_url_takes_comes_by_ids()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        await using var connection = Connect(sandbox);
        string[] many = ["firstname", .. Enumerable.Range(0, 200).Select(n => $"a_property_with_a_long_name_that_nobody_has_{n}")];

        var page = await connection.ListAsync(new CrmListing(new ReadSet(many)), Ample(), default);

        Assert.Equal(Reason.None, page.Reason);
        Assert.Equal(100, page.People.Count);
        Assert.NotNull(page.Next);
        using var json = JsonDocument.Parse(page.People[0].Json);
        Assert.Equal(201, json.RootElement.EnumerateObject().Count());
    }

    [Fact]
    public async Task Those_who_changed_since_are_found_and_nobody_else()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        await using var connection = Connect(sandbox);
        var since = TimeProvider.System.GetUtcNow();
        var changed = Enumerable.Range(1, 230).Select(n => $"p{n:D4}").ToList();
        foreach (var id in changed)
        {
            await sandbox.PatchAsync($"/sandbox/people/{id}", new { firstname = "New" });
        }

        var (people, pages) = await AllAsync(connection, new CrmListing(new ReadSet(["firstname"]), ChangedSince: since));

        Assert.Equal(3, pages);
        Assert.Equal(changed, people.Select(person => person.Id).Order());
        Assert.All(people, person => Assert.Equal("""{"firstname":"New"}""", System.Text.Encoding.UTF8.GetString(person.Json.Span)));
    }

    [Fact]
    public async Task Searches_keep_below_five_a_second()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        await using var connection = Connect(sandbox);

        var pages = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ =>
            connection.ListAsync(new CrmListing(ReadSet.None, ChangedSince: TimeProvider.System.GetUtcNow()), Ample(), default).AsTask()));

        Assert.All(pages, page => Assert.Equal(Reason.None, page.Reason)); // the sandbox answers the sixth of a second with 429
    }

    [Fact]
    public async Task A_search_whose_turn_comes_after_its_budget_is_said_to_be_limited()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        await using var connection = Connect(sandbox);
        var listing = new CrmListing(ReadSet.None, ChangedSince: TimeProvider.System.GetUtcNow());
        await connection.ListAsync(listing, Ample(), default);

        var pages = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ =>
            connection.ListAsync(listing, Budget.Start(TimeProvider.System, TimeSpan.FromMilliseconds(300)), default).AsTask()));

        Assert.Contains(pages, page => page.Reason == Reason.CrmLimited);
    }

    [Fact]
    public async Task Attributes_are_described_in_our_words()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        await using var connection = Connect(sandbox);

        var (attributes, reason) = await connection.DescribeAsync(Ample(), default);

        Assert.Equal(Reason.None, reason);
        var types = attributes.ToDictionary(attribute => attribute.Name, attribute => attribute.Type);
        Assert.Equal(AttributeType.Text, types["firstname"]);
        Assert.Equal(AttributeType.Number, types["points"]);
        Assert.Equal(AttributeType.Date, types["birthday"]);
        Assert.Equal(AttributeType.Date, types["last_seen"]);
        Assert.Equal(AttributeType.Boolean, types["marketing_consent"]);
        Assert.Equal(AttributeType.List, types["interests"]);
        var tier = attributes.Single(attribute => attribute.Name == "tier");
        Assert.Equal("Tier", tier.Label);
        Assert.Contains("gold", tier.Options);
    }

    [Fact]
    public async Task The_tightest_limit_is_known_once_the_crm_said_it()
    {
        await using var sandbox = await RunningSandbox.StartAsync("RateLimit=1000", "DailyLimit=40");
        await using var connection = Connect(sandbox);
        Assert.Null(connection.Quota);

        await connection.ReadAsync(Identifier.Id("p0001"), new ReadSet(["firstname"]), Ample(), default);
        await connection.ReadAsync(Identifier.Id("p0002"), new ReadSet(["firstname"]), Ample(), default);

        var quota = connection.Quota!.Value;
        Assert.Equal((40, 38, TimeSpan.FromDays(1)), (quota.Limit, quota.Remaining, quota.Window));
        Assert.InRange(TimeProvider.System.GetUtcNow() - quota.At, TimeSpan.Zero, TimeSpan.FromMinutes(1));
    }

    private static async Task<(List<CrmPerson> People, int Pages)> AllAsync(ICrmConnection connection, CrmListing listing)
    {
        var people = new List<CrmPerson>();
        for (var pages = 1; ; pages++)
        {
            var page = await connection.ListAsync(listing, Ample(), default);
            Assert.Equal(Reason.None, page.Reason);
            people.AddRange(page.People);
            if (page.Next is null)
            {
                return (people, pages);
            }

            listing = listing with { Cursor = page.Next };
        }
    }

    private static ICrmConnection Connect(RunningSandbox sandbox)
    {
        var settings = new ConnectionSettings
        {
            Name = "crm",
            Type = "hubspot",
            BaseUrl = sandbox.Url,
            ClientId = "renderer",
            ClientSecret = new Secret("sandbox-secret"),
            AttemptTimeout = TimeSpan.FromSeconds(20), // a busy machine is no fault
        };
        var made = CrmConnections.Create(WorkspaceName.Default, settings, new OutboundPolicy(allowLoopback: true), TimeProvider.System, NullLoggerFactory.Instance);
        Assert.Null(made.Fault);
        return made.Connection!;
    }

    private static Budget Ample() => Budget.Start(TimeProvider.System, TimeSpan.FromSeconds(30));
}
