using System.Net;
using System.Net.Http.Json;
using System.Text;
using Renderer.ServerTests.Infrastructure;
using Renderer.Tests.Infrastructure;
using Xunit;

namespace Renderer.ServerTests.Access;

/// <summary>Two workspaces with the same ids, templates and names of keys never see each other's data, by any route.</summary>
public sealed class WorkspaceWallTests
{
    [Fact]
    public async Task No_route_shows_one_workspace_what_is_the_others()
    {
        await using var left = await Stage.StartAsync();
        await using var rightCrm = await SandboxNode.StartAsync(left.Node.Url + "/hooks/right/sandbox", []);
        await using var redis = await RedisServer.StartAsync();
        var folder = Folders.Copy(Repository.Workspace("basic"), Path.Combine(left.Folder, "right"));
        await File.WriteAllTextAsync(Path.Combine(folder, "workspace.yaml"), (await File.ReadAllTextAsync(Path.Combine(folder, "workspace.yaml"))).Replace("${env:SANDBOX_URL}", "${env:RIGHT_URL}", StringComparison.Ordinal));
        var node = await left.AddNodeAsync(settings: new()
        {
            ["Redis"] = redis.ConnectionString,
            ["Workspaces:right:Folder"] = folder,
            ["!RIGHT_URL"] = rightCrm.Url,
        });
        await rightCrm.PatchAsync("p0001", new { firstname = "Rita", tier = "bronze" });
        using var mine = node.Client(await Keys.AllRolesAsync(node));
        using var theirs = node.Client(await Keys.AllRolesAsync(node, "right"));

        foreach (var (client, name, other) in new[] { (mine, "Ann", "Rita"), (theirs, "Rita", "Ann"), (mine, "Ann", "Rita") })
        {
            var seen = new StringBuilder();
            await AddAsync(seen, await client.PostAsJsonAsync("/v1/render/hello", new { recipient = new { id = "p0001" }, message_id = "same" }));
            await AddAsync(seen, await client.GetAsync("/v1/render/hello?id=p0001"));
            await AddAsync(seen, await client.GetAsync("/v1/render/hello?email=p0001@people.example&ws=right"));
            await AddAsync(seen, await client.PostAsync("/v1/render/hello/batch", new StringContent("{\"id\":\"p0001\"}", Encoding.UTF8, "application/x-ndjson")));
            await AddAsync(seen, await client.PostAsJsonAsync("/v1/preview", new { template = "hello", recipient = new { id = "p0001" } }));
            await AddAsync(seen, await client.GetAsync("/v1/profiles/p0001"));
            await AddAsync(seen, await client.GetAsync("/v1/profiles?email=p0001@people.example"));
            await AddAsync(seen, await client.GetAsync("/v1/templates"));
            await AddAsync(seen, await client.GetAsync("/v1/audit"));
            Assert.Contains(name, seen.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain(other, seen.ToString(), StringComparison.Ordinal);
        }

        await left.Sandbox.ForgetCallsAsync();
        await rightCrm.ForgetCallsAsync();
        await theirs.PostAsJsonAsync("/v1/profiles/expire", new { all = true });
        await theirs.DeleteAsync("/v1/profiles/p0002");
        await mine.PostAsJsonAsync("/v1/render/hello", new { recipient = new { id = "p0001" } });
        Assert.Equal(0, await left.Sandbox.CallsAsync());
        Assert.Equal(HttpStatusCode.OK, (await mine.GetAsync("/v1/profiles/p0001")).StatusCode);
        await theirs.PostAsJsonAsync("/v1/templates/hello/publish", new { });
        using var versions = await mine.GetAsync("/v1/templates/hello/versions");
        Assert.Equal(0, (await versions.JsonAsync()).GetProperty("versions").GetArrayLength());
    }

    private static async Task AddAsync(StringBuilder seen, HttpResponseMessage answer)
    {
        Assert.True((int)answer.StatusCode is 200 or 400, $"{answer.RequestMessage?.RequestUri}: {answer.StatusCode}");
        seen.Append(await answer.Content.ReadAsStringAsync());
    }
}
