using Renderer.Model;
using Renderer.Profiles;
using Renderer.Profiles.Reading;
using Renderer.Tests.Infrastructure;
using Renderer.Tests.Profiles.Marks;
using Xunit;

namespace Renderer.Tests.Profiles.Reading;

/// <summary>
/// A change or an erasure arrives while a fetch is under way, at each of its steps: in memory, with Redis,
/// and with two nodes whose clocks differ by two seconds, where it arrives at the one and the fetch runs on the other.
/// </summary>
public sealed class InFlightTests
{
    private readonly ScriptedCrm crm = new();

    public InFlightTests() => crm.Put("p1", new { n = 1 }, "ann@people.example");

    public enum Place
    {
        Memory,
        Redis,
        TwoNodesThisOneAhead,
        TwoNodesThisOneBehind,
    }

    public static TheoryData<Place, string, string> Cases
    {
        get
        {
            var cases = new TheoryData<Place, string, string>();
            foreach (var place in Enum.GetValues<Place>())
            {
                foreach (var step in Enum.GetNames<FetchStep>())
                {
                    cases.Add(place, step, "id");
                    cases.Add(place, step, "email");
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_change_never_lets_the_old_value_appear_as_fresh(Place place, string step, string kind)
    {
        await using var nodes = await Nodes.StartAsync(crm, place);
        var held = nodes.Here.Hold(Enum.Parse<FetchStep>(step));
        var reading = nodes.Here.ReadAsync(Person(kind));
        await held.Reached;

        crm.Put("p1", new { n = 2 }, "ann@people.example");
        Assert.Equal(HookResult.Done, await nodes.There.HookAsync("changed p1 n"));
        await nodes.MarkedAsync();
        held.LetGo();

        // Those who got it after its last step had it before the change.
        var first = await reading;
        Assert.True(first.N() == 2 || step == nameof(FetchStep.Written));
        Assert.Equal(ProfileState.Fresh, first.State);
        (await nodes.Here.ReadAsync(Person(kind))).IsFresh(2);
        (await nodes.There.ReadAsync(Person(kind))).IsFresh(2);
        (await nodes.Here.ReadAsync("p1")).IsFresh(2);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task An_erasure_never_lets_the_old_value_appear_at_all(Place place, string step, string kind)
    {
        await using var nodes = await Nodes.StartAsync(crm, place);
        var held = nodes.Here.Hold(Enum.Parse<FetchStep>(step));
        var reading = nodes.Here.ReadAsync(Person(kind));
        await held.Reached;

        crm.Put("p1", new { n = 2 }, "ann@people.example");
        await nodes.There.EraseAsync(Identifier.Email("ann@people.example"));
        await nodes.MarkedAsync();
        held.LetGo();

        var first = await reading;
        Assert.True(first.N() == 2 || step == nameof(FetchStep.Written));
        Assert.Equal(ProfileState.Fresh, first.State);
        await nodes.NothingIsHeldAsync();

        // A later render may ask the CRM, but nothing is kept of it.
        var reads = crm.Reads;
        crm.Put("p1", new { n = 3 }, "ann@people.example");
        (await nodes.There.ReadAsync("p1")).IsFresh(3);
        (await nodes.Here.ReadAsync("p1")).IsFresh(3);
        (await nodes.Here.ReadAsync(Identifier.Email("ann@people.example"))).IsFresh(3);
        Assert.Equal(reads + 3, crm.Reads);
        await nodes.NothingIsHeldAsync();
        crm.Fails = Reason.CrmError;
        (await nodes.There.ReadAsync("p1")).IsUnavailable(Reason.CrmError);
        (await nodes.Here.ReadAsync("p1")).IsUnavailable(Reason.CrmError);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_change_is_never_lost_on_a_bulk_read(Place place, string step, string kind)
    {
        await using var nodes = await Nodes.StartAsync(crm, place);
        crm.Put("p2", new { n = 7 });
        var held = nodes.Here.Hold(Enum.Parse<FetchStep>(step));
        var reading = nodes.Here.Reader.ReadManyAsync(
            nodes.Here.Workspace, [Person(kind), Identifier.Id("p2")], new ReadSet(["n"]), nodes.Here.Within(20_000), default).AsTask();
        await held.Reached;

        crm.Put("p1", new { n = 2 }, "ann@people.example");
        Assert.Equal(HookResult.Done, await nodes.There.HookAsync("changed p1"));
        await nodes.MarkedAsync();
        held.LetGo();

        var both = await reading;
        Assert.True(both[0].State != ProfileState.Fresh || both[0].N() == 2 || step is nameof(FetchStep.Stored) or nameof(FetchStep.Written));
        both[1].IsFresh(7);
        (await nodes.Here.ReadAsync(Person(kind))).IsFresh(2);
        (await nodes.There.ReadAsync(Person(kind))).IsFresh(2);
    }

    [Fact]
    public async Task A_person_erased_while_others_of_the_bulk_are_fetched_is_not_answered()
    {
        await using var node = await Node.StartAsync(crm);
        (await node.ReadAsync("p1")).IsFresh(1);
        var held = node.Hold(FetchStep.Answered);
        crm.Put("p2", new { n = 7 });
        var reading = node.Reader.ReadManyAsync(
            node.Workspace, [Identifier.Id("p1"), Identifier.Id("p2")], new ReadSet(["n"]), node.Within(20_000), default).AsTask();
        await held.Reached;
        await node.EraseAsync(Identifier.Id("p1"));
        held.LetGo();

        var both = await reading;
        Assert.NotEqual(ProfileState.Fresh, both[0].State);
        Assert.NotEqual(ProfileState.Stale, both[0].State);
        Assert.Equal("{}"u8.ToArray(), both[0].Profile.Json.ToArray());
        both[1].IsFresh(7);
    }

    private static Identifier Person(string kind) => kind == "id" ? Identifier.Id("p1") : Identifier.Email("Ann@people.example");

    /// <summary>The node that fetches and the one at which the event arrives.</summary>
    private sealed class Nodes(Node here, Node there) : IAsyncDisposable
    {
        public Node Here => here;

        public Node There => there;

        public static async Task<Nodes> StartAsync(ScriptedCrm crm, Place place)
        {
            if (place == Place.Memory)
            {
                var alone = await Node.StartAsync(crm);
                return new(alone, alone);
            }

            var redis = await SharedRedis.AddressAsync();
            var skew = TimeSpan.FromSeconds(place switch { Place.TwoNodesThisOneAhead => 2, Place.TwoNodesThisOneBehind => -2, _ => 0 });
            var here = await Node.StartAsync(crm, redis: redis, time: new SkewedTime(skew));
            return new(here, place == Place.Redis ? here : await Node.StartAsync(crm, here.Workspace, redis));
        }

        /// <summary>The event has arrived here, too. The ledger tells it only a second later.</summary>
        public async Task MarkedAsync()
        {
            var names = here.Get<Renderer.Profiles.Cache.Names>().Of(here.Workspace, [Identifier.Id("p1")]);
            await Eventually.TrueAsync(() => here.Board.Find(names[0]) is not null);
            // On a busy machine the clocks' doubt is longer than the rounds that a reading makes.
            var mark = here.Board.Find(names[0])!.Latest;
            await Eventually.TrueAsync(() => here.Get<SharedClock>().Begun > mark && there.Get<SharedClock>().Begun > mark);
        }

        public async Task NothingIsHeldAsync()
        {
            Identifier[] names = [Identifier.Id("p1"), Identifier.Email("ann@people.example")];
            foreach (var name in names)
            {
                Assert.Null(await here.Reader.HoldingAsync(here.Workspace, name, default));
                Assert.Null(await there.Reader.HoldingAsync(there.Workspace, name, default));
            }

            await Eventually.TrueAsync(async () => await StoredAsync(names) == 0);
        }

        public async ValueTask DisposeAsync()
        {
            await here.DisposeAsync();
            if (!ReferenceEquals(here, there))
            {
                await there.DisposeAsync();
            }
        }

        private async Task<int> StoredAsync(Identifier[] names)
        {
            var stored = 0;
            foreach (var node in new[] { here, there })
            {
                var store = node.Get<Renderer.Profiles.Cache.ProfileStore>();
                var workspace = node.Get<ProfileWorkspaces>().Find(node.Workspace)!;
                foreach (var name in names)
                {
                    var opaque = node.Get<Renderer.Profiles.Cache.Names>().Of(node.Workspace, name);
                    stored += store.InMemory(node.Workspace, opaque) is null ? 0 : 1;
                    stored += await store.InRedisAsync(workspace, opaque, Budget.Start(TimeProvider.System, TimeSpan.FromSeconds(1))) is null ? 0 : 1;
                }
            }

            return stored;
        }
    }
}
