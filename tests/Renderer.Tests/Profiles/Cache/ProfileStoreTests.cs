using System.Text;
using Renderer.Links;
using Renderer.Model;
using Renderer.Profiles.Cache;
using Renderer.Tests.Infrastructure;
using Renderer.Tests.Profiles.Marks;
using Renderer.Tests.Profiles.Reading;
using StackExchange.Redis;
using Xunit;

namespace Renderer.Tests.Profiles.Cache;

public sealed class ProfileStoreTests
{
    private static readonly Identifier Ann = Identifier.Email("canary-mail@people.example");

    private readonly ScriptedCrm crm = new();

    public ProfileStoreTests() => crm.Put("canary-id", new { n = 1, tier = "canary-value" }, "canary-mail@people.example");

    [Fact]
    public async Task Redis_sees_nothing_of_a_person()
    {
        await using var node = await Node.StartAsync(crm, redis: await SharedRedis.AddressAsync());
        (await node.ReadAsync(Ann, "tier")).IsFresh(1);
        (await node.ReadAsync("canary-nobody")).IsMissing();
        await node.HookAsync("changed canary-id tier,canary-attribute canary-new@people.example");
        await node.ExpireAsync("canary-id", "canary-attribute");
        var claims = node.Get<IClaims>();
        await claims.ClaimAsync(new Claim(node.Workspace, ["k"], "p", TimeSpan.FromMinutes(1)), "canary-claim"u8.ToArray(), default);
        await SharedRedis.UntilStoredAsync(node.Workspace, 2);
        var dump = new StringBuilder();
        foreach (var key in await SharedRedis.KeysAsync($"*{node.Workspace}*"))
        {
            dump.AppendLine(key.ToString()).AppendLine(await ContentAsync(key));
        }

        Assert.Contains($"r:v2:{node.Workspace}:", dump.ToString(), StringComparison.Ordinal);
        Assert.Contains($"r:{{{node.Workspace}}}:m:", dump.ToString(), StringComparison.Ordinal);
        Assert.Contains($"r:{node.Workspace}:c:k", dump.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("canary", dump.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("flip")]
    [InlineData("cut")]
    [InlineData("empty")]
    [InlineData("version")]
    [InlineData("type")]
    public async Task A_value_that_cannot_be_read_is_a_miss(string damage)
    {
        var redis = await SharedRedis.AddressAsync();
        await using var first = await Node.StartAsync(crm, redis: redis);
        await first.ReadAsync("canary-id");
        await SharedRedis.UntilStoredAsync(first.Workspace, 1);
        var key = (await SharedRedis.KeysAsync($"r:v2:{first.Workspace}:*")).Single();
        var database = await SharedRedis.DatabaseAsync();
        var value = (byte[])(await database.HashGetAsync(key, "data"))!;
        switch (damage)
        {
            case "flip":
                value[^1] ^= 1;
                await database.HashSetAsync(key, "data", value);
                break;
            case "cut":
                await database.HashSetAsync(key, "data", value[..20]);
                break;
            case "empty":
                await database.HashSetAsync(key, "data", Array.Empty<byte>());
                break;
            case "version":
                value[0] = 99;
                await database.HashSetAsync(key, "data", value);
                break;
            default:
                await database.KeyDeleteAsync(key);
                await database.StringSetAsync(key, "not a hash");
                break;
        }

        await using var second = await Node.StartAsync(crm, first.Workspace, redis);
        (await second.ReadAsync("canary-id")).IsFresh(1);
        Assert.Equal(2, crm.Reads);
    }

    [Fact]
    public async Task A_value_put_under_another_persons_name_is_not_shown()
    {
        crm.Put("p2", new { n = 2 });
        var redis = await SharedRedis.AddressAsync();
        await using var first = await Node.StartAsync(crm, redis: redis);
        await first.ReadAsync("canary-id");
        await SharedRedis.UntilStoredAsync(first.Workspace, 1);
        var database = await SharedRedis.DatabaseAsync();
        var stolen = (await SharedRedis.KeysAsync($"r:v2:{first.Workspace}:*")).Single();
        await first.ReadAsync("p2");
        await SharedRedis.UntilStoredAsync(first.Workspace, 2);
        var victim = (await SharedRedis.KeysAsync($"r:v2:{first.Workspace}:*")).Single(key => key != stolen);
        await database.HashSetAsync(victim, "data", await database.HashGetAsync(stolen, "data"));
        await using var second = await Node.StartAsync(crm, first.Workspace, redis);
        (await second.ReadAsync("p2")).IsFresh(2);
    }

    [Fact]
    public async Task Two_workspaces_with_the_same_ids_never_see_each_other()
    {
        var other = new ScriptedCrm();
        other.Put("canary-id", new { n = 2 });
        var redis = await SharedRedis.AddressAsync();
        await using var here = await Node.StartAsync(crm, redis: redis);
        await using var there = await Node.StartAsync(other, redis: redis);
        (await here.ReadAsync("canary-id")).IsFresh(1);
        (await there.ReadAsync("canary-id")).IsFresh(2);
        (await here.ReadAsync("canary-id")).IsFresh(1);
        await here.ExpireAllAsync();
        (await there.ReadAsync("canary-id")).IsFresh(2);
        Assert.Equal((1, 1), (crm.Reads, other.Reads));
    }

    [Fact]
    public async Task Memory_stays_within_its_limit()
    {
        await using var node = await Node.StartAsync(crm, memoryMb: 1);
        for (var i = 0; i < 3000; i++)
        {
            crm.Put("p", new { n = i });
            await node.ReadAsync("p");
            crm.Remove("p");
            crm.Put($"p{i}", new { n = i });
            await node.ReadAsync($"p{i}");
            crm.Remove($"p{i}");
        }

        await Eventually.TrueAsync(() => Held(node) is > 0 and < 1600);
    }

    [Fact]
    public async Task After_a_rotation_of_keys_people_are_still_found_and_changes_still_reach_them()
    {
        using var folder = new TempFolder();
        var time = new ShiftedClock();
        using var keys = KeyRing.Open(folder.Path, time, create: true);
        await using var node = await Node.StartAsync(crm, time: time, ring: keys);
        (await node.ReadAsync(Ann)).IsFresh(1);
        keys.Rotate();
        time.Advance(KeyRing.ActiveAfter + TimeSpan.FromSeconds(1));
        (await node.ReadAsync(Ann)).IsFresh(1);
        (await node.ReadAsync("canary-id")).IsFresh(1);
        Assert.Equal(1, crm.Reads);
        await node.ExpireAsync("canary-id");
        crm.Fails = Reason.CrmError;
        (await node.ReadAsync(Ann)).IsStale(1, Reason.Changed);
        await node.EraseAsync(Ann);
        (await node.ReadAsync(Ann)).IsUnavailable(Reason.CrmError);
        Assert.Null(await node.Reader.HoldingAsync(node.Workspace, Identifier.Id("canary-id"), default));
    }

    private static int Held(Node node)
    {
        var names = node.Get<Names>();
        var store = node.Get<ProfileStore>();
        return Enumerable.Range(0, 3000).Count(i => store.InMemory(node.Workspace, names.Of(node.Workspace, Identifier.Id($"p{i}"))) is not null);
    }

    private static async Task<string> ContentAsync(RedisKey key)
    {
        var database = await SharedRedis.DatabaseAsync();
        return await database.KeyTypeAsync(key) switch
        {
            RedisType.Hash => string.Join(' ', (await database.HashGetAllAsync(key)).Select(field => $"{field.Name}={Text(field.Value)}")),
            RedisType.Set => string.Join(' ', (await database.SetMembersAsync(key)).Select(Text)),
            _ => Text(await database.StringGetAsync(key)),
        };
    }

    private static string Text(RedisValue value) => Encoding.Latin1.GetString((byte[])value!);
}
