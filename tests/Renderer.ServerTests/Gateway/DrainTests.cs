using Microsoft.AspNetCore.Http;
using Xunit;

namespace Renderer.ServerTests.Gateway;

public sealed class DrainTests
{
    [Fact]
    public async Task A_gateway_that_ends_says_so_first_and_finishes_what_is_in_flight()
    {
        await using var node = await TestNode.StartAsync("a");
        await using var front = await Front.StartAsync([node], options => options with { DrainDelay = TimeSpan.FromSeconds(1) });
        var release = new TaskCompletionSource();
        node.Answer = async context =>
        {
            await context.Response.WriteAsync("begun, ");
            await release.Task;
            await context.Response.WriteAsync("finished");
        };

        var asked = front.AskAsync("/v1/render/welcome", HttpMethod.Post);
        await Eventually.HoldsAsync(() => Task.FromResult(!node.Seen.IsEmpty));
        var stopping = front.StopAsync();
        await Eventually.HoldsAsync(async () => await front.AskAsync("/health/ready") == "503", 1);
        await Eventually.HoldsAsync(() => RefusesAsync(front));
        Assert.False(stopping.IsCompleted);
        release.SetResult();
        Assert.Equal("begun, finished", await asked);
        await stopping.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task What_does_not_finish_within_the_limit_is_cut()
    {
        await using var node = await TestNode.StartAsync("a");
        await using var front = await Front.StartAsync([node], options => options with { DrainLimit = TimeSpan.FromSeconds(1) });
        node.Answer = async context =>
        {
            await context.Response.WriteAsync("begun");
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        };

        var asked = front.AskAsync("/v1/render/welcome", HttpMethod.Post);
        await Eventually.HoldsAsync(() => Task.FromResult(!node.Seen.IsEmpty));
        await front.StopAsync().WaitAsync(TimeSpan.FromSeconds(10));
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => asked.WaitAsync(TimeSpan.FromSeconds(10)));
    }

    private static async Task<bool> RefusesAsync(Front front)
    {
        try
        {
            using var socket = new System.Net.Sockets.TcpClient();
            await socket.ConnectAsync(front.Address.Host, front.Address.Port);
            return false;
        }
        catch (System.Net.Sockets.SocketException)
        {
            return true;
        }
    }
}
