using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging.Abstractions;
using Renderer.Images;
using Renderer.Ledger;
using Renderer.Links;
using Renderer.Messages;
using Renderer.Messages.Decisions;
using Renderer.Messages.Library;
using Renderer.Messages.Linking;
using Renderer.Messages.Opens;
using Renderer.Messages.Records;
using Renderer.Model;
using Renderer.Templates;
using Renderer.Tests.Messages.Decisions;
using Renderer.Tests.Profiles.Reading;
using Renderer.Tests.Templates;
using SkiaSharp;

namespace Renderer.Tests.Messages.Opens;

/// <summary>Some nodes with everything that opens need, over one scripted CRM, one folder of templates and shared places for decisions.</summary>
internal sealed partial class OpenRig : IAsyncDisposable
{
    public const string Origin = "https://mail.example";

    /// <summary>A scene whose variants differ, and that needs nothing of anybody.</summary>
    public const string Scene = """<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"><rect width="20" height="10" fill="COLOR"/></svg>""";

    private static readonly PictureMaker Maker = new(
        // What is tried here must not depend on how busy the machine is.
        new ImageSettings { Limits = new ImageLimits { Time = TimeSpan.FromMinutes(1), Concurrency = 16, Queue = 10_000 } }, TimeProvider.System);

    private OpenRig(Workbench bench) => Bench = bench;

    public Workbench Bench { get; }

    public ScriptedCrm Crm { get; } = new();

    public SharedClaims Redis { get; } = new();

    public SharedClaims Ledger { get; } = new();

    public List<OpenNode> Nodes { get; } = [];

    public HashSet<string> SlotsOff { get; } = [];

    /// <summary>What was published once and is at hand nowhere.</summary>
    public Template? Older { get; set; }

    public OpenNode this[int node] => Nodes[node];

    public static async Task<OpenRig> StartAsync(
        Workbench bench, int nodes = 1, KeyRing? ring = null, MessageRecords? records = null, Consents? consents = null, TimeProvider? time = null)
    {
        var rig = new OpenRig(bench);
        for (var i = 0; i < nodes; i++)
        {
            rig.Nodes.Add(await OpenNode.StartAsync(rig, Maker, ring, records, consents, time));
        }

        return rig;
    }

    /// <summary>Has every node serve the files as they are now.</summary>
    public async Task SwapAsync()
    {
        var files = Bench.Load(Nodes[0].Library.Files(WorkspaceName.Default));
        foreach (var node in Nodes)
        {
            node.Library.Put(files);
            await node.Statics.Drawn;
        }
    }

    /// <summary>What one sees: the same pixels may be written in several ways.</summary>
    public static string PixelsOf(ReadOnlyMemory<byte> picture)
    {
        using var decoded = SKBitmap.Decode(picture.Span);
        return $"{decoded.Width}x{decoded.Height} {Convert.ToHexString(SHA256.HashData(decoded.GetPixelSpan()))}";
    }

    /// <summary>The links of one kind in a part: <c>i</c>, <c>c</c>, <c>w</c>, as their tokens and what stands behind them.</summary>
    public static IReadOnlyList<string> LinksOf(string? part, char kind) =>
        [.. Link().Matches(part ?? "").Where(match => match.Groups["kind"].Value[0] == kind).Select(match => match.Groups["token"].Value)];

    public async ValueTask DisposeAsync()
    {
        foreach (var node in Nodes)
        {
            await node.DisposeAsync();
        }

        Bench.Dispose();
    }

    [GeneratedRegex(@"https://mail\.example/(?<kind>[a-z])/(?<token>[a-z2-7]+)", RegexOptions.NonBacktracking)]
    private static partial Regex Link();
}

/// <summary>One node of a rig.</summary>
internal sealed class OpenNode : IAsyncDisposable
{
    private readonly Node node;

    private OpenNode(OpenRig rig, Node node, PictureMaker maker, MessageRecords? records, Consents? consents)
    {
        this.node = node;
        var (ring, clock) = ((KeyRing)node.Get<ISealing>(), node.Time);
        Board = new ErasureBoard((workspace, person) => PersonNames.OpaqueEach(ring, workspace, person));
        Board.Know(new Instant(long.MaxValue / 2));
        Tokens = new LinkTokens(ring, [WorkspaceName.Default]);
        IReadOnlyList<IClaims> claims = [rig.Redis, rig.Ledger];
        var people = new PersonStep(node.Reader, Library, consents, ring);
        var links = new LinkStep(Tokens, _ => OpenRig.Origin, ring, clock);
        Messages = new MessageDesk(
            Library, people, new DecisionMemory(claims, ring, Board, clock), links, new MessageLog(records, ring, Board, clock), clock, NullLogger<MessageDesk>.Instance);
        Previews = new PreviewDesk(Messages, node.Reader);
        var pictures = new Pictures(maker);
        Statics = new StaticPictures(Library, new StaticDrawing(pictures, clock), NullLogger<StaticPictures>.Instance);
        var steps = new OpenSteps(
            new OpenGate(Board, clock),
            new OpenTemplates(Library, new OlderVersions((_, _, _) => Task.FromResult(rig.Older), clock)),
            (_, _, slot) => rig.SlotsOff.Contains(slot),
            new OpenPeople(people, new SentMessages(records, ring, clock), ring, clock),
            new SlotLook(new SlotDecisions(claims, ring), Library));
        Pictures = new PictureDesk(steps, pictures, Statics, clock, NullLogger.Instance);
        Clicks = new ClickDesk(steps, Statics, clock, NullLogger.Instance);
        Web = new WebDesk(steps, links, clock, NullLogger.Instance);
        Amp = new AmpDesk(steps, links, clock, NullLogger.Instance);
    }

    public TemplateLibrary Library { get; } = new(publishedRule: false);

    public ErasureBoard Board { get; }

    public LinkTokens Tokens { get; }

    public MessageDesk Messages { get; }

    public PreviewDesk Previews { get; }

    public StaticPictures Statics { get; }

    public PictureDesk Pictures { get; }

    public ClickDesk Clicks { get; }

    public WebDesk Web { get; }

    public AmpDesk Amp { get; }

    public Node Profiles => node;

    public static async Task<OpenNode> StartAsync(
        OpenRig rig, PictureMaker maker, KeyRing? ring, MessageRecords? records, Consents? consents, TimeProvider? time)
    {
        var node = await Node.StartAsync(rig.Crm, WorkspaceName.Default, time: time, ring: ring, reads: ["tier", "n", "locale"]);
        var made = new OpenNode(rig, node, maker, records, consents);
        await made.Statics.StartAsync(default);
        made.Library.Put(rig.Bench.Load());
        await made.Statics.Drawn;
        return made;
    }

    public MessageOrder Order(string person, string? message = null) => new()
    {
        Workspace = WorkspaceName.Default,
        Template = "mail",
        Recipient = Identifier.Id(person),
        MessageId = message,
        Budget = Budget.Start(node.Time, TimeSpan.FromSeconds(20)),
    };

    public async Task<Message> SendAsync(MessageOrder order)
    {
        var answer = await Messages.ComposeAsync(order, default);
        return answer.Message ?? throw new InvalidOperationException($"{answer.Failure} {string.Join(' ', answer.Diagnostics ?? [])}");
    }

    public Task<Message> SendAsync(string person, string? message = null) => SendAsync(Order(person, message));

    public LinkFacts Open(LinkPurpose purpose, string token) => Tokens.Open(purpose, token) ?? throw new ArgumentException("not a genuine token", nameof(token));

    public OpenOrder Asked(LinkPurpose purpose, string token, double within = 20_000) => new()
    {
        Facts = Open(purpose, token),
        Budget = Budget.Start(TimeProvider.System, TimeSpan.FromMilliseconds(within)),
    };

    public async Task<OpenedPicture> PictureAsync(string token) => await Pictures.ShowAsync(Asked(LinkPurpose.Image, token), default);

    public async Task<OpenedClick> ClickAsync(string token) => await Clicks.FollowAsync(Asked(LinkPurpose.Click, token), default);

    public async Task<OpenedData> AmpAsync(string token) => await Amp.ShowAsync(Asked(LinkPurpose.Amp, token), default);

    public async Task<OpenedPage> WebAsync(string token) => await Web.ShowAsync(Asked(LinkPurpose.Web, token), default);

    public async ValueTask DisposeAsync()
    {
        await Statics.StopAsync(default);
        await node.DisposeAsync();
    }
}
