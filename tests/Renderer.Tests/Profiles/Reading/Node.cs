using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using Renderer.Links;
using Renderer.Model;
using Renderer.Profiles;
using Renderer.Profiles.Crm;
using Renderer.Profiles.Marks;
using Renderer.Profiles.Reading;
using Renderer.Tests.Infrastructure;
using Xunit;

namespace Renderer.Tests.Profiles.Reading;

/// <summary>The room as one node of a deployment has it, with one workspace of its test's own.</summary>
internal sealed class Node : IAsyncDisposable
{
    private static readonly KeyRing SharedRing = KeyRing.Open(Directory.CreateTempSubdirectory("renderer-keys-").FullName, TimeProvider.System, create: true);
    private static int workspaces;

    private readonly ServiceProvider services;

    private Node(ServiceProvider services, WorkspaceName workspace, TimeProvider time) =>
        (this.services, Workspace, Time) = (services, workspace, time);

    public WorkspaceName Workspace { get; }

    public TimeProvider Time { get; }

    public ProfileReader Reader => Get<ProfileReader>();

    public ProfileChanges Changes => Get<ProfileChanges>();

    public ErasureBoard Erased => Get<ErasureBoard>();

    public MarkBoard Board => Get<ProfileWorkspaces>().Find(Workspace)!.Board;

    public static ConnectionSettings Crm { get; } = new() { Name = "crm", Type = "scripted", Settle = TimeSpan.Zero };

    public static WorkspaceName NewWorkspace()
    {
        Assert.True(WorkspaceName.TryParse($"w{Interlocked.Increment(ref workspaces)}", out var name));
        return name;
    }

    /// <summary>Starts a node; with Redis it has seen its first beat when this returns.</summary>
    public static Task<Node> StartAsync(
        ScriptedCrm crm,
        WorkspaceName? workspace = null,
        string? redis = null,
        TimeProvider? time = null,
        ConnectionSettings? settings = null,
        ISealing? ring = null,
        string[]? reads = null,
        int memoryMb = 64,
        bool connect = true,
        bool probe = false) => StartAsync(crm.Connect, workspace, redis, time, settings, ring, reads, memoryMb, connect, probe);

    /// <summary>The same with CRMs of any kind.</summary>
    public static async Task<Node> StartAsync(
        Func<ConnectionSettings, TimeProvider, ICrmConnection> connecting,
        WorkspaceName? workspace = null,
        string? redis = null,
        TimeProvider? time = null,
        ConnectionSettings? settings = null,
        ISealing? ring = null,
        string[]? reads = null,
        int memoryMb = 64,
        bool connect = true,
        bool probe = false)
    {
        var clock = time ?? TimeProvider.System;
        var keys = ring ?? SharedRing;
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(clock);
        services.AddSingleton(keys);
        services.AddSingleton(new ErasureBoard((name, person) => keys.OpaqueEach($"erased:{name}", person.Kind + person.Value)));
        services.AddSingleton<Func<WorkspaceName, ConnectionSettings, ICrmConnection?>>((_, wanted) => connecting(wanted, clock));
        services.AddProfiles(new ProfilesOptions { Redis = redis, MemoryMb = memoryMb });
        if (probe)
        {
            services.AddFreshnessProbe();
        }

        if ((settings ?? Crm).PollEvery != Crm.PollEvery)
        {
            services.AddChangePolls();
        }

        var node = new Node(services.BuildServiceProvider(), workspace ?? NewWorkspace(), clock);
        node.Erased.Know(new Instant(long.MaxValue / 2));
        node.Set(settings ?? Crm, reads ?? ["n", "tier"]);
        foreach (var hosted in node.services.GetServices<IHostedService>())
        {
            await hosted.StartAsync(default);
        }

        if (redis is not null && connect)
        {
            await node.UntilConnectedAsync();
        }

        return node;
    }

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    public void Set(ConnectionSettings settings, params string[] reads) =>
        Get<ProfileWorkspaces>().Set(Workspace, WorkspaceSettings.Bare with { Connections = [settings] }, new ReadSet(reads));

    public void Set(WorkspaceSettings settings, params string[] reads) => Get<ProfileWorkspaces>().Set(Workspace, settings, new ReadSet(reads));

    public Task UntilConnectedAsync() => Eventually.TrueAsync(() => Get<ProfilesHealth>().Redis == RedisState.Connected);

    public Budget Within(double milliseconds) => Budget.Start(Time, TimeSpan.FromMilliseconds(milliseconds));

    public Task<ProfileReading> ReadAsync(string id, string attribute = "n", double within = 20_000) =>
        ReadAsync(Identifier.Id(id), attribute, within);

    public async Task<ProfileReading> ReadAsync(Identifier person, string attribute = "n", double within = 20_000) =>
        await Reader.ReadAsync(Workspace, person, new ReadSet([attribute]), Within(within), default);

    public async Task<bool> ExpireAsync(string id, params string[] attributes) =>
        await Changes.ExpireAsync(Workspace, [Identifier.Id(id)], attributes, all: false, default) && Tick();

    public async Task<bool> ExpireAllAsync() => await Changes.ExpireAsync(Workspace, [], null, all: true, default) && Tick();

    public async Task<HookResult> HookAsync(string body, string signature = "good", string connection = "crm")
    {
        var delivery = new HookDelivery(
            "POST", $"https://renderer.example/hooks/w/{connection}", new HeaderDictionary { ["signature"] = signature }, Encoding.UTF8.GetBytes(body));
        var (result, _) = await Changes.ReceiveAsync(Workspace, connection, delivery, default);
        Tick();
        return result;
    }

    /// <summary>Erases as the server does: names, then the ledger's board on this node, then everywhere else.</summary>
    public async Task<ForgetCounts> EraseAsync(Identifier person)
    {
        var names = await Changes.NamesOfAsync(Workspace, person, default) ?? [person];
        var at = Get<SharedClock>().Latest;
        Enter(names, at);
        return await Changes.ForgetAsync(Workspace, names, at, default);
    }

    /// <summary>What the ledger tells a node of an erasure made on another one.</summary>
    public void Enter(IReadOnlyList<Identifier> names, Instant at)
    {
        foreach (var name in names.SelectMany(name => Get<ISealing>().OpaqueEach($"erased:{Workspace}", name.Kind + name.Value)))
        {
            Erased.Add(Workspace, name, at);
        }
    }

    /// <summary>Has every fetch wait at a step until it is let go.</summary>
    public Held Hold(FetchStep step)
    {
        var held = new Held();
        Get<Fetches>().Probe = at => at == step ? held.WaitAsync() : Task.CompletedTask;
        return held;
    }

    // A clock that stands still would have the next fetch begin in the very instant of the change, which counts as before it.
    private bool Tick()
    {
        (Time as FakeTimeProvider)?.Advance(TimeSpan.FromMilliseconds(1));
        return true;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var hosted in services.GetServices<IHostedService>())
        {
            await hosted.StopAsync(default);
        }

        await services.DisposeAsync();
    }
}
