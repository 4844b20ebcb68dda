using System.Net;
using Renderer.Server;
using Renderer.ServerTests.Infrastructure;
using Renderer.Tests.Infrastructure;
using Xunit;

namespace Renderer.ServerTests.Gateway;

public sealed class ManagementTests
{
    [Fact]
    public async Task The_management_port_of_a_gateway_shows_its_own_health_and_metrics_and_nothing_of_the_nodes()
    {
        await using var node = await TestNode.StartAsync("one");
        var (url, port) = (FreePort.Url(), FreePort.Next());
        await using var app = ServerHost.Build(
            [$"--urls={url}", "--environment=Production", $"--Renderer:Gateway:Nodes={node.Address}", $"--Renderer:Management:Port={port}"]);
        await app.StartAsync();
        using var http = new HttpClient();
        var own = $"http://127.0.0.1:{port}";

        Assert.Contains("# TYPE", await http.GetStringAsync($"{own}/metrics"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync($"{own}/health/live")).StatusCode);
        await (await http.GetAsync($"{own}/v1/render/hello?id=1")).ProblemAsync(HttpStatusCode.NotFound, "not_found");
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync($"{url}/v1/render/hello?id=1")).StatusCode);
        await app.StopAsync();
    }
}
