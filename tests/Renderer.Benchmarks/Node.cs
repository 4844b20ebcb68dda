using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Renderer.Links;
using Renderer.Messages;
using Renderer.Messages.Library;
using Renderer.Messages.Opens;
using Renderer.Model;
using Renderer.Profiles;
using Renderer.Profiles.Crm;
using Renderer.Templates;

namespace Renderer.Benchmarks;

/// <summary>The rooms below the doors, in memory, over a CRM that has the samples' people and answers at once.</summary>
internal sealed class Node : IAsyncDisposable
{
    private readonly ServiceProvider services;
    private readonly DirectoryInfo keys = Directory.CreateTempSubdirectory("renderer-benchmarks-");

    public Node()
    {
        var files = Samples.Load();
        var people = files.Templates.Values.ToDictionary(template => template.Name, Samples.Longest);
        var ring = KeyRing.Open(keys.FullName, TimeProvider.System, create: true);
        var board = new ErasureBoard((workspace, person) => PersonNames.OpaqueEach(ring, workspace, person));
        board.Know(new Instant(long.MaxValue / 2));
        services = new ServiceCollection()
            .AddLogging()
            .AddSingleton(TimeProvider.System)
            .AddSingleton<ISealing>(ring)
            .AddSingleton(board)
            .AddSingleton<Func<WorkspaceName, ConnectionSettings, ICrmConnection?>>((_, settings) => new SampleCrm(settings, people))
            .AddProfiles(new ProfilesOptions())
            .AddSingleton(new LinkTokens(ring, [WorkspaceName.Default]))
            .AddMessages(publishedRule: false, _ => [], _ => new OpenPorts { Origin = _ => "https://mail.example" })
            .BuildServiceProvider();
        Desk = services.GetRequiredService<MessageDesk>();
        Reader = services.GetRequiredService<ProfileReader>();
        services.GetRequiredService<TemplateLibrary>().Put(files);
        var connection = new ConnectionSettings { Name = "crm", Type = "sample", FreshFor = TimeSpan.FromDays(1) };
        services.GetRequiredService<ProfileWorkspaces>().Set(Samples.Workspace, files.Settings with { Connections = [connection] }, files.Reads);
        Files = files;
    }

    public MessageDesk Desk { get; }

    public ProfileReader Reader { get; }

    public TemplateWorkspace Files { get; }

    public async Task StartAsync()
    {
        foreach (var hosted in services.GetServices<IHostedService>())
        {
            await hosted.StartAsync(default);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        keys.Delete(recursive: true);
    }

    /// <summary>Knows one person for each template, by the template's name.</summary>
    private sealed class SampleCrm(ConnectionSettings settings, Dictionary<string, Profile> people) : ICrmConnection
    {
        public ConnectionSettings Settings => settings;

        public ICrmConnection? With(ConnectionSettings changed) => null;

        public Reason Trouble => Reason.None;

        public int BatchSize => 100;

        public ValueTask<CrmAnswer> ReadAsync(Identifier person, ReadSet reads, Budget budget, CancellationToken cancellationToken) =>
            new(Find(person));

        public CrmQuota? Quota => null;

        public ValueTask<CrmPage> ListAsync(CrmListing listing, Budget budget, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public ValueTask<CrmDescription> DescribeAsync(Budget budget, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public ValueTask<IReadOnlyList<CrmAnswer>> ReadManyAsync(
            IReadOnlyList<Identifier> asked, ReadSet reads, Budget budget, CancellationToken cancellationToken) =>
            new([.. asked.Select(Find)]);

        public HookReading ReadHook(HookDelivery delivery) => default;

        public ValueTask DisposeAsync() => default;

        private CrmAnswer Find(Identifier person) => people.TryGetValue(person.Value, out var profile)
            ? new(new CrmPerson(person.Value, [], profile.Json), Reason.None)
            : new(null, Reason.ProfileMissing);
    }
}
