using System.Diagnostics;
using System.Text.Json;
using Renderer.ServerTests.Infrastructure;
using Renderer.Tests.Infrastructure;
using Xunit;

namespace Renderer.ServerTests.Sandbox.Esp.Clients;

/// <summary>What one case came to, in a client's own terms.</summary>
/// <param name="Client">The package.</param>
/// <param name="Case">What was tried.</param>
/// <param name="Returned">What it returned, ids and times replaced; undefined where it raised.</param>
/// <param name="Raised">What it raised likewise.</param>
internal sealed record ClientLine(string Client, string Case, JsonElement Returned, JsonElement Raised)
{
    public string Result => Raised.ValueKind == JsonValueKind.Undefined ? Returned.GetRawText() : "raised " + Raised.GetRawText();
}

/// <summary>The ESPs' npm clients, installed once below <c>artifacts</c>, and run in one process for all cases.</summary>
internal static class NodeClients
{
    private static readonly string Source = Path.Combine(Repository.Root, "tests", "Renderer.ServerTests", "Sandbox", "Esp", "Clients");

    private static readonly Lazy<Task<string>> Installed = new(InstallAsync);

    public static async Task<IReadOnlyList<ClientLine>> RunAsync(object config)
    {
        var folder = await Installed.Value;
        using var node = Process.Start(new ProcessStartInfo("node", [Path.Combine(Source, "clients.cjs"), folder, JsonSerializer.Serialize(config)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var complaints = node.StandardError.ReadToEndAsync();
        var lines = await node.StandardOutput.ReadToEndAsync();
        await node.WaitForExitAsync();
        Assert.True(node.ExitCode == 0, await complaints);
        return [.. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<ClientLine>(line, JsonSerializerOptions.Web)!)];
    }

    private static async Task<string> InstallAsync()
    {
        var folder = Path.Combine(Repository.Root, "artifacts", "esp-clients");
        Directory.CreateDirectory(folder);
        var wanted = await File.ReadAllTextAsync(Path.Combine(Source, "package.json"));
        var done = Path.Combine(folder, "installed.json");

        // Several runs may want it at once.
        await using var one = await LockAsync(Path.Combine(folder, "lock"));
        if (!File.Exists(done) || await File.ReadAllTextAsync(done) != wanted)
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "package.json"), wanted);
            await GuardedProcess.RunAsync("npm", "install", "--prefix", folder, "--no-audit", "--no-fund", "--no-package-lock");
            await File.WriteAllTextAsync(done, wanted);
        }

        return folder;
    }

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
