using Microsoft.Extensions.Time.Testing;
using Renderer.Model;
using Renderer.Profiles;
using Renderer.Profiles.Cache;
using Renderer.Profiles.Crm;
using Renderer.Tests.Profiles.Crm;
using Renderer.Tests.Profiles.Reading;
using Xunit;

namespace Renderer.Tests.Profiles;

public sealed class ProfileWorkspacesTests : IAsyncLifetime
{
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 11, 27, 8, 0, 0, TimeSpan.Zero));
    private FakeHubSpot host = null!;
    private Node node = null!;
    private int made;

    public async ValueTask InitializeAsync() =>
        (host, node) = ((await FakeHubSpot.StartAsync()).With("512", ("firstname", "Ann")), await Node.StartAsync(new ScriptedCrm(), time: clock));

    public async ValueTask DisposeAsync()
    {
        await node.DisposeAsync();
        await host.DisposeAsync();
    }

    [Fact]
    public async Task An_edit_that_leaves_the_wire_alone_keeps_its_pause_and_its_token()
    {
        await using var workspaces = Workspaces();
        var settings = Connecting.Settings(host);
        Set(workspaces, settings);
        Assert.Equal(Reason.None, (await ReadAsync(workspaces)).Reason);
        host.Fault = Faults.Limited("40");
        Assert.Equal(Reason.CrmLimited, (await ReadAsync(workspaces)).Reason);
        host.Fault = null;

        Set(workspaces, settings with
        {
            FreshFor = TimeSpan.FromSeconds(9),
            HookSecret = new Secret("another"),
            Attributes = new Dictionary<string, AttributeMapping> { ["name"] = new("firstname") },
        });
        Assert.Equal(TimeSpan.FromSeconds(9), People(workspaces).Settings.FreshFor);
        Assert.Equal(Reason.CrmLimited, (await ReadAsync(workspaces)).Reason);

        // What was replaced is disposed of by then; not what goes on.
        clock.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(Reason.CrmLimited, (await ReadAsync(workspaces)).Reason);
        clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal("Ann", (await ReadAsync(workspaces, "name")).Value("name"));
        Assert.Equal((1, 1, 3), (made, host.TokenRequests, host.Reads));
    }

    [Fact]
    public async Task An_edit_of_the_wire_makes_another_connection()
    {
        await using var workspaces = Workspaces();
        var settings = Connecting.Settings(host);
        Set(workspaces, settings);
        Set(workspaces, settings);
        Assert.Equal(1, made);
        ConnectionSettings[] others =
        [
            settings with { ClientSecret = new Secret("rotated") },
            settings with { Concurrency = 1 },
            settings with { AttemptTimeout = TimeSpan.FromSeconds(2) },
            settings with { BaseUrl = new Uri("http://127.0.0.1:9") },
            settings with { Name = "other" },
        ];
        foreach (var other in others)
        {
            Set(workspaces, other);
        }

        Assert.Equal(1 + others.Length, made);
    }

    private ProfileWorkspaces Workspaces() => new(
        (_, settings) =>
        {
            made++;
            return host.Connect(_ => settings, clock);
        },
        node.Get<ProfileStore>(),
        node.Get<RedisLink>(),
        clock);

    private static void Set(ProfileWorkspaces workspaces, ConnectionSettings settings) =>
        workspaces.Set(WorkspaceName.Default, WorkspaceSettings.Bare with { Connections = [settings] }, ReadSet.None);

    private static ICrmConnection People(ProfileWorkspaces workspaces) => workspaces.Find(WorkspaceName.Default)!.People!;

    private ValueTask<CrmAnswer> ReadAsync(ProfileWorkspaces workspaces, string attribute = "firstname") => People(workspaces).ReadAsync(
        Identifier.Id("512"), new ReadSet([attribute]), Budget.Start(clock, TimeSpan.FromSeconds(1)), default);
}
