using System.Diagnostics;
using SharpFuzz;

namespace Renderer.Fuzz;

/// <summary>Instruments a copy of the engine, lets a worker run on it, and takes over where the worker dies or hangs.</summary>
internal static class Overseer
{
    // A sane input takes a millisecond. Of the processor's time, since a busy machine gives a worker little of it.
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Deadlock = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);
    private static readonly string[] Instrumented = ["Renderer.Templates.dll", "Scriban.Signed.dll"];

    public static int Run(Options options)
    {
        var stage = Directory.CreateTempSubdirectory("renderer-fuzz-");
        try
        {
            return Run(options, stage.FullName);
        }
        finally
        {
            stage.Delete(recursive: true);
        }
    }

    private static int Run(Options options, string stage)
    {
        foreach (var file in Directory.EnumerateFiles(AppContext.BaseDirectory))
        {
            File.Copy(file, Path.Combine(stage, Path.GetFileName(file)));
        }

        foreach (var assembly in Instrumented)
        {
            Fuzzer.Instrument(Path.Combine(stage, assembly), _ => true, SharpFuzz.Options.Value);
        }

        var shared = Path.Combine(stage, "board");
        using var board = new Board(shared);
        var clock = Stopwatch.StartNew();
        var findings = new Findings(options.Keep);
        var edges = 0;
        for (var left = options.Seconds; left > 0.5; left = options.Seconds - clock.Elapsed.TotalSeconds)
        {
            var code = Work(stage, shared, options with { Seconds = left, Seed = options.Seed + findings.Count }, board);
            edges = Math.Max(edges, board.Edges);
            if (code == 0)
            {
                break;
            }

            findings.Add(board.Current, code is null ? "hangs" : $"ends the process: exit {code}");
        }

        var took = clock.Elapsed;
        findings.Confirm();
        Console.WriteLine($"{board.Runs} runs in {took.TotalSeconds:0} s, {edges} edges, {(findings.Count == 0 ? "nothing" : $"{findings.Count} times something")} found");
        return findings.Count == 0 ? 0 : 1;
    }

    // Null: it hung, and was ended.
    private static int? Work(string stage, string shared, Options options, Board board)
    {
        var program = Path.Combine(stage, Path.GetFileNameWithoutExtension(typeof(Overseer).Assembly.Location));
        using var worker = Process.Start(new ProcessStartInfo(program, ["work", shared, options.ToString()]))!;
        var (runs, spent, since) = (board.Runs, TimeSpan.Zero, Stopwatch.GetTimestamp());
        while (!worker.WaitForExit(Look))
        {
            worker.Refresh();
            if (board.Runs != runs)
            {
                (runs, spent, since) = (board.Runs, worker.TotalProcessorTime, Stopwatch.GetTimestamp());
            }
            else if (worker.TotalProcessorTime - spent > Hang || Stopwatch.GetElapsedTime(since) > Deadlock)
            {
                worker.Kill();
                worker.WaitForExit();
                return null;
            }
        }

        return worker.ExitCode;
    }
}
