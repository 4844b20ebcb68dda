using System.Collections.Concurrent;
using System.Diagnostics;
using Renderer.ServerTests.Infrastructure;
using Renderer.Tests.Infrastructure;
using Xunit;

namespace Renderer.ServerTests.Open;

/// <summary>A genuine link never fails: whatever is broken, it is 200 with a picture, in time.</summary>
public sealed class NeverFailsTests(ITestOutputHelper output)
{
    private const int People = 12;

    private static bool Long => Environment.GetEnvironmentVariable("RENDERER_LONG") == "1";

    [Fact]
    public async Task Opens_during_faults_are_all_answered_with_a_picture_in_time()
    {
        var folder = Folders.Copy(Repository.Workspace("opened"), Directory.CreateTempSubdirectory("renderer-faults-").FullName);
        await using var redis = await RedisServer.StartAsync();
        await using var postgres = new PostgresServer();
        await using var stage = await OpenedStage.StartAsync(new() { ["Redis"] = redis.ConnectionString, ["Ledger"] = await postgres.CreateDatabaseAsync() }, folder);
        var letters = new List<Letter>();
        for (var i = 1; i <= People; i++)
        {
            letters.Add(await Letter.SendAsync(stage.Node, $"p{i:d4}"));
        }

        string[] paths = [.. letters.SelectMany(letter => letter.Pictures.Append(letter.Pixel))];
        var body = Path.Combine(folder, "letter", "body.html");
        var yaml = Path.Combine(folder, "letter", "template.yaml");
        var (goodBody, goodYaml) = (await File.ReadAllTextAsync(body), await File.ReadAllTextAsync(yaml));
        var each = Long ? 100_000 / 8 : 60;

        await OpenAsync("all is well", () => Task.CompletedTask);
        await OpenAsync("the CRM hangs", () => stage.Sandbox.FaultAsync(new { hang = true }));
        await OpenAsync("Redis is dead", redis.KillAsync);
        await OpenAsync("the ledger is dead", postgres.KillAsync);
        string[] disk = [.. ((string[])["backlog", "copies"]).Select(name => Path.Combine(stage.Folder, "state-0", name))];
        await OpenAsync("the disk fails, too", () =>
        {
            Array.ForEach(disk, PutInPlaceOf);
            return Task.CompletedTask;
        });
        await OpenAsync("the template is broken", () => File.WriteAllTextAsync(body, "{{ if }"));
        await OpenAsync("the slot is deleted", async () =>
        {
            await File.WriteAllTextAsync(body, "<p>Nothing. <a href=\"{{ consent_link }}\">Unsubscribe</a></p>");
            await File.WriteAllTextAsync(yaml, goodYaml[..goodYaml.IndexOf("  hero:", StringComparison.Ordinal)] + goodYaml[goodYaml.IndexOf("  photo:", StringComparison.Ordinal)..]);
        });
        await OpenAsync("all is well again", async () =>
        {
            await File.WriteAllTextAsync(body, goodBody);
            await File.WriteAllTextAsync(yaml, goodYaml);
            Array.ForEach(disk, File.Delete);
            await stage.Sandbox.HealAsync();
            await redis.RestartAsync();
            await postgres.StartAsync();
        });
        Directory.Delete(folder, recursive: true);

        async Task OpenAsync(string what, Func<Task> trouble)
        {
            await trouble();
            var times = await LookAsync(stage.Node, paths, each);
            var slowest = times.Order().ToArray();
            output.WriteLine($"{what}: {times.Count} looks, p50 {slowest[times.Count / 2]:0} ms, p99 {slowest[times.Count * 99 / 100]:0} ms, slowest {slowest[^1]:0} ms");

            // 400 ms are promised; a machine that is busy with other work is given more.
            Assert.True(slowest[times.Count * 9 / 10] < 400, $"{what}: nine of ten took up to {slowest[times.Count * 9 / 10]} ms");
            Assert.True(slowest[^1] < 2000, $"{what}: the slowest took {slowest[^1]} ms");
        }
    }

    /// <summary>A file where a folder was: nothing can be written there, whoever tries.</summary>
    private static void PutInPlaceOf(string folder)
    {
        while (!File.Exists(folder))
        {
            try
            {
                Directory.CreateDirectory(folder);
                Directory.Delete(folder, recursive: true);
                File.WriteAllText(folder, "");
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                // The node was quicker, and made it again.
            }
        }
    }

    private static async Task<ConcurrentBag<double>> LookAsync(RendererNode node, string[] paths, int count)
    {
        using var client = new Mint(node).Client();
        var times = new ConcurrentBag<double>();
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            for (int i; (i = Interlocked.Increment(ref next)) < count;)
            {
                var watch = Stopwatch.StartNew();
                using var answer = await client.GetAsync(paths[(i * 7) % paths.Length]);
                var bytes = await answer.Content.ReadAsByteArrayAsync();
                times.Add(watch.Elapsed.TotalMilliseconds);
                Assert.True((int)answer.StatusCode == 200 && IsPicture(bytes), $"{(int)answer.StatusCode} with {bytes.Length} bytes");
            }
        }));
        return times;
    }

    private static bool IsPicture(byte[] bytes) =>
        bytes.AsSpan().StartsWith((byte[])[0x89, .. "PNG"u8]) || bytes.AsSpan().StartsWith("GIF8"u8) || bytes.AsSpan().StartsWith((byte[])[0xff, 0xd8, 0xff]);
}
