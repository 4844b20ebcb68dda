using System.Diagnostics;
using System.Globalization;

namespace Renderer.Soak;

/// <summary>Waits for processes.</summary>
internal static class Waiting
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(2) };

    /// <summary>Until an address answers 200.</summary>
    public static async Task UntilAsync(Uri address, TimeSpan limit)
    {
        for (var began = Stopwatch.GetTimestamp(); ;)
        {
            try
            {
                using var answer = await Http.GetAsync(address);
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (Exception error) when (error is HttpRequestException or OperationCanceledException)
            {
            }

            if (Stopwatch.GetElapsedTime(began) > limit)
            {
                throw new TimeoutException($"{address} does not answer within {limit.TotalSeconds} s.");
            }

            await Task.Delay(100);
        }
    }

    /// <summary>A metric of a node, all its labels together; 0 while it has none.</summary>
    public static async Task<double> MetricAsync(HttpClient node, string name, CancellationToken stop) => (await node.GetStringAsync("/metrics", stop)).Split('\n')
        .Where(line => line.StartsWith(name + ' ', StringComparison.Ordinal) || line.StartsWith(name + '{', StringComparison.Ordinal))
        .Sum(line => double.Parse(line[(Math.Max(name.Length - 1, line.LastIndexOf('}')) + 1)..].Trim().Split(' ')[0], CultureInfo.InvariantCulture));

    /// <summary>What a command prints; throws with all that it said where it fails.</summary>
    public static async Task<string> OutputAsync(string command, IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? said[0] : throw new InvalidOperationException($"{command} ended with {process.ExitCode}: {string.Concat(said)}");
    }
}
