using System.Net;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Renderer.Ledger;
using Renderer.Model;
using Renderer.ServerTests.Infrastructure;

namespace Renderer.ServerTests.Engagement;

/// <summary>A node that hears all ESPs.</summary>
internal sealed class EspStage : IAsyncDisposable
{
    private readonly string folder;

    /// <summary>What is sent twice is signed once.</summary>
    private readonly DateTimeOffset signedAt = TimeProvider.System.GetUtcNow();

    private EspStage(Stage stage, EspSender sender, string folder) => (Stage, Sender, this.folder) = (stage, sender, folder);

    /// <summary>The workspace's folder.</summary>
    public string Workspace => folder;

    public Stage Stage { get; }

    public EspSender Sender { get; }

    public RendererNode Node => Stage.Node;

    public static async Task<EspStage> StartAsync(string yaml = "", TimeProvider? clock = null)
    {
        var sender = new EspSender();
        var folder = Folders.Copy(Repository.Workspace("basic"), Directory.CreateTempSubdirectory("renderer-esps-").FullName);
        await File.AppendAllTextAsync(Path.Combine(folder, "workspace.yaml"), "\n" + sender.Yaml + yaml);
        return new(await Stage.StartAsync(folder, sender.Variables, clock: clock), sender, folder);
    }

    public string Url(string esp) => $"{Node.Url}/hooks/default/{esp}";

    public async Task<HttpStatusCode> SendAsync(HttpRequestMessage request, RendererNode? to = null)
    {
        using var answer = await (to ?? Node).Client(null).SendAsync(request);
        return answer.StatusCode;
    }

    /// <summary>Sends a payload, and expects that it is taken.</summary>
    public async Task TellAsync(EspKind kind, string payload, string? id = null) =>
        Xunit.Assert.Equal(HttpStatusCode.OK, await SendAsync(Sender.Request(Url(Name(kind)), kind, payload, signedAt, id)));

    /// <summary>A SendGrid event.</summary>
    public static string SendGrid(string word, string address, string id, string? message = null, string more = "", long? at = null) =>
        $$"""
        [{"email":"{{address}}","event":"{{word}}","sg_event_id":"{{id}}","timestamp":{{at ?? TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()}}{{(message is null ? "" : $",\"renderer_message_id\":\"{message}\"")}}{{more}}}]

        """;

    public static string Name(EspKind kind) => kind switch
    {
        EspKind.BrazeCurrents => "braze",
        EspKind.UnisenderGo => "unisender_go",
        _ => kind.ToString().ToLowerInvariant(),
    };

    /// <summary>What was counted, by kind and class.</summary>
    public async Task<IReadOnlyDictionary<(OpenKind Kind, OpenClass Class), long>> CountsAsync()
    {
        await using var ledger = new SqliteConnection($"Data Source={Path.Combine(Stage.Folder, "state-0", "ledger.db")};Mode=ReadOnly;Pooling=false");
        await ledger.OpenAsync();
        await using var command = ledger.CreateCommand();
        command.CommandText = "SELECT kind, class, sum(count) FROM event_count GROUP BY kind, class";
        var counts = new Dictionary<(OpenKind, OpenClass), long>();
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            counts[((OpenKind)rows.GetInt32(0), (OpenClass)rows.GetInt32(1))] = rows.GetInt64(2);
        }

        return counts;
    }

    /// <summary>What is recorded of a message to a person.</summary>
    public Task<IReadOnlyList<KeptEvent>> EventsAsync(string message, params Identifier[] person)
    {
        var sealing = Node.Services.GetRequiredService<ISealing>();
        return Node.Services.GetRequiredService<OpenEvents>().FindAsync(
            MessageKey.Of(sealing, WorkspaceName.Default, [.. person.SelectMany(name => PersonNames.OpaqueEach(sealing, WorkspaceName.Default, name))], MessageNames.HashOf(message)), default);
    }

    public async ValueTask DisposeAsync()
    {
        await Stage.DisposeAsync();
        Sender.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
