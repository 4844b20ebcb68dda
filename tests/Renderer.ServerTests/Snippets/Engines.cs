using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Renderer.ServerTests.Infrastructure;
using Renderer.Tests.Infrastructure;

namespace Renderer.ServerTests.Snippets;

/// <summary>The engines that ESPs render with, or their nearest kin, as Node programs. Installed by npm once, below <c>artifacts</c>; where that fails, so do the tests that ask them.</summary>
internal static class Engines
{
    private static readonly string[] Packages = ["liquidjs@10.30.1", "handlebars@4.7.10", "nunjucks@3.2.4", "brazejs@1.7.1"];

    private static readonly string Programs = Path.Combine(Repository.Root, "tests", "Renderer.ServerTests", "Snippets", "Engines");

    private static readonly Lazy<Task<string>> Installed = new(InstallAsync);

    /// <summary>Runs jobs one after another in one process; what Braze keeps by address is kept from one to the next where a job says so.</summary>
    public static async Task<IReadOnlyList<EngineAnswer>> RunAsync(params IEnumerable<EngineJob> jobs)
    {
        using var node = Process.Start(new ProcessStartInfo("node", [Path.Combine(Programs, "run.mjs"), await Installed.Value])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var complaints = node.StandardError.ReadToEndAsync();
        var answers = new List<EngineAnswer>();
        foreach (var job in jobs)
        {
            await node.StandardInput.WriteLineAsync(JsonSerializer.Serialize(job, JsonSerializerOptions.Web));
            await node.StandardInput.FlushAsync();
            var line = await node.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(90))
                ?? throw new InvalidOperationException($"node ended: {await complaints}");
            answers.Add(JsonSerializer.Deserialize<EngineAnswer>(line, JsonSerializerOptions.Web)!);
        }

        node.StandardInput.Close();
        await node.WaitForExitAsync();
        return answers;
    }

    public static async Task<EngineAnswer> RunOneAsync(EngineJob job) => (await RunAsync(job))[0];

    private static async Task<string> InstallAsync()
    {
        var folder = Path.Combine(Repository.Root, "artifacts", "snippet-engines");
        Directory.CreateDirectory(folder);
        await using var one = await LockAsync(Path.Combine(folder, "lock"));
        if (Packages.Any(package => !File.Exists(Path.Combine(folder, "node_modules", package.Split('@')[0], "package.json"))))
        {
            await GuardedProcess.RunAsync("npm", ["install", "--prefix", folder, "--no-audit", "--no-fund", "--no-save", .. Packages]);
        }

        return folder;
    }

    // Several runs may want it at once.
    private static async Task<FileStream> LockAsync(string path)
    {
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200));
            }
        }
    }
}

/// <summary>What an engine is to do: render tags for a person.</summary>
internal sealed record EngineJob(string Engine, IReadOnlyDictionary<string, string> Tags, JsonNode Person)
{
    /// <summary>What the ESP was told once, by language.</summary>
    public IReadOnlyDictionary<string, string> Feeds { get; init; } = new Dictionary<string, string>();

    /// <summary>Where it finds its credential.</summary>
    public JsonNode Keys { get; init; } = new JsonObject();

    /// <summary>Of merge tags alone: the language.</summary>
    public string? Language { get; init; }

    /// <summary>What was kept by address before is still there.</summary>
    public bool Keep { get; init; }
}

/// <summary>What came of it.</summary>
internal sealed record EngineAnswer(IReadOnlyDictionary<string, string> Parts, string? Aborted, string? Error, IReadOnlyList<EngineCall> Calls)
{
    public string this[string part] =>
        Error is null && Aborted is null ? Parts[part].Trim() : throw new InvalidOperationException($"{part}: aborted '{Aborted}', error '{Error}', calls {string.Join(", ", Calls)}");
}

/// <summary>A call that an engine made.</summary>
internal sealed record EngineCall(string Url, int Status, string? Type, string? Outcome);
