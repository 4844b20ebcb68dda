using System.Diagnostics;
using Renderer.ServerTests.Infrastructure;
using Renderer.Tests.Infrastructure;
using Xunit;

namespace Renderer.ServerTests.Crm;

/// <summary>A file of people, from its first row to a mail, and its edit to the next one.</summary>
public sealed class FileWalkTests : IDisposable
{
    private const string People = "id,email,first_name,tier\n1,ann@x.example,Ann,gold\n2,bob@x.example,Bob,silver\n";

    private readonly string folder = Directory.CreateTempSubdirectory("renderer-file-").FullName;

    public FileWalkTests()
    {
        Write("workspace.yaml", "connections: {people: {type: file, path: people.csv}}\n");
        Write("people.csv", People);
        Write("hello/template.yaml", "subject: \"Hello {{ profile.first_name }}\"\ndefaults: {first_name: friend}\n");
        Write("hello/body.html", "<p>{{ profile.first_name }}, {{ profile.tier }}</p>\n");
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_file_renders_a_mail_and_its_edit_shows_in_the_next_on_every_node()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var stage = await Stage.StartAsync(folder, new() { ["Redis"] = redis.ConnectionString });
        var other = await stage.AddNodeAsync(workspace: folder, settings: new() { ["Redis"] = redis.ConnectionString });

        var mail = await stage.Node.RenderAsync("hello", new { recipient = new { email = "Ann@x.example" }, budget_ms = 5000 });
        Assert.Equal(("live", "Hello Ann", "<p>Ann, gold</p>\n"), (mail.Text("outcome"), mail.Text("subject"), mail.Text("html")));
        Assert.Equal("Hello Bob", (await other.HelloAsync("2", 5000)).Text("subject"));
        Assert.Equal("default", (await other.HelloAsync("3", 5000)).Text("outcome"));

        for (var round = 0; round < 3; round++)
        {
            Write("people.csv", People.Replace("Ann,", $"Zoe{round},", StringComparison.Ordinal));
            await ShowsAsync(stage.Node, $"Hello Zoe{round}");
            await ShowsAsync(other, $"Hello Zoe{round}");
        }

        Write("people.csv", "id,email,first_name,tier\n2,bob@x.example,Bob,silver\n");
        await ShowsAsync(stage.Node, "Hello friend", "default");
    }

    [Fact]
    public async Task A_batch_is_rendered_with_everybodys_own_data()
    {
        Write("people.csv", "id,email,first_name,tier\n" + string.Concat(Enumerable.Range(1, 3000).Select(n => $"{n},p{n}@x.example,Name{n},gold\n")));
        await using var stage = await Stage.StartAsync(folder);

        using var answer = await stage.Node.Http.PostAsync(
            "/v1/render/hello/batch?budget_ms=5000",
            new StringContent(string.Concat(Enumerable.Range(1, 3000).Select(n => $"{{\"id\":\"{n}\"}}\n")), System.Text.Encoding.UTF8, "application/x-ndjson"));

        var lines = (await answer.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3000, lines.Length);
        Assert.All(lines.Index(), line => Assert.Contains($"\"subject\":\"Hello Name{line.Index + 1}\"", line.Item, StringComparison.Ordinal));
    }

    private static async Task ShowsAsync(RendererNode node, string subject, string outcome = "live")
    {
        var watch = Stopwatch.StartNew();
        var mail = await node.HelloAsync("1", 5000);
        while (mail.Text("subject") != subject && watch.Elapsed < TimeSpan.FromSeconds(1))
        {
            await Task.Delay(10);
            mail = await node.HelloAsync("1", 5000);
        }

        Assert.Equal((outcome, subject), (mail.Text("outcome"), mail.Text("subject")));
    }

    private void Write(string path, string text)
    {
        var full = Path.Combine(folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }
}
