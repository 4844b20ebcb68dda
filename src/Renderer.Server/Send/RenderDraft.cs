using System.Text.Json;
using Renderer.Messages;
using Renderer.Model;
using Renderer.Templates;

namespace Renderer.Server.Send;

/// <summary>What a request says, before defaults: of a body, a line or a query.</summary>
internal sealed record RenderDraft
{
    public Identifier? Recipient { get; init; }

    public string? MessageId { get; init; }

    public JsonElement Data { get; init; }

    public JsonElement Profile { get; init; }

    public bool? Fetch { get; init; }

    public IReadOnlyList<Part>? Parts { get; init; }

    public string? Block { get; init; }

    public string? Locale { get; init; }

    public string? TimeZone { get; init; }

    public DateTimeOffset? Now { get; init; }

    public string? Version { get; init; }

    public int? BudgetMs { get; init; }

    public OnMissing? OnMissing { get; init; }

    /// <summary>The same with another's values where this one has none: a line over its stream's defaults.</summary>
    public RenderDraft Over(RenderDraft defaults) => this with
    {
        Recipient = Recipient ?? defaults.Recipient,
        MessageId = MessageId ?? defaults.MessageId,
        Data = Data.ValueKind == JsonValueKind.Undefined ? defaults.Data : Data,
        Profile = Profile.ValueKind == JsonValueKind.Undefined ? defaults.Profile : Profile,
        Fetch = Fetch ?? defaults.Fetch,
        Parts = Parts ?? defaults.Parts,
        Block = Block ?? defaults.Block,
        Locale = Locale ?? defaults.Locale,
        TimeZone = TimeZone ?? defaults.TimeZone,
        Now = Now ?? defaults.Now,
        Version = Version ?? defaults.Version,
        BudgetMs = BudgetMs ?? defaults.BudgetMs,
        OnMissing = OnMissing ?? defaults.OnMissing,
    };

    /// <summary>The order, with the contract's defaults.</summary>
    public MessageOrder ToOrder(WorkspaceName workspace, string template, TimeProvider clock) => new()
    {
        Workspace = workspace,
        Template = template,
        Version = Version,
        Recipient = Recipient,
        MessageId = MessageId,
        Data = Data,
        Profile = Profile,
        Fetch = Fetch ?? true,
        Parts = Parts,
        Block = Block,
        Locale = Locale,
        TimeZone = TimeZone,
        Now = Now,
        Budget = Budget.Start(clock, TimeSpan.FromMilliseconds(BudgetMs ?? RenderRules.DefaultBudgetMs)),
        OnMissing = OnMissing ?? Messages.OnMissing.Default,
    };
}
