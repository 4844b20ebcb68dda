using System.Diagnostics;

namespace Renderer.Soak;

/// <summary>
/// Mails opened in any order as picture, click, AMP list and web version, on any of three nodes, while people and template change: every policy keeps its promise,
/// and no picture differs from its link.
/// </summary>
internal static class Agree
{
    private const int People = 300;
    private const int Steps = 14;
    private const int AtOnce = 8;
    private const int ChangesASecond = 20;
    private static readonly TimeSpan PublishEvery = TimeSpan.FromSeconds(5);

    public static async Task<int> RunAsync(string bin, int messages, int seed, CancellationToken stop)
    {
        Console.WriteLine($"{messages} mails, seed {seed}");
        await using var cluster = await Cluster.StartAsync(bin, cuttable: false);
        await cluster.PublishAsync("opened");
        await Task.Delay(TimeSpan.FromSeconds(2), stop);
        using var crm = new Crm(cluster);
        Someone[] people = [.. Enumerable.Range(1, People).Select(i => new Someone($"p{i:0000}"))];
        await Parallel.ForEachAsync(people, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = stop }, async (person, _) => await crm.ChangeAsync(person, stop));
        HttpClient[] nodes = [.. cluster.Nodes.Select(node => cluster.Client(node.Address))];
        var (oracle, done, fallbacks, began) = (new Oracle(), 0, 0, Stopwatch.GetTimestamp());
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var around = Task.WhenAll(ChangeAsync(crm, people, new Random(seed), over.Token), PublishAsync(cluster, over.Token), TellAsync(() => done, oracle, began, over.Token));
        await Parallel.ForEachAsync(Enumerable.Range(0, messages), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stop }, async (i, _) =>
        {
            var chance = new Random(seed + i);
            var fallen = await FollowAsync(nodes, people[chance.Next(People)], $"soak/{seed}/{i}", chance, oracle, stop);
            Interlocked.Add(ref fallbacks, fallen);
            Interlocked.Increment(ref done);
        });
        await over.CancelAsync();
        await around;
        Console.WriteLine($"{done} mails, {done * (Steps + 2)} looks and clicks, of which {fallbacks} got a fallback, {Stopwatch.GetElapsedTime(began).TotalSeconds:0} s");
        if (fallbacks * 50 > done * (Steps + 2))
        {
            oracle.Object("nobody decides", $"{fallbacks} fallbacks, though nothing fails");
        }

        Console.WriteLine(string.Join(", ", Delivered.Outcomes.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key} {pair.Value}")));
        return oracle.Tell();
    }

    private static async Task<int> FollowAsync(HttpClient[] nodes, Someone person, string message, Random chance, Oracle oracle, CancellationToken stop)
    {
        HttpClient Any() => nodes[chance.Next(nodes.Length)];
        var mail = await Delivered.SendAsync(Any(), person, message, stop);
        var stories = Delivered.Slots.ToDictionary(slot => slot, slot => new Story(slot, mail.Sent[slot]));
        await TwoAtOnceAsync(nodes, mail, stories["first"], chance, oracle, message, stop);
        for (var step = 0; step < Steps; step++)
        {
            var slot = Delivered.Slots[chance.Next(Delivered.Slots.Length)];
            switch (chance.Next(7))
            {
                case 0 or 1:
                    Judge(oracle, message, Of(stories[slot], slot, await mail.LookAsync(Any(), slot, stop)));
                    break;
                case 2 or 3:
                    var click = await mail.ClickAsync(Any(), slot, stop);
                    Judge(oracle, message, click is { Color: { } led, IsFallback: false } ? stories[slot].Click(led) : Of(stories[slot], slot, click));
                    break;
                case 4 or 5:
                    Judge(oracle, message, Of(stories[slot], slot, await mail.AskAsync(Any(), slot, stop)));
                    break;
                default:
                    var (colors, why, isFallback) = await mail.BrowseAsync(Any(), stop);
                    if (colors is null && !isFallback)
                    {
                        Judge(oracle, message, $"no web version: {why}");
                        break;
                    }

                    foreach (var each in Delivered.Slots)
                    {
                        Judge(oracle, message, isFallback ? stories[each].Fallback(null) : stories[each].Look(colors![each]));
                    }

                    break;
            }
        }

        return stories.Values.Sum(story => story.Fallbacks);
    }

    /// <summary>What is wrong with a picture or a list.</summary>
    private static string? Of(Story story, string slot, Seen seen) =>
        seen.Color is null && !seen.IsEmpty ? $"{slot}: nothing to see, {seen.Why}"
        : seen.IsFallback ? story.Fallback(seen.Color)
        : story.Look(seen.Color!);

    /// <summary>The first look of a slot, by two on two nodes.</summary>
    private static async Task TwoAtOnceAsync(HttpClient[] nodes, Delivered mail, Story story, Random chance, Oracle oracle, string message, CancellationToken stop)
    {
        var first = chance.Next(nodes.Length);
        var both = await Task.WhenAll(
            mail.LookAsync(nodes[first], "first", stop),
            chance.Next(3) switch
            {
                0 => mail.LookAsync(nodes[(first + 1) % nodes.Length], "first", stop),
                1 => mail.ClickAsync(nodes[(first + 1) % nodes.Length], "first", stop),
                _ => mail.AskAsync(nodes[(first + 1) % nodes.Length], "first", stop),
            });
        Array.ForEach(both, one => Judge(oracle, message, Of(story, "first", one)));
    }

    private static void Judge(Oracle oracle, string message, string? wrong)
    {
        if (wrong is not null)
        {
            oracle.Object(wrong.Split(':')[0], $"{message} {wrong}");
        }
    }

    private static Task ChangeAsync(Crm crm, Someone[] people, Random chance, CancellationToken over) => WhileAsync(
        TimeSpan.FromSeconds(1.0 / ChangesASecond), async () => await crm.ChangeAsync(people[chance.Next(People)], CancellationToken.None), over);

    /// <summary>Another version of the template, the same for people.</summary>
    private static Task PublishAsync(Cluster cluster, CancellationToken over)
    {
        var version = 0;
        return WhileAsync(PublishEvery, () => cluster.PublishChangedAsync("opened", ("body.html", body => $"{body}<!-- {++version} -->\n")), over);
    }

    private static Task TellAsync(Func<int> done, Oracle oracle, long began, CancellationToken over) => WhileAsync(TimeSpan.FromSeconds(10), () =>
    {
        Console.WriteLine($"{Stopwatch.GetElapsedTime(began).TotalSeconds,5:0} s  {done()} mails, {oracle.Objections} objections");
        return Task.CompletedTask;
    }, over);

    private static async Task WhileAsync(TimeSpan every, Func<Task> work, CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            await Task.WhenAny(Task.Delay(every, over));
            if (!over.IsCancellationRequested)
            {
                await work();
            }
        }
    }
}
