using Renderer.Ledger;
using Renderer.Links;
using Renderer.Messages;
using Renderer.Messages.Opens;
using Renderer.Model;
using Renderer.Profiles;
using Renderer.Server.Assets;
using Renderer.Server.Author;
using Renderer.Server.Engagement;
using Renderer.Server.Health;
using Renderer.Server.Jobs;
using Renderer.Server.Links;
using Renderer.Server.Open;
using Renderer.Server.Prewarm;
using Renderer.Server.Send;

namespace Renderer.Server.Hosting;

/// <summary>The composition root: which rooms there are, and what they are handed of each other.</summary>
internal static class Rooms
{
    public static void AddRooms(this WebApplicationBuilder builder, ServerOptions options)
    {
        var services = builder.Services;
        services.AddSingleton(options);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<Variables>();

        services.AddSingleton(provider => OpenKeys(options, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ISealing>(provider => provider.GetRequiredService<KeyRing>());
        services.AddSingleton<IOwnKeys>(provider => provider.GetRequiredService<KeyRing>());
        services.AddSingleton(provider => OpenLinks(options, provider.GetRequiredService<KeyRing>()));
        services.AddSingleton<LinkDomains>();
        services.AddAssets(options);
        services.AddSingleton(provider => new ErasureBoard(
            (workspace, person) => PersonNames.OpaqueEach(provider.GetRequiredService<ISealing>(), workspace, person)));
        services.AddLedger(new LedgerOptions
        {
            Connection = options.Ledger,
            CopyFolder = Path.Combine(options.State, "copies"),
            BacklogFolder = Path.Combine(options.State, "backlog"),
        });
        services.AddProfiles(new ProfilesOptions
        {
            Redis = options.Redis,
            MemoryMb = options.MemoryMb,
            AllowLoopback = options.Development,
            OutboundAllow = options.OutboundAllow,
        });
        services.AddChangePolls();
        services.AddFreshnessProbe();
        services.AddMessages(
            publishedRule: !options.Development,
            provider => [.. provider.GetServices<IClaims>(), provider.GetRequiredService<LedgerClaims>()],
            provider => new OpenPorts
            {
                Origin = provider.GetRequiredService<LinkDomains>().Of,
                IsOff = provider.GetRequiredService<SlotSwitches>().IsOff,
                Older = provider.GetRequiredService<PublishedTemplates>().FindAsync,
            });

        services.AddSingleton<Readiness>();
        services.AddSingleton(provider => new Admission(options.NodeConcurrency, provider.GetRequiredService<TimeProvider>()));
        services.AddOpen(options);
        services.AddEngagement();
        services.AddHostedService<WorkspaceLoader>();
        services.AddSingleton(provider => new JobFolder(Path.Combine(options.State, "jobs"), provider.GetRequiredService<ISealing>()));
        services.AddSingleton<JobBoard>();
        services.AddSingleton<PrewarmRun>();
        services.AddSingleton<JobDesk>();
        services.AddHostedService(provider => provider.GetRequiredService<JobDesk>());
        services.AddSingleton<PublishedTemplates>();
        services.AddSingleton<PublishedFollower>();
        services.AddHostedService(provider => provider.GetRequiredService<PublishedFollower>());
        if (options.StartSandbox)
        {
            services.AddSingleton<SandboxChild>();
            services.AddHostedService(provider => provider.GetRequiredService<SandboxChild>());
        }

        services.AddSingleton<Access.OwnKey>();
        services.AddSingleton<WarmUp>();
        services.AddHostedService<Lifecycle>();
    }

    private static LinkTokens OpenLinks(ServerOptions options, KeyRing keys)
    {
        try
        {
            return new LinkTokens(keys, options.Workspaces.Keys.Select(name => WorkspaceName.TryParse(name, out var workspace) ? workspace : default));
        }
        catch (ArgumentException alike)
        {
            throw new StartupFault($"Renderer__Workspaces: {alike.Message}");
        }
    }

    private static KeyRing OpenKeys(ServerOptions options, TimeProvider clock)
    {
        try
        {
            return KeyRing.Open(options.Secrets, clock, create: !options.Production);
        }
        catch (KeyRingException fault)
        {
            throw new StartupFault($"Renderer__Secrets: {fault.Message}");
        }
    }
}
