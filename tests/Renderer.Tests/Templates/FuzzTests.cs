using System.Diagnostics;
using Renderer.Tests.HouseRules;
using Xunit;

namespace Renderer.Tests.Templates;

/// <summary>The fuzzer, for a while: each input is compiled or refused, within 100 ms and 64 MB, and the process lives.</summary>
public sealed class FuzzTests
{
    private static readonly int Seconds = Environment.GetEnvironmentVariable("RENDERER_LONG") == "1" ? 600 : 20;
    private static readonly string Program = AppContext.BaseDirectory.Replace("Renderer.Tests", "Renderer.Fuzz", StringComparison.Ordinal);

    [Fact]
    public async Task Nothing_is_found_in_a_short_run()
    {
        var keep = Directory.CreateTempSubdirectory("renderer-found-");
        var (exit, said) = await RunAsync($"{Seconds}", "--keep", keep.FullName);
        TestContext.Current.TestOutputHelper?.WriteLine(said);
        Assert.True(exit == 0, said);
        Assert.Matches(@"^\d{2,} runs in \d+ s, \d{4,} edges, nothing found", said);
        keep.Delete(recursive: true);
    }

    [Fact]
    public async Task What_was_found_before_stays_mended()
    {
        var (exit, said) = await RunAsync(["try", .. Directory.EnumerateFiles(Path.Combine(Tree.Root, "tests", "Renderer.Fuzz", "Found"), "*.input")]);
        Assert.True(exit == 0, said);
    }

    private static async Task<(int Exit, string Said)> RunAsync(params string[] arguments)
    {
        using var fuzz = Process.Start(new ProcessStartInfo(Path.Combine(Program, "Renderer.Fuzz"), arguments) { RedirectStandardOutput = true, WorkingDirectory = Tree.Root })!;
        var said = await fuzz.StandardOutput.ReadToEndAsync();
        await fuzz.WaitForExitAsync();
        return (fuzz.ExitCode, said);
    }
}
