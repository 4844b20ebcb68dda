using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Renderer.Model;
using Renderer.Profiles;
using Renderer.Profiles.Crm;
using Renderer.Tests.Infrastructure;
using Xunit;

namespace Renderer.Tests.Profiles.Reading.Joining;

/// <summary>Two CRMs that know the same people: the shop finds them by the customer number that the CRM has.</summary>
public sealed class MergedReaderTests : IAsyncLifetime
{
    private static readonly ReadSet Both = new(["name", "points", "orders"]);
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 11, 27, 8, 0, 0, TimeSpan.Zero));
    private readonly ScriptedCrm crm = new();
    private readonly ScriptedCrm shop = new();
    private Node node = null!;

    public async ValueTask InitializeAsync()
    {
        crm.Put("1", new { name = "Ann", number = "C-1", points = 10 }, "ann@x.example");
        crm.Put("2", new { name = "Bob", number = "C-2" }, "bob@x.example");
        crm.Put("3", new { name = "Cid" });

        // The shop numbers people too, and others by the same numbers.
        shop.Put("2", new { number = "C-1", points = 77, orders = 3 }, "ann@shop.example");
        shop.Put("1", new { number = "C-2", orders = 5 }, "bob@x.example");
        node = await StartAsync();
    }

    public ValueTask DisposeAsync() => node.DisposeAsync();

    [Fact]
    public async Task A_person_is_what_both_know_each_asked_for_its_own()
    {
        var ann = await ReadAsync("1");
        Is("""{"name":"Ann","number":"C-1","orders":3,"points":10}""", ann);
        Assert.Equal((ProfileState.Fresh, Reason.None, "crm", Identifier.Id("1")), (ann.State, ann.Reason, ann.Source, ann.Person));
        Assert.Equal(["name", "number", "points"], crm.LastReads.Names.Order(StringComparer.Ordinal));
        Assert.Equal(["orders", "points"], shop.LastReads.Names.Order(StringComparer.Ordinal));
        Is("""{"name":"Bob","number":"C-2","orders":5}""", await ReadAsync("2"));
        Assert.Equal((2, 2), (crm.Reads, shop.Reads));
        await ReadAsync("1");
        Assert.Equal((2, 2), (crm.Reads, shop.Reads));
    }

    [Fact]
    public async Task The_order_of_the_dictionary_says_who_wins_and_an_absent_value_lets_the_next_one_in()
    {
        node.Set(Settings(merge: ["shop", "crm"]), [.. Both.Names]);
        Is("""{"name":"Ann","number":"C-1","orders":3,"points":77}""", await ReadAsync("1"));
        crm.Put("2", new { name = "Bob", number = "C-2", points = 4 });
        Is("""{"name":"Bob","number":"C-2","orders":5,"points":4}""", await ReadAsync("2"));
    }

    [Fact]
    public async Task Whom_the_further_one_does_not_know_lacks_its_attributes_and_is_fresh()
    {
        var cid = await ReadAsync("3");
        Is("""{"name":"Cid"}""", cid);
        Assert.Equal((ProfileState.Fresh, 0), (cid.State, shop.Reads));
        crm.Put("4", new { name = "Dee", number = "C-none" });
        Assert.Equal((ProfileState.Fresh, "Dee"), ((await ReadAsync("4")).State, Value(await ReadAsync("4"), "name")));
        Assert.Equal(ProfileState.Missing, (await ReadAsync("nobody")).State);
    }

    [Fact]
    public async Task What_the_first_has_is_not_waited_for_at_another()
    {
        shop.Hangs = true;
        var ann = await node.Reader.ReadAsync(node.Workspace, Identifier.Id("1"), new ReadSet(["name", "points"]), node.Within(500), default);
        Assert.Equal((ProfileState.Fresh, "10", 0), (ann.State, Value(ann, "points"), shop.Reads));
    }

    [Fact]
    public async Task A_further_one_that_fails_costs_its_own_attributes_alone()
    {
        shop.Fails = Reason.CrmError;
        var ann = await ReadAsync("1");
        Assert.Equal((ProfileState.Stale, Reason.CrmError), (ann.State, ann.Reason));
        Assert.Equal(["orders"], ann.StaleAttributes.Names);
        Is("""{"name":"Ann","number":"C-1","points":10}""", ann);
        Assert.Equal(ProfileState.Fresh, (await node.ReadAsync("1", "name")).State);

        shop.Fails = null;
        Assert.Equal(ProfileState.Fresh, (await ReadAsync("1")).State);
        clock.Advance(TimeSpan.FromSeconds(21));
        shop.Fails = Reason.CrmError;
        var old = await ReadAsync("1");
        Is("""{"name":"Ann","number":"C-1","orders":3,"points":10}""", old);
        Assert.Equal((ProfileState.Stale, Reason.Expired), (old.State, old.Reason));
        Assert.Equal(["orders"], old.StaleAttributes.Names);
        Assert.True(old.Age >= TimeSpan.FromSeconds(21));
    }

    [Fact]
    public async Task A_further_one_that_hangs_is_answered_without_within_the_budget()
    {
        await using var real = await StartAsync(TimeProvider.System);
        await real.ReadAsync("1", "name");
        shop.Hangs = true;
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var ann = await real.Reader.ReadAsync(real.Workspace, Identifier.Id("1"), Both, real.Within(300), default);
        Assert.InRange(watch.ElapsedMilliseconds, 200, 2000);
        Assert.Equal((ProfileState.Stale, Reason.CrmTimeout, "Ann"), (ann.State, ann.Reason, Value(ann, "name")));
        Assert.Equal(["orders"], ann.StaleAttributes.Names);
    }

    [Fact]
    public async Task Each_is_fresh_for_its_own_time_and_its_own_events_touch_its_own_people()
    {
        await ReadAsync("1");
        await ReadAsync("2");
        clock.Advance(TimeSpan.FromSeconds(21));
        Assert.Equal(ProfileState.Fresh, (await ReadAsync("1")).State);
        Assert.Equal((2, 3), (crm.Reads, shop.Reads));

        // The shop's 2 is Ann, the CRM's 2 is Bob.
        shop.Put("2", new { number = "C-1", orders = 4 });
        Assert.Equal(HookResult.Done, await node.HookAsync("Changed 2 orders", connection: "shop"));
        Assert.Equal("4", Value(await ReadAsync("1"), "orders"));
        Assert.Equal((2, 4), (crm.Reads, shop.Reads));
        Assert.Equal(HookResult.Done, await node.HookAsync("Changed 2 name"));
        await ReadAsync("1");
        Assert.Equal((2, 4), (crm.Reads, shop.Reads));
    }

    [Fact]
    public async Task A_person_who_changes_their_number_is_somebody_else_at_the_shop_at_once()
    {
        await ReadAsync("1");
        crm.Put("1", new { name = "Ann", number = "C-2" });
        Assert.True(await node.ExpireAsync("1", "number"));
        Assert.Equal("5", Value(await ReadAsync("1"), "orders"));

        // Fetched for Ann, it is no answer about Bob, who would be erased apart from her.
        var reads = shop.Reads;
        Assert.Equal("5", Value(await ReadAsync("2"), "orders"));
        Assert.Equal(reads + 1, shop.Reads);
    }

    [Fact]
    public async Task An_expired_person_is_expired_everywhere()
    {
        await ReadAsync("1");
        Assert.True(await node.ExpireAsync("1"));
        await ReadAsync("1");
        Assert.Equal((2, 2), (crm.Reads, shop.Reads));
    }

    [Fact]
    public async Task Many_are_read_in_bulk_of_both_and_are_as_one_by_one()
    {
        for (var i = 10; i < 260; i++)
        {
            crm.Put($"{i}", new { name = $"N{i}", number = $"C-{i}" });
            shop.Put($"{1000 + i}", new { number = $"C-{i}", orders = i, points = i });
        }

        Identifier[] people = [.. Enumerable.Range(1, 259).Select(i => Identifier.Id($"{i}"))];
        var all = await node.Reader.ReadManyAsync(node.Workspace, people, Both, node.Within(20_000), default);
        Assert.Equal((0, 0), (crm.Reads, shop.Reads));
        Assert.True(crm.Bulks.Count == 3 && shop.Bulks.Count == 3, $"{crm.Bulks.Count} and {shop.Bulks.Count} bulk reads");
        await using var other = await StartAsync();
        for (var i = 0; i < people.Length; i++)
        {
            var one = await other.Reader.ReadAsync(other.Workspace, people[i], Both, other.Within(20_000), default);
            Assert.Equal((one.State, one.Reason, Text(one)), (all[i].State, all[i].Reason, Text(all[i])));
        }
    }

    [Fact]
    public async Task What_is_held_says_of_each_value_whose_it_is()
    {
        await ReadAsync("1");
        await node.HookAsync("Changed 2 orders", connection: "shop");
        await ReadAsync("1");
        var held = (await node.Reader.HoldingAsync(node.Workspace, Identifier.Id("1"), default))!;
        Assert.Equal(ProfileState.Fresh, held.State);
        Assert.Equal(("crm", "crm", "shop"), (held.Source, held.Lineage["points"].Connection, held.Lineage["orders"].Connection));
        Assert.Equal(("orders_made", ChangeScope.Attribute), (held.Lineage["orders"].Field, held.Lineage["orders"].Scope));
        Assert.Equal("""{"name":"Ann","number":"C-1","orders":3,"points":10}""", System.Text.Encoding.UTF8.GetString(held.Profile.Json.Span));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_erased_person_is_erased_at_all_connections(bool withRedis)
    {
        await using var redis = withRedis ? await RedisServer.StartAsync() : null;
        await using var real = await StartAsync(TimeProvider.System, redis?.ConnectionString);
        var name = real.Workspace;
        await using var second = withRedis ? await StartAsync(TimeProvider.System, redis!.ConnectionString, name) : null;
        foreach (var each in new[] { real, second }.OfType<Node>())
        {
            Assert.Equal("3", Value(await each.Reader.ReadAsync(name, Identifier.Id("1"), Both, each.Within(5000), default), "orders"));
        }

        var names = (await real.Changes.NamesOfAsync(name, Identifier.Email("ann@x.example"), default))!;
        Assert.True(names.Count >= 5, $"{names.Count} names: the id and the number at the shop are among them");
        var counts = await real.EraseAsync(Identifier.Email("ann@x.example"));
        Assert.True(counts.Memory >= 3, $"{counts.Memory} entries and aliases of both");
        Assert.True(!withRedis || counts.Redis >= 3, $"{counts.Redis} entries and aliases of both");
        second?.Enter(names, real.Get<SharedClock>().Latest);
        (crm.Fails, shop.Fails) = (Reason.CrmError, Reason.CrmError);
        foreach (var each in new[] { real, second }.OfType<Node>())
        {
            Assert.Equal(ProfileState.Unavailable, (await each.Reader.ReadAsync(name, Identifier.Id("1"), Both, each.Within(500), default)).State);
            Assert.Null(await each.Reader.HoldingAsync(name, Identifier.Id("1"), default));
        }

        // Asked again, nothing stays, at neither.
        (crm.Fails, shop.Fails) = (null, null);
        await Task.Delay(300);
        Assert.Equal("3", Value(await real.Reader.ReadAsync(name, Identifier.Id("1"), Both, real.Within(5000), default), "orders"));
        shop.Fails = Reason.CrmError;
        var after = await real.Reader.ReadAsync(name, Identifier.Id("1"), Both, real.Within(1000), default);
        Assert.Equal((ProfileState.Stale, null), (after.State, Value(after, "orders")));
    }

    private Task<Node> StartAsync(TimeProvider? time = null, string? redis = null, WorkspaceName? workspace = null) => StartNodeAsync(time ?? clock, redis, workspace);

    private async Task<Node> StartNodeAsync(TimeProvider time, string? redis, WorkspaceName? workspace)
    {
        ICrmConnection Connect(ConnectionSettings settings, TimeProvider at) => (settings.Name == "shop" ? shop : crm).Connect(settings, at);
        var started = await Node.StartAsync(Connect, workspace, redis, time, connect: false);
        started.Set(Settings(), [.. Both.Names]);
        if (redis is not null)
        {
            await started.UntilConnectedAsync();
        }

        return started;
    }

    private static WorkspaceSettings Settings(string[]? merge = null) => WorkspaceSettings.Bare with
    {
        Connections =
        [
            Node.Crm with { Attributes = new Dictionary<string, AttributeMapping> { ["number"] = new("number"), ["points"] = new("points") } },
            Node.Crm with
            {
                Name = "shop",
                FreshFor = TimeSpan.FromSeconds(20),
                Attributes = new Dictionary<string, AttributeMapping> { ["points"] = new("points"), ["orders"] = new("orders_made") },
                Lookups = new Dictionary<string, string> { ["number"] = "number" },
            },
        ],
        Dictionary = new AttributeDictionary
        {
            Joins = new Dictionary<string, ConnectionJoin> { ["shop"] = new("number", "number") },
            Merge = merge is null ? new Dictionary<string, TextList>() : new Dictionary<string, TextList> { ["points"] = new(merge) },
        },
    };

    private async Task<ProfileReading> ReadAsync(string id) =>
        await node.Reader.ReadAsync(node.Workspace, Identifier.Id(id), Both, node.Within(20_000), default);

    private static void Is(string json, ProfileReading reading) => Assert.Equal(json, Text(reading));

    private static string Text(ProfileReading reading) => System.Text.Encoding.UTF8.GetString(reading.Profile.Json.Span);

    private static string? Value(ProfileReading reading, string name)
    {
        using var json = JsonDocument.Parse(reading.Profile.Json);
        return json.RootElement.TryGetProperty(name, out var value) ? value.ToString() : null;
    }
}
