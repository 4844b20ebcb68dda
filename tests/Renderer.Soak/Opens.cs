using System.Collections.Concurrent;
using System.Diagnostics;

namespace Renderer.Soak;

/// <summary>Delivered mails, opened while what is behind the links fails: a genuine link never does.</summary>
internal static class Opens
{
    private const int Mails = 300;
    private const int AtOnce = 6;
    private const int OpensASecond = 500;

    /// <summary>What the open doors promise: AMP lists as pictures.</summary>
    private const int MostMs = 400;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Of the web version, which a person waits for in a browser: its budget of 800, and 100.</summary>
    private const int MostMsOfPages = 900;

    public static async Task<int> RunAsync(string bin, int opens, int seed, string? only, CancellationToken stop)
    {
        Console.WriteLine($"{opens} opens of {Mails} mails, seed {seed}");
        var fillable = await Disk.IsPossibleAsync();
        if (!fillable)
        {
            Console.WriteLine("nothing can be mounted here: no disk is filled");
        }

        await using var cluster = await Cluster.StartAsync(bin, cuttable: true, fillable);
        await cluster.PublishAsync("opened");
        await Task.Delay(TimeSpan.FromSeconds(2), stop);
        using var crm = new Crm(cluster);
        HttpClient[] nodes = [.. cluster.Nodes.Select(node => cluster.Client(node.Address))];
        var mails = new ConcurrentBag<Delivered>();
        await Parallel.ForEachAsync(Enumerable.Range(1, Mails), new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = stop }, async (i, _) =>
        {
            var person = new Someone($"p{i:0000}");
            await crm.ChangeAsync(person, stop);
            mails.Add(await Delivered.SendAsync(nodes[i % nodes.Length], person, $"soak/{seed}/{i}", stop));
        });
        Console.WriteLine("sent; they are opened now");

        Delivered[] all = [.. mails];
        var (oracle, done, times) = (new Oracle(), new ConcurrentDictionary<string, int>(), new ConcurrentQueue<(string Kind, double Ms)>());
        var chance = new ThreadLocal<Random>(() => new Random());
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Fault[] faults = [.. Faults.Of(cluster, crm, new Random(seed)), .. Faults.OfTheLinks(cluster, new Random(seed + 1)), .. fillable ? Faults.OfTheDisks(cluster, new Random(seed + 3)) : []];
        var around = Task.WhenAll(
            Chaos.FaultsAsync([.. faults.Where(fault => !fault.Name.StartsWith("node", StringComparison.Ordinal) && (only is null || fault.Name.Contains(only, StringComparison.Ordinal)))], oracle, new Random(seed + 2), done, over.Token),
            TellAsync(oracle, times, over.Token));
        await Pace.RunAsync(AtOnce * nodes.Length, TimeSpan.FromSeconds((double)opens / OpensASecond), _ => OpensASecond, async (i, _) =>
        {
            var began = Stopwatch.GetTimestamp();
            var what = Delivered.Kinds[chance.Value!.Next(Delivered.Kinds.Length)];
            var wrong = await all[chance.Value!.Next(all.Length)].FaultOfAsync(nodes[i % nodes.Length], what, stop);
            var took = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            times.Enqueue((what, took));
            if (wrong is not null)
            {
                oracle.Object($"{what} failed", wrong);
            }
            else if (took > (what == "web" ? MostMsOfPages : MostMs))
            {
                oracle.Object("late", $"{what} after {took:0} ms");
            }
        }, stop);
        await over.CancelAsync();
        await around;
        foreach (var kind in times.GroupBy(one => one.Kind, one => one.Ms).OrderBy(kind => kind.Key, StringComparer.Ordinal))
        {
            double[] sorted = [.. kind.Order()];
            Console.WriteLine($"{kind.Key,-8} {sorted.Length} opens: p50 {sorted[sorted.Length / 2]:0.0} ms, p99 {sorted[(int)(sorted.Length * 0.99)]:0} ms, longest {sorted[^1]:0} ms");
        }

        await KeepAsync(cluster, nodes, oracle, stop);
        Console.WriteLine($"{done.Values.Sum()} faults survived: {string.Join(", ", done.OrderByDescending(pair => pair.Value).Select(pair => $"{pair.Key} {pair.Value}"))}");
        return oracle.Tell();
    }

    /// <summary>What was opened meanwhile is in the ledger in the end, and none of it was lost.</summary>
    private static async Task KeepAsync(Cluster cluster, HttpClient[] nodes, Oracle oracle, CancellationToken stop)
    {
        foreach (var (node, name) in nodes.Zip(cluster.Nodes.Select(node => node.Name)))
        {
            for (var began = Stopwatch.GetTimestamp(); await WaitingAsync(node, stop) is > 0 and var waiting; await Task.Delay(500, stop))
            {
                if (Stopwatch.GetElapsedTime(began) > Patience)
                {
                    oracle.Object("left behind", $"{name} has not written {waiting} bytes and records after {Patience.TotalSeconds} s");
                    break;
                }
            }

            if (await Waiting.MetricAsync(node, "renderer_ledger_records_written_total", stop) == 0)
            {
                oracle.Object("no figures", $"{name} says nothing of what it wrote");
            }

            if (await Waiting.MetricAsync(node, "renderer_ledger_records_dropped_total", stop) is > 0 and var dropped)
            {
                oracle.Object("lost", $"{name} dropped {dropped} records");
            }
        }
    }

    private static async Task<double> WaitingAsync(HttpClient node, CancellationToken stop) =>
        await Waiting.MetricAsync(node, "renderer_ledger_records_backlog_bytes", stop) + await Waiting.MetricAsync(node, "renderer_ledger_records_queue", stop);

    private static async Task TellAsync(Oracle oracle, ConcurrentQueue<(string Kind, double Ms)> times, CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            await Task.WhenAny(Task.Delay(TimeSpan.FromSeconds(10), over));
            Console.WriteLine($"{times.Count} opens, {oracle.Objections} objections [{string.Join(", ", oracle.Running.Keys)}]");
        }
    }
}
