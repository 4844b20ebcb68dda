using StackExchange.Redis;
using Xunit;

namespace Renderer.Tests.Infrastructure;

public sealed class RedisServerTests
{
    [Fact]
    public async Task A_redis_can_be_killed_and_comes_back_empty_on_the_same_port()
    {
        await using var server = await RedisServer.StartAsync();
        await using var redis = await ConnectionMultiplexer.ConnectAsync(server.ConnectionString + ",abortConnect=false");
        await redis.GetDatabase().StringSetAsync("a", "1");

        await server.KillAsync();
        Assert.Equal(0, server.ProcessId);
        await server.RestartAsync();

        await using var again = await ConnectionMultiplexer.ConnectAsync(server.ConnectionString);
        Assert.True((await again.GetDatabase().StringGetAsync("a")).IsNull);
    }
}
