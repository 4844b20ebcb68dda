using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Renderer.Links;
using Renderer.Model;
using Renderer.Profiles;
using Renderer.Profiles.Crm;
using Renderer.Tests.Infrastructure;

namespace Renderer.Benchmarks;

/// <summary>What people cost in Redis and in a node's memory, and whether a node keeps to its bound.</summary>
internal static class MemoryFigures
{
    private const int Chunk = 1000;

    /// <summary>Reads so many people through a node with a real Redis, then again through nodes with little memory; prints bytes a person.</summary>
    public static async Task<int> RunAsync(int people, int inMemory)
    {
        var port = FreePort.Next();
        using var redis = Process.Start(new ProcessStartInfo("redis-server", ["--port", $"{port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]) { RedirectStandardOutput = true })!;
        redis.OutputDataReceived += (_, _) => { };
        redis.BeginOutputReadLine();
        try
        {
            await Task.Delay(1000);
            Console.WriteLine($"a person is {Json(1).Length} bytes of JSON with an id and an e-mail address");
            var empty = Used(port);
            await ApartAsync(port, memoryMb: 0, people);
            Console.WriteLine($"Redis: {people} people, {Keys(port)} keys, {(Used(port) - empty) / (double)people:0} bytes a person");

            var plenty = await ApartAsync(0, memoryMb: 4096, inMemory);
            var byIds = await ApartAsync(0, memoryMb: 4096, inMemory, byId: true);
            Console.WriteLine($"memory: {inMemory} people, {plenty / (double)inMemory:0} bytes a person asked for by e-mail, {byIds / (double)inMemory:0} by id");
            var worst = 0.0;
            foreach (var (bound, byId) in ((int, bool)[])[(64, false), (64, true), (256, false), (256, true)])
            {
                var held = await ApartAsync(0, bound, bound * 1200, byId) / (1024.0 * 1024);
                worst = Math.Max(worst, Math.Abs((held / bound) - 1));
                Console.WriteLine($"bound {bound} MB: {held:0.0} MB held after {bound * 1200} people by {(byId ? "id" : "e-mail")}, {held / bound:P1}");
            }

            return worst <= 0.05 ? 0 : 1;
        }
        finally
        {
            redis.Kill();
        }
    }

    /// <summary>One measurement in a process of its own: what another left behind would be counted.</summary>
    private static async Task<long> ApartAsync(int redis, int memoryMb, int people, bool byId = false)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [typeof(MemoryFigures).Assembly.Location, "memory-of", $"{redis}", $"{memoryMb}", $"{people}", byId ? "1" : "0"]) { RedirectStandardOutput = true })!;
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return long.Parse(said.Trim(), CultureInfo.InvariantCulture);
    }

    /// <summary>Reads everybody once; answers what the node's managed memory grew by.</summary>
    public static async Task<long> ReadAsync(int redis, int memoryMb, int people, bool byId)
    {
        var keys = Directory.CreateTempSubdirectory("renderer-memory-");
        var ring = KeyRing.Open(keys.FullName, TimeProvider.System, create: true);
        var board = new ErasureBoard((workspace, person) => PersonNames.OpaqueEach(ring, workspace, person));
        board.Know(new Instant(long.MaxValue / 2));
        await using var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton(TimeProvider.System)
            .AddSingleton<ISealing>(ring)
            .AddSingleton(board)
            .AddSingleton<Func<WorkspaceName, ConnectionSettings, ICrmConnection?>>((_, settings) => new GeneratedCrm(settings))
            .AddProfiles(new ProfilesOptions { Redis = redis > 0 ? $"127.0.0.1:{redis}" : null, MemoryMb = memoryMb })
            .BuildServiceProvider();
        var connection = new ConnectionSettings { Name = "crm", Type = "generated", FreshFor = TimeSpan.FromDays(1) };
        var reads = new ReadSet(["first_name"]);
        services.GetRequiredService<ProfileWorkspaces>().Set(WorkspaceName.Default, WorkspaceSettings.Bare with { Connections = [connection] }, reads);
        foreach (var hosted in services.GetServices<IHostedService>())
        {
            await hosted.StartAsync(default);
        }

        while (redis > 0 && services.GetRequiredService<ProfilesHealth>().Redis != RedisState.Connected)
        {
            await Task.Delay(50);
        }

        var reader = services.GetRequiredService<ProfileReader>();
        await SomeAsync(reader, reads, byId, people + 1, 1); // what is made once
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var first = 1; first <= people; first += Chunk)
        {
            await SomeAsync(reader, reads, byId, first, Math.Min(Chunk, people - first + 1));
        }

        await Task.Delay(1500); // writes behind, and the cache's own compaction
        var after = GC.GetTotalMemory(forceFullCollection: true);
        keys.Delete(recursive: true);
        return after - before;
    }

    private static async Task SomeAsync(ProfileReader reader, ReadSet reads, bool byId, int first, int count)
    {
        Identifier[] asked = [.. Enumerable.Range(first, count).Select(n => byId ? Identifier.Id($"g{n:0000000}") : Identifier.Email($"g{n:0000000}@people.example"))];
        var answers = await reader.ReadManyAsync(WorkspaceName.Default, asked, reads, Budget.Start(TimeProvider.System, TimeSpan.FromSeconds(60)), default);
        if (answers.Any(answer => answer.State != ProfileState.Fresh))
        {
            throw new InvalidOperationException("somebody was not read: nothing to measure");
        }
    }

    private static byte[] Json(int n) => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $$"""
        {"first_name":"Person {{n}}","last_name":"Of the Meadow","email":"g{{n:0000000}}@people.example","city":"Stuttgart","country":"DE","locale":"de-DE","tier":"gold","points":{{n % 5000}},"order_count":{{n % 40}},"last_order_date":"2026-10-{{(n % 28) + 1:00}}","last_order_total":{{n % 300}}.90,"lifetime_value":{{n % 9000}}.5,"interests":["garden","kitchen","outdoor"],"marketing_consent":true,"cart":[{"sku":"A-{{n % 900}}","name":"Watering can, 10 l, zinc","price":24.9,"quantity":2},{"sku":"B-{{n % 700}}","name":"Garden gloves","price":9.5,"quantity":1}],"recommended":["C-100","C-101","C-102","C-103"]}
        """));

    private static long Used(int port) =>
        long.Parse(Ask(port, "INFO", "memory").Split('\n').First(line => line.StartsWith("used_memory:", StringComparison.Ordinal))["used_memory:".Length..], CultureInfo.InvariantCulture);

    private static string Keys(int port) => Ask(port, "DBSIZE").Trim();

    private static string Ask(int port, params string[] command)
    {
        using var client = Process.Start(new ProcessStartInfo("redis-cli", ["-p", $"{port}", .. command]) { RedirectStandardOutput = true })!;
        return client.StandardOutput.ReadToEnd();
    }

    private sealed class GeneratedCrm(ConnectionSettings settings) : ICrmConnection
    {
        public ConnectionSettings Settings => settings;

        public Reason Trouble => Reason.None;

        public int BatchSize => 100;

        public CrmQuota? Quota => null;

        public ICrmConnection? With(ConnectionSettings changed) => null;

        public ValueTask<CrmAnswer> ReadAsync(Identifier person, ReadSet reads, Budget budget, CancellationToken cancellationToken) => new(Find(person));

        public ValueTask<IReadOnlyList<CrmAnswer>> ReadManyAsync(
            IReadOnlyList<Identifier> people, ReadSet reads, Budget budget, CancellationToken cancellationToken) => new([.. people.Select(Find)]);

        public ValueTask<CrmPage> ListAsync(CrmListing listing, Budget budget, CancellationToken cancellationToken) => new(new CrmPage([], null, Reason.None));

        public ValueTask<CrmDescription> DescribeAsync(Budget budget, CancellationToken cancellationToken) => new(new CrmDescription([], Reason.None));

        public HookReading ReadHook(HookDelivery delivery) => new(false, []);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private static CrmAnswer Find(Identifier person)
        {
            var n = int.Parse(person.Value.AsSpan(1, 7), CultureInfo.InvariantCulture);
            return new(new CrmPerson($"g{n:0000000}", [Identifier.Email($"g{n:0000000}@people.example")], Json(n)), Reason.None);
        }
    }
}
