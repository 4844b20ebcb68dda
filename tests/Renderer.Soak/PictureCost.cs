using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Renderer.Images;
using Renderer.Model;

namespace Renderer.Soak;

/// <summary>What a picture of a delivered mail costs the nodes, beside the same scene drawn in this process; and how long it takes at half of the most.</summary>
internal static partial class PictureCost
{
    private const int Mails = 300;
    private const int Turns = 5;
    private const double MostTried = 2_400;

    /// <summary>Pictures a second that must be borne however slow the machine is.</summary>
    private const double Least = 200;

    private static readonly TimeSpan Ramp = TimeSpan.FromSeconds(30);

    public static async Task<int> RunAsync(string bin, TimeSpan span, CancellationToken stop)
    {
        await using var cluster = await Cluster.StartAsync(bin, cuttable: false);
        await cluster.PublishAsync("pictured");
        await Task.Delay(TimeSpan.FromSeconds(2), stop);
        HttpClient[] nodes = [.. cluster.Nodes.Select(node => cluster.Client(node.Address))];
        string[] links = await Task.WhenAll(Enumerable.Range(1, Mails).Select(i => SendAsync(nodes[i % nodes.Length], i, stop)));
        var oracle = new Oracle();
        async Task OpenAsync(long i)
        {
            using var answer = await nodes[i % nodes.Length].GetAsync(links[i % Mails], stop);
            var picture = await answer.Content.ReadAsByteArrayAsync(stop);
            if (answer.StatusCode != HttpStatusCode.OK || !picture.AsSpan(1).StartsWith("PNG"u8) || !answer.Headers.GetValues("X-Renderer-Outcome").Contains("live"))
            {
                oracle.Object("failed", $"{(int)answer.StatusCode} {string.Concat(answer.Headers.GetValues("X-Renderer-Outcome"))} {picture.Length} bytes");
            }
        }

        var most = await Pace.MostAsync(Ramp, MostTried, OpenAsync, stop);
        var rate = Math.Max(Least, most / 2);
        Console.WriteLine($"maximum {most:0} pictures/s over three nodes; {rate:0}/s in {Turns} turns of {(span / Turns).TotalSeconds:0} s");
        using var maker = new PictureMaker(new ImageSettings(), TimeProvider.System);
        var scene = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Workspaces", "default", "pictured", "offer.svg"), stop);
        var (ratios, times) = (new List<double>(), new List<double>());
        for (var turn = 0; turn < Turns && !stop.IsCancellationRequested; turn++)
        {
            var (drawn, own) = (0L, Environment.CpuUsage.TotalTime);
            await Pace.RunAsync(64, span / Turns / 2, _ => rate, async (i, _) =>
            {
                Interlocked.Add(ref drawn, (await DrawAsync(maker, scene, i)).Length > 0 ? 1 : 0);
            }, stop);
            var inProcess = (Environment.CpuUsage.TotalTime - own) / drawn;

            var (opened, before) = (0L, CpuOf(cluster));
            await Pace.RunAsync(256, span / Turns, _ => rate, async (i, due) =>
            {
                await OpenAsync(i);
                var took = Stopwatch.GetElapsedTime(due).TotalMilliseconds;
                Interlocked.Increment(ref opened);
                lock (times)
                {
                    times.Add(took);
                }
            }, stop);
            var overHttp = (CpuOf(cluster) - before) / opened;
            ratios.Add(overHttp / inProcess);
            Console.WriteLine($"in this process {inProcess.TotalMicroseconds:0} us of CPU a picture, GET /i {overHttp.TotalMicroseconds:0} us: {overHttp / inProcess:0.00}");
        }

        times.Sort();
        ratios.Sort();
        Console.WriteLine($"GET /i costs the nodes {ratios[ratios.Count / 2]:0.00} of scene to bytes in a process (median of {ratios.Count}); {times.Count} pictures: p50 {times[times.Count / 2]:0.0} ms, p99 {times[(times.Count - 1) * 99 / 100]:0.0} ms, longest {times[^1]:0} ms");
        return oracle.Tell();
    }

    private static async Task<string> SendAsync(HttpClient node, int i, CancellationToken stop)
    {
        using var answer = await node.PostAsJsonAsync("/v1/render/pictured", new { recipient = new { id = $"p{i:0000}" }, message_id = $"soak/pictured/{i}", parts = (string[])["html"], budget_ms = 5000 }, stop);
        var mail = await answer.Content.ReadFromJsonAsync<JsonElement>(stop);
        return new Uri(WebUtility.HtmlDecode(Image().Match(mail.GetProperty("html").GetString()!).Groups[1].Value)).PathAndQuery;
    }

    private static async Task<ReadOnlyMemory<byte>> DrawAsync(PictureMaker maker, string scene, long i)
    {
        var made = await maker.MakeAsync(new SceneOrder
        {
            Scene = scene.Replace("{{ profile.first_name }}", $"p{i % Mails:0000}-v1", StringComparison.Ordinal), Format = PictureFormat.Png, Version = "offer", Width = 600, Height = 200,
        });
        return made.Failure == PictureFailure.None ? made.Bytes : throw new InvalidOperationException($"{made.Failure} {made.Detail}");
    }

    private static TimeSpan CpuOf(Cluster cluster) => cluster.Nodes.Aggregate(TimeSpan.Zero, (sum, node) =>
    {
        using var process = Process.GetProcessById(node.ProcessId);
        return sum + process.TotalProcessorTime;
    });

    [GeneratedRegex("<img[^>]* src=\"([^\"]*/i/[^\"]*)\"", RegexOptions.NonBacktracking)]
    private static partial Regex Image();
}
