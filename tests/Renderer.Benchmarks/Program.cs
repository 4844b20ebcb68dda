using System.Globalization;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Renderer.Benchmarks;

internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        switch (args)
        {
            case ["crm", var profiles, var url]:
                await StandInCrm.RunAsync(profiles, url);
                return 0;
            case ["workspace", var template, var profiles, var crm, var folder]:
                PeerWorkspace.Write(template, profiles, crm, folder);
                return 0;
            case ["memory", var people, var inMemory]:
                return await MemoryFigures.RunAsync(int.Parse(people, CultureInfo.InvariantCulture), int.Parse(inMemory, CultureInfo.InvariantCulture));
            case ["memory-of", .. var numbers]:
                int[] told = [.. numbers.Select(number => int.Parse(number, CultureInfo.InvariantCulture))];
                Console.WriteLine(await MemoryFigures.ReadAsync(told[0], told[1], told[2], told[3] == 1));
                return 0;
            case ["images", { } picturesOf, .. var howLong]:
                await Images.PeerPictures.RunAsync(picturesOf, howLong is [var time] ? int.Parse(time, CultureInfo.InvariantCulture) : 3_000);
                return 0;
            case ["images-sheet", { } scene, { } file]:
                return await Images.ContactSheet.WriteAsync(scene, file);
            case ["decisions", var profiles, var url, var key, var messages]:
                return await KeptDecisions.LookAsync(profiles, url, key, messages);
        }

        // In this process: one built by BenchmarkDotNet would not see the internals that the rooms show to this project.
        var job = Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithWarmupCount(3).WithIterationCount(10);
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, DefaultConfig.Instance.AddJob(job));
        return 0;
    }
}
