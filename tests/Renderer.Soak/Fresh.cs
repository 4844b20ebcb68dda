using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;

namespace Renderer.Soak;

/// <summary>From a hook's 2xx to the fresh render on each of three nodes, at 40 % of the most that they render, 50 events a second; all that is rendered is compared.</summary>
internal static class Fresh
{
    private const int People = 1000;
    private const int EventsASecond = 50;
    private const double MostTried = 24_000;
    private static readonly TimeSpan Ramp = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan GiveUp = TimeSpan.FromSeconds(10);

    public static async Task<int> RunAsync(string bin, TimeSpan span, int lagMs, CancellationToken stop)
    {
        await using var cluster = await Cluster.StartAsync(bin, cuttable: false);
        using var crm = new Crm(cluster);
        var oracle = new Oracle { Lag = lagMs == 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(1.5) };
        Someone[] people = [.. Enumerable.Range(1, People).Select(i => new Someone($"p{i:0000}"))];
        await Parallel.ForEachAsync(people, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = stop }, async (person, _) => await crm.ChangeAsync(person, stop));
        HttpClient[] nodes = [.. cluster.Nodes.Select(node => cluster.Client(node.Address))];
        foreach (var node in nodes)
        {
            await Parallel.ForEachAsync(people, stop, async (person, _) => await RenderAsync(node, oracle, person, stop));
        }

        Console.WriteLine("started; everybody has a first version and is in every node's memory");
        var chance = new ThreadLocal<Random>(() => new Random());
        var most = await Pace.MostAsync(Ramp, MostTried, i => RenderAsync(nodes[i % nodes.Length], oracle, people[chance.Value!.Next(People)], stop), stop);
        var rate = most * 0.4;
        Console.WriteLine($"maximum {most:0} renders/s over three nodes; {rate:0}/s and {EventsASecond} events/s for {span.TotalSeconds:0} s{(lagMs > 0 ? $", the CRM reads its own writes {lagMs} ms late" : "")}");
        if (lagMs > 0)
        {
            await crm.FaultAsync(new { read_lag_ms = lagMs });
        }

        ConcurrentQueue<double> each = new(), last = new(), renders = new();
        var refused = 0;
        await Task.WhenAll(
            Pace.RunAsync(256, span, _ => rate, async (i, due) =>
            {
                await RenderAsync(nodes[i % nodes.Length], oracle, people[chance.Value!.Next(People)], stop);
                if (i % 16 == 0)
                {
                    renders.Enqueue(Stopwatch.GetElapsedTime(due).TotalMilliseconds);
                }
            }, stop),
            Pace.RunAsync(64, span, _ => EventsASecond, async (_, _) =>
            {
                var person = people[chance.Value!.Next(People)];
                if (!await crm.ChangeAsync(person, stop))
                {
                    Interlocked.Increment(ref refused);
                    return;
                }

                var (version, began) = (person.Confirmed, Stopwatch.GetTimestamp());
                var took = await Task.WhenAll(nodes.Select(node => UntilFreshAsync(node, oracle, person, version, began, stop)));
                Array.ForEach(took, each.Enqueue);
                last.Enqueue(took.Max());
            }, stop),
            TellAsync(oracle, span, stop));
        return Tell(oracle, Sorted(each), Sorted(last), Sorted(renders), refused, rate);
    }

    private static async Task<int> RenderAsync(HttpClient node, Oracle oracle, Someone person, CancellationToken stop)
    {
        var asked = Asked.Now(person);
        using var answer = await node.GetAsync($"/v1/render/who?id={person.Id}", stop);
        var html = await answer.Content.ReadAsStringAsync(stop);
        if (answer.StatusCode != HttpStatusCode.OK)
        {
            oracle.Object("failed", $"{person.Id} {(int)answer.StatusCode} {html}");
            return 0;
        }

        var outcome = string.Concat(answer.Headers.GetValues("X-Renderer-Outcome"));
        var version = oracle.Judge(asked, outcome, html);
        return outcome == "live" ? version : 0;
    }

    private static async Task<double> UntilFreshAsync(
        HttpClient node, Oracle oracle, Someone person, int version, long began, CancellationToken stop)
    {
        while (await RenderAsync(node, oracle, person, stop) < version)
        {
            if (Stopwatch.GetElapsedTime(began) > GiveUp)
            {
                oracle.Object("never fresh", $"{person.Id} v{version}");
                break;
            }

            await Task.Delay(1, stop);
        }

        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    private static async Task TellAsync(Oracle oracle, TimeSpan span, CancellationToken stop)
    {
        for (var began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began) < span && !stop.IsCancellationRequested;)
        {
            await Task.WhenAny(Task.Delay(TimeSpan.FromSeconds(30) < span ? TimeSpan.FromSeconds(30) : span, stop));
            Console.WriteLine($"{Stopwatch.GetElapsedTime(began).TotalSeconds,5:0} s  {oracle.Judged} renders compared, {oracle.Objections} objections");
        }
    }

    private static int Tell(Oracle oracle, double[] each, double[] last, double[] renders, int refused, double rate)
    {
        foreach (var (what, sorted) in ((string, double[])[])[("each node", each), ("the last of the nodes", last)])
        {
            Console.WriteLine($"event to fresh on {what}, {sorted.Length} measured: p50 {At(sorted, 0.5):0.0} ms, p99 {At(sorted, 0.99):0.0} ms, p99.9 {At(sorted, 0.999):0.0} ms, longest {At(sorted, 1):0} ms");
        }

        Console.WriteLine($"a render, from when it was due: p50 {At(renders, 0.5):0.0} ms, p99 {At(renders, 0.99):0.0} ms");
        Console.WriteLine($"{refused} events refused");
        Console.WriteLine($"{oracle.Judged} renders compared at {rate:0}/s: {string.Join(", ", oracle.Outcomes.Select(pair => $"{pair.Key} {pair.Value}"))}");
        return oracle.Tell();
    }

    private static double[] Sorted(IEnumerable<double> values) => [.. values.Order()];

    private static double At(double[] sorted, double share) => sorted.Length == 0 ? 0 : sorted[(int)((sorted.Length - 1) * share)];
}
