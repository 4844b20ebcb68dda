namespace Renderer.Soak;

/// <summary>One way in which things go wrong: it does it, waits, and puts it right.</summary>
internal sealed record Fault(string Name, Func<Task> Run);

/// <summary>All of them: what the chaos takes one of each second.</summary>
internal static class Faults
{
    private static readonly (string Name, object What)[] OfTheCrm =
    [
        ("crm latency", new { latency_ms = 700 }),
        ("crm slow for some", new { latency_ms = 1500, share = 0.3 }),
        ("crm hangs", new { hang = true, share = 0.5 }),
        ("crm resets", new { reset = true, share = 0.5 }),
        ("crm 503", new { status = 503 }),
        ("crm 500 for some", new { status = 500, share = 0.3 }),
        ("crm 429", new { status = 429, retry_after = 1 }),
        ("crm truncates", new { truncate = true, share = 0.5 }),
        ("crm 404 without a body of its own", new { status = 404, share = 0.2 }),
        ("tokens revoked", new { revoke_tokens = true }),
        ("token endpoint 503", new object[] { new { token_status = 503 }, new { revoke_tokens = true } }),
        ("token endpoint 400", new object[] { new { token_status = 400 }, new { revoke_tokens = true } }),
    ];

    public static IReadOnlyList<Fault> Of(Cluster cluster, Crm crm, Random chance)
    {
        TimeSpan For(double least, double most) => TimeSpan.FromSeconds(least + (chance.NextDouble() * (most - least)));
        return
        [
            .. OfTheCrm.Select(fault => new Fault(fault.Name, async () =>
            {
                await crm.FaultAsync(fault.What);
                await Task.Delay(For(0.5, 2.5));
                await crm.FaultAsync(new { });
            })),
            new("redis paused", () => cluster.Redis.PauseAsync(For(0.3, 3))),
            new("redis killed", () => cluster.Redis.RestartAsync(For(0, 2))),
            new("redis failed over", () => cluster.Redis.FailOverAsync(For(0, 2))),
            .. cluster.Nodes.Select(node => new Fault("network cut between a node and redis", async () =>
            {
                node.Cut();
                await Task.Delay(For(0.3, 4));
                node.Mend();
            })),
            .. cluster.Nodes.Select((node, i) => new Fault("node killed", async () =>
            {
                await node.KillAsync();
                node.Skew = ((int[])[0, 40, -40])[(i + chance.Next(3)) % 3];
                await Task.Delay(For(0, 1));
                await node.StartAsync();
            })),
        ];
    }

    /// <summary>Disks that are full, where nodes have their own: while all is well, and while records wait for a dead ledger.</summary>
    public static IReadOnlyList<Fault> OfTheDisks(Cluster cluster, Random chance)
    {
        TimeSpan For(double least, double most) => TimeSpan.FromSeconds(least + (chance.NextDouble() * (most - least)));
        return
        [
            .. cluster.Nodes.SkipLast(1).Select(node => new Fault("disk of a node full", () => node.WithoutDiskAsync(For(0.5, 5)))),
            new("ledger killed while a disk is full", async () =>
            {
                var full = cluster.Nodes[^1].WithoutDiskAsync(For(5, 8));
                await Task.Delay(TimeSpan.FromSeconds(0.5));
                await cluster.WithoutLedgerAsync(For(1, 4));
                await full;
            }),
        ];
    }

    /// <summary>What else is behind a link.</summary>
    public static IReadOnlyList<Fault> OfTheLinks(Cluster cluster, Random chance)
    {
        TimeSpan For(double least, double most) => TimeSpan.FromSeconds(least + (chance.NextDouble() * (most - least)));
        return
        [
            new("ledger killed", () => cluster.WithoutLedgerAsync(For(0.5, 4))),
            new("ledger gets a template without the slot", async () =>
            {
                await cluster.PublishChangedAsync(
                    "opened",
                    ("body.html", body => body.Replace("""{{ image "first" }}""", "", StringComparison.Ordinal)),
                    ("body.amp.html", body => body.Replace("""{{ amp_link "first" }}""", """{{ amp_link "other" }}""", StringComparison.Ordinal)),
                    ("template.yaml", yaml => yaml.Replace("  first:", "  other:", StringComparison.Ordinal)));
                await Task.Delay(For(0.5, 3));
                await cluster.PublishChangedAsync("opened");
            }),
            new("ledger gets a broken scene", async () =>
            {
                await cluster.PublishChangedAsync(
                    "opened",
                    ("red.svg", svg => svg.Replace("{{ profile.first_name }}", "{{ profile.first_name.a.b | math.abs }}", StringComparison.Ordinal)),
                    ("blue.svg", svg => svg.Replace("<rect", "<image href=\"data:image/png;base64,AAAA\" width=\"9\" height=\"9\"/><rect", StringComparison.Ordinal)),
                    ("red.json", json => json.Replace("\"red\"", "{{ profile.first_name.a.b | math.abs }}", StringComparison.Ordinal)));
                await Task.Delay(For(0.5, 3));
                await cluster.PublishChangedAsync("opened");
            }),
        ];
    }
}
