using System.Diagnostics;
using Renderer.Templates;

namespace Renderer.Fuzz;

/// <summary>Runs one input, and says what is wrong with how it went.</summary>
internal static class Judge
{
#if DEBUG
    // Code that no optimizer saw: the tests' short run.
    public const int MostMilliseconds = 300;
#else
    public const int MostMilliseconds = 100;
#endif
    public const long MostBytes = 64L << 20;

    // Code that runs for the first time, and neighbours on the machine, cost time that the input does not.
    private const int Looks = 4;

    // What a caller gives a render here: half of what everything may take.
    private static readonly TimeSpan RenderLimit = TimeSpan.FromMilliseconds(MostMilliseconds / 2);

    /// <summary>Null: it was compiled or refused, in time and within its memory.</summary>
    public static string? Fault(TemplateWorkspace workspace, Input input)
    {
        try
        {
            var (time, bytes) = Run(workspace, input);
            for (var look = 1; look < Looks && (time > MostMilliseconds || bytes > MostBytes); look++)
            {
                var (again, less) = Run(workspace, input);
                (time, bytes) = (Math.Min(time, again), Math.Min(bytes, less));
            }

            return time > MostMilliseconds ? $"time: {time:0} ms"
                : bytes > MostBytes ? $"memory: {bytes >> 20} MB allocated"
                : null;
        }
        catch (Exception thrown)
        {
            return $"throws: {thrown.GetType().Name}: {thrown.Message}; at {thrown.StackTrace?.Split('\n').FirstOrDefault(l => l.Contains("Renderer.", StringComparison.Ordinal))?.Trim() ?? "?"}";
        }
    }

    private static (double Milliseconds, long Bytes) Run(TemplateWorkspace workspace, Input input)
    {
        var (start, spent, allocated) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime, GC.GetAllocatedBytesForCurrentThread());
        Doors.Try(workspace, input, RenderLimit);

        // A neighbour who takes the processor costs time, and no work.
        var time = Math.Min(Stopwatch.GetElapsedTime(start).TotalMilliseconds, (Environment.CpuUsage.TotalTime - spent).TotalMilliseconds);
        return (time, GC.GetAllocatedBytesForCurrentThread() - allocated);
    }
}
