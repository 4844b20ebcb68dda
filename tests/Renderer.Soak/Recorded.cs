using System.Diagnostics;
using Npgsql;

namespace Renderer.Soak;

/// <summary>Opens at half of the most that three nodes take, while PostgreSQL is dead for ten seconds: each is in the ledger in the end.</summary>
internal static class Recorded
{
    private const int Mails = 300;
    private const double MostTried = 24_000;

    /// <summary>Opens a second that the ledger must bear however slow the machine is.</summary>
    private const int Least = 2000;

    private static readonly TimeSpan Ramp = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Gone = TimeSpan.FromSeconds(10);

    public static async Task<int> RunAsync(string bin, TimeSpan span, CancellationToken stop)
    {
        await using var cluster = await Cluster.StartAsync(bin, cuttable: false);
        await cluster.PublishAsync("opened");
        await Task.Delay(TimeSpan.FromSeconds(2), stop);
        HttpClient[] nodes = [.. cluster.Nodes.Select(node => cluster.Client(node.Address))];
        var mails = await Task.WhenAll(Enumerable.Range(1, Mails).Select(async i =>
        {
            using var agreed = await nodes[0].PutAsync($"/v1/consent/p{i:0000}", new StringContent("""{"tracking":true}""", null, "application/json"), stop);
            agreed.EnsureSuccessStatusCode();
            return await Delivered.SendAsync(nodes[i % nodes.Length], new Someone($"p{i:0000}"), $"soak/recorded/{i}", stop);
        }));
        var chance = new ThreadLocal<Random>(() => new Random());
        var (taken, oracle) = (0L, new Oracle());
        async Task OpenAsync(long i)
        {
            if (await mails[chance.Value!.Next(Mails)].FaultOfAsync(nodes[i % nodes.Length], "pixel", stop) is { } wrong)
            {
                oracle.Object("failed", wrong);
            }
            else
            {
                Interlocked.Increment(ref taken);
            }
        }

        var most = await Pace.MostAsync(Ramp, MostTried, OpenAsync, stop);
        var rate = Math.Max(Least, most / 2);
        await SettleAsync(cluster, () => Interlocked.Read(ref taken), TimeSpan.FromMinutes(5), stop);
        var (ramped, before) = (Interlocked.Read(ref taken), Memory(cluster));
        Console.WriteLine($"maximum {most:0} opens/s over three nodes; {rate:0}/s for {span.TotalSeconds:0} s, PostgreSQL dead for {Gone.TotalSeconds:0} of them");
        await Task.WhenAll(
            Pace.RunAsync(256, span, _ => rate, (i, _) => OpenAsync(i), stop),
            Task.Run(async () =>
            {
                await Task.Delay(span / 4, stop);
                await cluster.WithoutLedgerAsync(Gone);
            }, stop));
        var after = Memory(cluster);
        var written = await SettleAsync(cluster, () => Interlocked.Read(ref taken), TimeSpan.FromMinutes(5), stop);
        Console.WriteLine($"{Interlocked.Read(ref taken) - ramped} opens taken, {Interlocked.Read(ref taken)} with the ramp's; {written} are in the ledger; nodes' memory {before / 1e6:0} MB before, {after / 1e6:0} MB after");
        if (written != Interlocked.Read(ref taken))
        {
            oracle.Object("lost", $"{Interlocked.Read(ref taken) - written}");
        }

        return oracle.Tell();
    }

    /// <summary>Waits until the ledger has them all.</summary>
    private static async Task<long> SettleAsync(Cluster cluster, Func<long> taken, TimeSpan patience, CancellationToken stop)
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            await using var connection = new NpgsqlConnection(cluster.Database);
            await connection.OpenAsync(stop);
            await using var command = new NpgsqlCommand("SELECT COALESCE(SUM(count), 0)::bigint FROM event_count WHERE kind = 0", connection);
            var written = (long)(await command.ExecuteScalarAsync(stop))!;
            if (written == taken() || Stopwatch.GetElapsedTime(began) > patience)
            {
                return written;
            }

            await Task.Delay(500, stop);
        }
    }

    private static long Memory(Cluster cluster) => cluster.Nodes.Sum(node =>
    {
        using var process = Process.GetProcessById(node.ProcessId);
        return process.WorkingSet64;
    });
}
