using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using Renderer.ServerTests.Infrastructure;
using Renderer.Tests.Infrastructure;
using Xunit;

namespace Renderer.ServerTests.Author;

/// <summary>Publishing: outside Development a published version is what is served, on every node, over a restart.</summary>
public sealed class PublishTests
{
    [Fact]
    public async Task A_publish_moves_every_node_and_a_rollback_moves_them_back()
    {
        await using var postgres = new PostgresServer();
        var database = await postgres.CreateDatabaseAsync();
        await using var stage = await Stage.StartAsync();
        var folder = Folders.Copy(Repository.Workspace("basic"), Path.Combine(stage.Folder, "workspace"));
        var settings = Served(database);
        var one = await stage.AddNodeAsync(workspace: folder, settings: settings);
        var two = await stage.AddNodeAsync(workspace: folder, settings: settings);
        using var key = one.Client(await Keys.AllRolesAsync(one));
        using var keyTwo = two.Client(await Keys.AllRolesAsync(two));

        var first = await PublishAsync(key);
        await EditAsync(folder, "<h1>Second {{ profile.first_name }}</h1>");
        await Task.Delay(700);
        Assert.Contains("Hello Ann", await key.GetStringAsync("/v1/render/hello?id=p0001"), StringComparison.Ordinal);

        var second = await PublishAsync(key);
        Assert.NotEqual(first, second);
        await ShowsAsync(keyTwo, "Second Ann");
        Assert.Contains("Hello Ann", await key.GetStringAsync($"/v1/render/hello?id=p0001&version={first}"), StringComparison.Ordinal);

        using var back = await key.PostAsJsonAsync("/v1/templates/hello/rollback", new { });
        Assert.Equal(first, (await back.JsonAsync()).Text("version"));
        await ShowsAsync(keyTwo, "Hello Ann");
        using var forward = await key.PostAsJsonAsync("/v1/templates/hello/rollback", new { version = second });
        Assert.Equal(HttpStatusCode.OK, forward.StatusCode);
        await ShowsAsync(keyTwo, "Second Ann");

        using var versions = await key.GetAsync("/v1/templates/hello/versions");
        Assert.Equal([second, first], (await versions.JsonAsync()).GetProperty("versions").EnumerateArray().Select(version => version.Text("version")!));
        using var audit = await key.GetAsync("/v1/audit");
        Assert.Contains("rolled_back", await audit.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_published_is_said_and_nothing_moves()
    {
        await using var stage = await Stage.StartAsync();
        var folder = Folders.Copy(Repository.Workspace("basic"), Path.Combine(stage.Folder, "workspace"));
        var node = await stage.AddNodeAsync(workspace: folder);
        await (await node.Http.PostAsJsonAsync("/v1/templates/nothing/publish", new { })).ProblemAsync(HttpStatusCode.NotFound, "template_unknown");
        await (await node.Http.PostAsJsonAsync("/v1/templates/hello/rollback", new { })).ProblemAsync(HttpStatusCode.NotFound, "template_unknown");
        await (await node.Http.PostAsJsonAsync("/v1/templates/hello/publish", new { force = true })).ProblemAsync(HttpStatusCode.BadRequest, "unknown_field");
        await EditAsync(folder, "{{ if }}");
        await Task.Delay(700);
        var problem = await (await node.Http.PostAsJsonAsync("/v1/templates/hello/publish", new { })).ProblemAsync(HttpStatusCode.UnprocessableEntity, "template_invalid");
        Assert.True(problem.GetProperty("diagnostics").GetArrayLength() > 0);
        Assert.Equal("live", (await node.HelloAsync("p0001")).Text("outcome"));
    }

    [Fact]
    public async Task A_node_boots_with_the_published_version_while_the_database_is_dead()
    {
        await using var postgres = new PostgresServer();
        var database = await postgres.CreateDatabaseAsync();
        await using var stage = await Stage.StartAsync();
        var folder = Folders.Copy(Repository.Workspace("basic"), Path.Combine(stage.Folder, "workspace"));
        var settings = Served(database);
        settings["State"] = Path.Combine(stage.Folder, "one-state");
        var one = await stage.AddNodeAsync(workspace: folder, settings: settings);
        var text = await Keys.AllRolesAsync(one);
        using var key = one.Client(text);
        await PublishAsync(key);
        await EditAsync(folder, "<h1>Draft</h1>");
        await Task.Delay(1200);
        await postgres.KillAsync();

        var reborn = await stage.AddNodeAsync(workspace: folder, settings: settings);
        using var again = reborn.Client(text);
        Assert.Contains("Hello", await again.GetStringAsync("/v1/render/hello?id=p0001"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_version_that_cannot_be_opened_is_no_reason_to_mail_a_draft_and_is_tried_again()
    {
        await using var postgres = new PostgresServer();
        var database = await postgres.CreateDatabaseAsync();
        await using var stage = await Stage.StartAsync();
        var folder = Folders.Copy(Repository.Workspace("basic"), Path.Combine(stage.Folder, "workspace"));
        var one = await stage.AddNodeAsync(workspace: folder, settings: Served(database));
        var text = await Keys.AllRolesAsync(one);
        using var key = one.Client(text);
        var first = await PublishAsync(key);
        await EditAsync(folder, "<h1>Second {{ profile.first_name }}</h1>");
        await Task.Delay(700);
        await PublishAsync(key);
        await EditAsync(folder, "<h1>Draft</h1>");
        await ExecuteAsync(database, "UPDATE template_version SET sha256 = 'x' || sha256");

        var late = await stage.AddNodeAsync(workspace: folder, settings: Served(database));
        using var lateKey = late.Client(text);
        await (await lateKey.PostAsJsonAsync("/v1/render/hello", new { recipient = new { id = "p0001" } })).ProblemAsync(HttpStatusCode.UnprocessableEntity, "template_invalid");
        using (var pulled = await lateKey.GetAsync("/v1/render/hello?id=p0001"))
        {
            Assert.Equal("static", Assert.Single(pulled.Headers.GetValues("X-Renderer-Outcome")));
        }

        await ExecuteAsync(database, "UPDATE template_version SET sha256 = substr(sha256, 2)");
        await ShowsAsync(lateKey, "Second Ann", within: 8);

        // This node never served the first one, and lists it.
        Assert.Contains("Hello Ann", await lateKey.GetStringAsync($"/v1/render/hello?id=p0001&version={first}"), StringComparison.Ordinal);
        Assert.Equal(first, (await (await lateKey.PostAsJsonAsync("/v1/render/hello", new { recipient = new { id = "p0001" }, version = first })).JsonAsync()).Text("version"));
        await (await lateKey.GetAsync("/v1/render/hello?id=p0001&version=000000000000000000000000")).ProblemAsync(HttpStatusCode.NotFound, "version_unknown");
    }

    [Fact]
    public async Task In_Development_an_edit_is_live_at_once_and_a_bad_one_keeps_the_last_good_version()
    {
        await using var stage = await Stage.StartAsync();
        var folder = Folders.Copy(Repository.Workspace("basic"), Path.Combine(stage.Folder, "workspace"));
        var node = await stage.AddNodeAsync(workspace: folder);
        var before = (await node.HelloAsync("p0001")).Text("version");
        await EditAsync(folder, "<h1>Second {{ profile.first_name }}</h1>");
        await ShowsAsync(node.Http, "Second Ann");
        Assert.Contains("Hello Ann", await node.Http.GetStringAsync($"/v1/render/hello?id=p0001&version={before}"), StringComparison.Ordinal);
        await EditAsync(folder, "{{ for x in }}");
        await Task.Delay(700);
        await ShowsAsync(node.Http, "Second Ann");
        using var listed = await node.Http.GetAsync("/v1/templates/hello");
        Assert.Equal("last_good", (await listed.JsonAsync()).Text("state"));
    }

    private static async Task ExecuteAsync(string database, string sql)
    {
        await using var source = Npgsql.NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private static Dictionary<string, string> Served(string ledger) => new()
    {
        ["Ledger"] = ledger, ["!environment"] = "Staging", ["Outbound:Allow"] = "127.0.0.0/8",
        ["!SANDBOX_CLIENT_SECRET"] = "sandbox-secret", ["!SANDBOX_HOOK_SECRET"] = "sandbox-hook-secret",
    };

    private static Task EditAsync(string folder, string body) =>
        File.WriteAllTextAsync(Path.Combine(folder, "hello", "body.html"), $"<!doctype html><html lang=\"en\"><head><title>t</title></head><body>{body}{{{{ block \"hero\" }}}}</body></html>");

    private static async Task<string> PublishAsync(HttpClient key)
    {
        using var answer = await key.PostAsJsonAsync("/v1/templates/hello/publish", new { });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return (await answer.JsonAsync()).Text("version")!;
    }

    private static async Task ShowsAsync(HttpClient key, string text, double within = 2)
    {
        var watch = Stopwatch.StartNew();
        while (!(await key.GetStringAsync("/v1/render/hello?id=p0001")).Contains(text, StringComparison.Ordinal))
        {
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(within), $"not shown after {watch.Elapsed}");
            await Task.Delay(50);
        }
    }
}
