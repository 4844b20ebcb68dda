using System.Text.Json;
using Renderer.Model;
using Renderer.Server.Problems;
using Renderer.Server.Send;
using Renderer.Server.Wire;
using Renderer.Templates;

namespace Renderer.Server.Author;

/// <summary>A preview's body, checked (contract section 5).</summary>
internal sealed record PreviewRequest
{
    private static readonly string[] Known =
        ["template", "recipient", "profile", "data", "segments", "sample", "faults", "locale", "time_zone", "now"];

    private static readonly string[] KnownOfDraft = ["language", "subject", "preheader", "html", "text", "amp", "blocks"];

    private static readonly string[] KnownOfFaults = ["crm", "missing"];

    /// <summary>The name of a template that is served; null for a draft.</summary>
    public string? Name { get; private init; }

    /// <summary>A template as the author has it in hand; null for a name.</summary>
    public TemplateDraft? Draft { get; private init; }

    /// <summary>The sample to see it with; null for the profile given.</summary>
    public string? Sample { get; private init; }

    /// <summary>What is wrong with the CRM in this preview; none for nothing.</summary>
    public Reason CrmFault { get; private init; }

    /// <summary>Attributes that the CRM does not have in this preview.</summary>
    public IReadOnlyList<string> Missing { get; private init; } = [];

    /// <summary>Whom, when and where, as in a render.</summary>
    public RenderDraft For { get; private init; } = new();

    public static (PreviewRequest Request, Problem? Problem) Read(JsonElement body, WorkspaceSettings settings)
    {
        var envelope = new Envelope(body, Known);
        var template = envelope.Any("template");
        var segments = envelope.Object("segments");
        var (crm, missing, faultOfFaults) = Faults(envelope.Object("faults"));
        var (draft, faultOfDraft) = template.ValueKind == JsonValueKind.Object ? ReadDraft(template, segments) : (null, null);
        var name = template.ValueKind == JsonValueKind.Object ? null : envelope.Text("template");
        if (name is null && draft is null && faultOfDraft is null)
        {
            envelope.Refuse("template", "must be a template's name, or an object with its parts");
        }

        if (name is not null && segments.ValueKind == JsonValueKind.Object)
        {
            envelope.Refuse("segments", "goes with a template's parts; a served template has the workspace's segments");
        }

        var text = envelope.Text("now", 64);
        DateTimeOffset? now = null;
        if (text is not null)
        {
            if (RenderRules.TryNow(text, out var instant) is { } rule)
            {
                envelope.Refuse("now", rule);
            }

            now = instant;
        }

        var locale = envelope.Text("locale", 64);
        var zone = envelope.Text("time_zone", 64);
        var broken = (locale is null ? null : RenderRules.CheckLocale(locale)) ?? (zone is null ? null : RenderRules.CheckTimeZone(zone));
        if (broken is not null)
        {
            envelope.Refuse(locale is not null && RenderRules.CheckLocale(locale) is not null ? "locale" : "time_zone", broken);
        }

        var request = new PreviewRequest
        {
            Name = name,
            Draft = draft,
            Sample = envelope.Text("sample"),
            CrmFault = crm,
            Missing = missing,
            For = new RenderDraft
            {
                Recipient = RenderBody.Recipient(envelope, envelope.Object("recipient"), settings),
                Profile = envelope.Values("profile"),
                Data = envelope.Values("data"),
                Locale = locale,
                TimeZone = zone,
                Now = now,
            },
        };
        return (request, envelope.Problem ?? faultOfDraft ?? faultOfFaults);
    }

    private static (TemplateDraft? Draft, Problem? Problem) ReadDraft(JsonElement body, JsonElement segments)
    {
        var envelope = new Envelope(body, KnownOfDraft);
        var language = envelope.Text("language") ?? "scriban";
        if (language is not ("scriban" or "liquid"))
        {
            envelope.Refuse("language", "must be scriban or liquid");
        }

        var draft = new TemplateDraft
        {
            Language = language,
            Subject = envelope.Text("subject", JsonBody.MaxBytes),
            Preheader = envelope.Text("preheader", JsonBody.MaxBytes),
            Html = envelope.Text("html", JsonBody.MaxBytes),
            Text = envelope.Text("text", JsonBody.MaxBytes),
            Amp = envelope.Text("amp", JsonBody.MaxBytes),
            Blocks = Named(envelope, "blocks", envelope.Object("blocks")),
            Segments = Named(envelope, "segments", segments),
        };
        return (draft, envelope.Problem);
    }

    private static Dictionary<string, string> Named(Envelope envelope, string name, JsonElement members)
    {
        var named = new Dictionary<string, string>();
        if (members.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in members.EnumerateObject())
            {
                if (member.Value.ValueKind != JsonValueKind.String || !Envelope.TryText(member.Value, out var text))
                {
                    envelope.Refuse(name, "must map names to strings");
                    break;
                }

                named[member.Name] = text;
            }
        }

        return named;
    }

    private static (Reason Crm, IReadOnlyList<string> Missing, Problem? Problem) Faults(JsonElement faults)
    {
        if (faults.ValueKind != JsonValueKind.Object)
        {
            return (Reason.None, [], null);
        }

        var envelope = new Envelope(faults, KnownOfFaults);
        var missing = envelope.Texts("missing", 1000) ?? [];
        var crm = envelope.Text("crm") switch
        {
            null => Reason.None,
            "down" => Reason.CrmError,
            "slow" => Reason.CrmTimeout,
            "401" => Reason.CrmUnauthorized,
            _ => Reason.Limit,
        };
        if (crm == Reason.Limit)
        {
            envelope.Refuse("crm", "must be down, slow or 401");
        }

        return (crm, missing, envelope.Problem);
    }
}
