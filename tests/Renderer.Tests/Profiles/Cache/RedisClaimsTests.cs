using Microsoft.Extensions.Caching.Distributed;
using Renderer.Model;
using Renderer.Tests.Infrastructure;
using Renderer.Tests.Profiles.Marks;
using Renderer.Tests.Profiles.Reading;
using Xunit;

namespace Renderer.Tests.Profiles.Cache;

public sealed class RedisClaimsTests
{
    private static readonly byte[] Mine = [1, 2, 3];
    private static readonly byte[] Theirs = [4, 5];

    private readonly ScriptedCrm crm = new();

    [Fact]
    public async Task The_first_value_given_holds_on_every_node()
    {
        var redis = await SharedRedis.AddressAsync();
        await using var here = await Node.StartAsync(crm, redis: redis);
        await using var there = await Node.StartAsync(crm, here.Workspace, redis);
        var claim = ClaimOf(here, "k");
        Assert.Null(await here.Get<IClaims>().FindAsync(claim, default));
        Assert.Equal(Mine, await here.Get<IClaims>().ClaimAsync(claim, Mine, default));
        Assert.Equal(Mine, await there.Get<IClaims>().ClaimAsync(claim, Theirs, default));
        Assert.Equal(Mine, await there.Get<IClaims>().FindAsync(claim, default));
    }

    [Fact]
    public async Task A_claim_under_an_older_key_holds()
    {
        await using var node = await Node.StartAsync(crm, redis: await SharedRedis.AddressAsync());
        var claims = node.Get<IClaims>();
        await claims.ClaimAsync(ClaimOf(node, "old"), Mine, default);
        Assert.Equal(Mine, await claims.ClaimAsync(ClaimOf(node, "new", "old"), Theirs, default));
        Assert.Equal(Mine, await claims.FindAsync(ClaimOf(node, "new", "old"), default));
    }

    [Fact]
    public async Task What_a_slower_place_says_takes_the_place_of_what_was_claimed_under_any_key()
    {
        await using var node = await Node.StartAsync(crm, redis: await SharedRedis.AddressAsync());
        var claims = node.Get<IClaims>();
        await claims.ClaimAsync(ClaimOf(node, "old"), Mine, default);
        await claims.CorrectAsync(ClaimOf(node, "new", "old"), Theirs, default);
        Assert.Equal(Theirs, await claims.FindAsync(ClaimOf(node, "new", "old"), default));
        Assert.Equal(Theirs, await claims.ClaimAsync(ClaimOf(node, "new", "old"), Mine, default));
        Assert.Null(await claims.FindAsync(ClaimOf(node, "old"), default));
    }

    [Fact]
    public async Task Of_many_at_once_one_wins_and_all_know_it()
    {
        await using var node = await Node.StartAsync(crm, redis: await SharedRedis.AddressAsync());
        var claim = ClaimOf(node, "k");
        var winners = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => node.Get<IClaims>().ClaimAsync(claim, [(byte)i], default).AsTask()));
        Assert.Single(winners.Select(winner => winner[0]).Distinct());
    }

    [Fact]
    public async Task A_claim_that_was_tampered_with_is_none()
    {
        await using var node = await Node.StartAsync(crm, redis: await SharedRedis.AddressAsync());
        var claim = ClaimOf(node, "k");
        await node.Get<IClaims>().ClaimAsync(claim, Mine, default);
        await (await SharedRedis.DatabaseAsync()).StringSetAsync($"r:{node.Workspace}:c:k", "rubbish");
        Assert.Null(await node.Get<IClaims>().FindAsync(claim, default));
        Assert.Equal(Theirs, await node.Get<IClaims>().ClaimAsync(claim, Theirs, default));
    }

    [Fact]
    public async Task Without_redis_a_claim_is_ones_own_and_a_cached_value_is_a_miss()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var node = await Node.StartAsync(crm, redis: redis.ConnectionString);
        var cache = node.Get<IDistributedCache>();
        await cache.SetAsync("key", Mine, new DistributedCacheEntryOptions());
        Assert.Equal(Mine, await cache.GetAsync("key"));
        await redis.KillAsync();
        Assert.Equal(Mine, await node.Get<IClaims>().ClaimAsync(ClaimOf(node, "k"), Mine, default));
        Assert.Null(await node.Get<IClaims>().FindAsync(ClaimOf(node, "k"), default));
        await cache.SetAsync("key", Theirs, new DistributedCacheEntryOptions());
        Assert.Null(await cache.GetAsync("key"));
        await cache.RemoveAsync("key");
    }

    [Fact]
    public async Task Claims_of_an_erased_person_are_dropped()
    {
        crm.Put("p1", new { n = 1 }, "ann@people.example");
        await using var node = await Node.StartAsync(crm, redis: await SharedRedis.AddressAsync());
        var claims = node.Get<IClaims>();
        var person = PersonNames.Opaque(node.Get<ISealing>(), node.Workspace, Identifier.Id("p1"));
        await claims.ClaimAsync(ClaimOf(node, "k") with { Person = person }, Mine, default);
        await claims.ClaimAsync(ClaimOf(node, "other"), Theirs, default);
        Assert.Equal(1, (await node.EraseAsync(Identifier.Email("ann@people.example"))).Redis);
        Assert.Null(await claims.FindAsync(ClaimOf(node, "k"), default));
        Assert.Equal(Theirs, await claims.FindAsync(ClaimOf(node, "other"), default));
    }

    private static Claim ClaimOf(Node node, params string[] keys) => new(node.Workspace, keys, "somebody", TimeSpan.FromMinutes(1));
}
