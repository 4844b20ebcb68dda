using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;

namespace Renderer.Soak;

/// <summary>A fault each second, and all the while renders, batches, changes and erasures that the oracle judges; in the end all must be fresh again.</summary>
internal static class Chaos
{
    private const int People = 300;
    private const int Renderers = 6;
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(30);

    public static async Task<int> RunAsync(string bin, TimeSpan span, int seed, string? only, bool patient, CancellationToken stop)
    {
        Console.WriteLine($"chaos for {span.TotalSeconds:0} s, seed {seed}");
        await using var cluster = await Cluster.StartAsync(bin, cuttable: true);
        using var crm = new Crm(cluster);
        var oracle = new Oracle();
        Someone[] people = [.. Enumerable.Range(1, People).Select(i => new Someone($"p{i:0000}"))];
        using var load = new Load(cluster, crm, oracle, people, patient);
        await Parallel.ForEachAsync(people, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = stop }, async (person, end) => await load.ChangeAsync(person, end));
        Console.WriteLine("started; everybody has a first version");

        var done = new ConcurrentDictionary<string, int>();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(span);
        var ended = limit.Token;
        var began = Stopwatch.GetTimestamp();
        try
        {
            await Task.WhenAll(
            [
                .. Enumerable.Range(0, Renderers).Select(i => RepeatAsync(new Random(seed + i), Between, chance => load.RenderAsync(load.Any(chance), stop), ended)),
                RepeatAsync(new Random(seed + 100), TimeSpan.FromSeconds(1), chance => load.BatchAsync([.. Enumerable.Range(0, 40).Select(_ => load.Any(chance))], stop), ended),
                .. Enumerable.Range(0, 4).Select(i => RepeatAsync(new Random(seed + 200 + i), TimeSpan.FromMilliseconds(400), chance => load.ChangeAsync(load.Any(chance), stop), ended)),
                RepeatAsync(new Random(seed + 300), TimeSpan.FromSeconds(3), chance => load.EraseAsync(load.Any(chance), stop), ended),
                FaultsAsync([.. Faults.Of(cluster, crm, new Random(seed + 500)).Where(fault => only is null || fault.Name.Contains(only, StringComparison.Ordinal))], oracle, new Random(seed + 400), done, ended),
                TellAsync(oracle, began, ended),
            ]);
            stop.ThrowIfCancellationRequested();
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            Console.WriteLine("ended early; nothing is healed");
            Tell(oracle, load, done);
            return 130;
        }

        await HealAsync(cluster, crm, oracle, load, people, stop);
        return Tell(oracle, load, done);
    }

    /// <summary>One a second begins, whether the last has ended or not; what touches the same thing waits its turn.</summary>
    public static async Task FaultsAsync(IReadOnlyList<Fault> all, Oracle oracle, Random chance, ConcurrentDictionary<string, int> done, CancellationToken ended)
    {
        var turns = all.GroupBy(fault => fault.Name.Split(' ')[0]).ToDictionary(group => group.Key, _ => new SemaphoreSlim(1));
        var running = new List<Task>();
        while (!ended.IsCancellationRequested)
        {
            var fault = all[chance.Next(all.Count)];
            var turn = turns[fault.Name.Split(' ')[0]];
            if (turn.Wait(0, CancellationToken.None))
            {
                running.Add(Task.Run(async () =>
                {
                    oracle.Begin(fault.Name);
                    await fault.Run();
                    oracle.End(fault.Name);
                    done.AddOrUpdate(fault.Name, 1, (_, count) => count + 1);
                    turn.Release();
                }, CancellationToken.None));
            }

            await Task.Delay(TimeSpan.FromSeconds(1), CancellationToken.None);
        }

        await Task.WhenAll(running);
    }

    private static async Task HealAsync(Cluster cluster, Crm crm, Oracle oracle, Load load, Someone[] people, CancellationToken stop)
    {
        await crm.FaultAsync(new { });
        foreach (var node in cluster.Nodes)
        {
            node.Mend();
            await Waiting.UntilAsync(new Uri(node.Address, "/health/ready"), TimeSpan.FromSeconds(60));
        }

        // Half of them change once more: their events must arrive; the others' have arrived, and are not to be lost now.
        await Parallel.ForEachAsync(people.Where((_, i) => i % 2 == 0), new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = stop }, async (person, end) => await load.ChangeAsync(person, end));
        await Task.Delay(TimeSpan.FromSeconds(6), stop);
        foreach (var (node, workspace) in cluster.Nodes.SelectMany(node => Cluster.Workspaces.Select(workspace => (node, workspace))))
        {
            using var http = cluster.Client(node.Address, workspace);
            if (!await node.LivesAsync())
            {
                oracle.Object("a node ended by itself", $"{node.Name}, process {node.ProcessId}: {string.Join(" | ", File.ReadLines(cluster.LogOf(node.Name)).TakeLast(30))}");
                continue;
            }

            var lost = 0;
            await Parallel.ForEachAsync(people, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = stop }, async (person, end) =>
            {
                using var answer = await http.GetAsync($"/v1/render/who?email={person.Email}&format=json&budget_ms=5000", end);
                using var document = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(end));
                var outcome = document.RootElement.GetProperty("outcome").GetString();
                if (oracle.Judge(Asked.Now(person), document.RootElement) != person.Started || outcome != "live")
                {
                    oracle.Object("lost after healing", $"{node.Name} {workspace} {person.Id}: {outcome}, v{person.Started} is the last{(Interlocked.Increment(ref lost) > 1 ? "" : $"; the node says {await http.GetStringAsync("/health/ready", end)} {document.RootElement.GetProperty("profile")} and its log {string.Join(" | ", File.ReadLines(cluster.LogOf(node.Name)).TakeLast(20))}")}");
                }
            });
        }
    }

    private static async Task RepeatAsync(Random chance, TimeSpan pause, Func<Random, Task> work, CancellationToken ended)
    {
        while (!ended.IsCancellationRequested)
        {
            await work(chance);
            await Task.Delay(pause, CancellationToken.None);
        }
    }

    private static async Task TellAsync(Oracle oracle, long began, CancellationToken ended)
    {
        while (!ended.IsCancellationRequested)
        {
            await Task.WhenAny(Task.Delay(TimeSpan.FromSeconds(10), ended));
            Console.WriteLine($"{Stopwatch.GetElapsedTime(began).TotalSeconds,5:0} s  {oracle.Judged} answers, {oracle.Objections} objections");
        }
    }

    private static int Tell(Oracle oracle, Load load, ConcurrentDictionary<string, int> done)
    {
        var times = load.Times;
        Console.WriteLine($"{oracle.Judged} answers judged: {string.Join(", ", oracle.Outcomes.Select(pair => $"{pair.Key} {pair.Value}"))}");
        Console.WriteLine($"renders: p50 {times[times.Length / 2]:0} ms, p99 {times[(times.Length - 1) * 99 / 100]:0} ms, longest {times[^1]:0} ms (budget {Load.BudgetMs}, {load.Late} later than it and 100 ms)");
        Console.WriteLine($"{load.Changes} changes ({load.Refused} events refused and sent again), {load.Erasures} erasures, {load.RepeatedBatches} batches continued");
        Console.WriteLine($"{done.Values.Sum()} faults survived: {string.Join(", ", done.OrderByDescending(pair => pair.Value).Select(pair => $"{pair.Key} {pair.Value}"))}");
        return oracle.Tell();
    }
}
