using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Renderer.Links;
using Renderer.Messages;
using Renderer.Messages.Batches;
using Renderer.Messages.Decisions;
using Renderer.Messages.Library;
using Renderer.Messages.Linking;
using Renderer.Messages.Records;
using Renderer.Model;
using Renderer.Templates;
using Renderer.Tests.Profiles.Reading;
using Renderer.Tests.Templates;
using Xunit;

namespace Renderer.Tests.Messages;

/// <summary>The room over a real reader of a scripted CRM and a template "mail" from a folder.</summary>
internal sealed class Desk : IAsyncDisposable
{
    private readonly Workbench bench;

    private Desk(Workbench bench, Node node)
    {
        (this.bench, Node) = (bench, node);
        Template = bench.Template();
        Memory = new DecisionMemory([Claims], node.Get<ISealing>(), node.Erased, node.Time);
        var (library, sealing) = (new TemplateLibrary(publishedRule: false), node.Get<ISealing>());
        var people = new PersonStep(node.Reader, library, consents: null, sealing);
        Messages = new MessageDesk(library, people, Memory, new LinkStep(new LinkTokens((KeyRing)sealing, [node.Workspace]), _ => "https://mail.example", sealing, node.Time), new MessageLog(records: null, sealing, node.Erased, node.Time), node.Time, NullLogger<MessageDesk>.Instance);
        Batches = new BatchDesk(Messages, people, node.Reader, node.Time);
        Previews = new PreviewDesk(Messages, node.Reader);
    }

    public ScriptedCrm Crm { get; private init; } = new();

    public Node Node { get; }

    public Template Template { get; }

    public ClaimsInMemory Claims { get; } = new();

    public DecisionMemory Memory { get; }

    public MessageDesk Messages { get; }

    public BatchDesk Batches { get; }

    public PreviewDesk Previews { get; }

    public static async Task<Desk> OpenAsync(string html, params (string Path, string Text)[] files)
    {
        var crm = new ScriptedCrm();
        return new Desk(Workbench.Mail(html, files), await Node.StartAsync(crm)) { Crm = crm };
    }

    public MessageOrder Order(string id, double within = 5000) => new()
    {
        Workspace = Node.Workspace,
        Template = Template.Name,
        Recipient = Identifier.Id(id),
        Budget = Node.Within(within),
    };

    /// <summary>Composes, and expects a message.</summary>
    public async Task<Message> ComposeAsync(MessageOrder order)
    {
        var answer = await Messages.ComposeAsync(Template, order, null, default);
        Assert.Equal(MessageFailure.None, answer.Failure);
        return answer.Message!;
    }

    public async ValueTask DisposeAsync()
    {
        await Node.DisposeAsync();
        bench.Dispose();
    }
}

/// <summary>Claims that remember who they were filed under.</summary>
internal sealed class ClaimsInMemory : IClaims
{
    private readonly ConcurrentDictionary<string, byte[]> held = new();

    public ConcurrentQueue<Claim> Made { get; } = new();

    public ValueTask<byte[]?> FindAsync(Claim claim, CancellationToken cancellationToken) =>
        new(claim.Keys.Select(held.GetValueOrDefault).FirstOrDefault(value => value is not null));

    public ValueTask<byte[]> ClaimAsync(Claim claim, byte[] value, CancellationToken cancellationToken)
    {
        Made.Enqueue(claim);
        return new(held.GetOrAdd(claim.Keys[0], value));
    }

    public async ValueTask<byte[]?> ClaimNowAsync(Claim claim, byte[] value, CancellationToken cancellationToken) =>
        await ClaimAsync(claim, value, cancellationToken);
}
