using System.Text.Json;
using Renderer.Messages;
using Renderer.Model;
using Renderer.Server.Problems;
using Renderer.Server.Wire;
using Renderer.Templates;

namespace Renderer.Server.Send;

/// <summary>Reads a render's body, or a line of a batch (contract section 2).</summary>
internal static class RenderBody
{
    private static readonly string[] Known =
    [
        "recipient", "message_id", "data", "profile", "fetch", "parts", "locale", "time_zone", "now", "version", "budget_ms", "on_missing",
    ];

    public static (RenderDraft Draft, Problem? Problem) Read(JsonElement body, WorkspaceSettings settings)
    {
        var envelope = new Envelope(body, Known);
        var draft = new RenderDraft
        {
            Recipient = Recipient(envelope, envelope.Object("recipient"), settings),
            MessageId = envelope.Text("message_id", RenderRules.MaxMessageIdBytes),
            Data = envelope.Values("data"),
            Profile = envelope.Values("profile"),
            Fetch = envelope.Flag("fetch"),
            Parts = Parts(envelope),
            Locale = Checked(envelope, "locale", RenderRules.CheckLocale),
            TimeZone = Checked(envelope, "time_zone", RenderRules.CheckTimeZone),
            Now = Now(envelope),
            Version = envelope.Text("version", 128),
            BudgetMs = envelope.Whole("budget_ms", RenderRules.LeastBudgetMs, RenderRules.MostBudgetMs),
            OnMissing = OnMissing(envelope),
        };
        return (draft, envelope.Problem);
    }

    /// <summary>A line of a batch: a body, or a bare recipient.</summary>
    public static (RenderDraft Draft, Problem? Problem) ReadLine(JsonElement line, WorkspaceSettings settings)
    {
        if (!IsBareRecipient(line, settings))
        {
            return Read(line, settings);
        }

        var envelope = new Envelope(line, [.. RenderRules.Kinds(settings)]);
        return (new RenderDraft { Recipient = Recipient(envelope, line, settings) }, envelope.Problem);
    }

    /// <summary>Reads who a message is for; one identifier, no more.</summary>
    public static Identifier? Recipient(Envelope envelope, JsonElement recipient, WorkspaceSettings settings)
    {
        if (recipient.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var members = recipient.EnumerateObject().ToArray();
        if (members.Length != 1)
        {
            envelope.Refuse("recipient", members.Length == 0 ? "needs one identifier, such as {\"id\":\"…\"}" : "takes one identifier, not several");
            return null;
        }

        if (members[0].Value.ValueKind != JsonValueKind.String || !Envelope.TryText(members[0].Value, out var value))
        {
            envelope.Refuse("recipient", "takes an identifier that is a string");
            return null;
        }

        if (RenderRules.TryRecipient(members[0].Name, value, settings, out var found) is { } rule)
        {
            envelope.Refuse("recipient", rule);
            return null;
        }

        return found;
    }

    private static bool IsBareRecipient(JsonElement line, WorkspaceSettings settings)
    {
        using var members = line.EnumerateObject();
        return members.MoveNext() && RenderRules.Kinds(settings).Contains(members.Current.Name) && !members.MoveNext();
    }

    private static Part[]? Parts(Envelope envelope)
    {
        if (envelope.Texts("parts", 5) is not { } names)
        {
            return null;
        }

        var parts = new List<Part>(names.Count);
        foreach (var name in names)
        {
            if (RenderRules.TryPart(name, out var part) is { } rule)
            {
                envelope.Refuse("parts", rule);
            }

            parts.Add(part);
        }

        if (parts.Count == 0)
        {
            envelope.Refuse("parts", "must name at least one part, or be left out for all");
        }

        return [.. parts.Distinct()];
    }

    private static string? Checked(Envelope envelope, string name, Func<string, string?> check)
    {
        var text = envelope.Text(name, 64);
        if (text is not null && check(text) is { } rule)
        {
            envelope.Refuse(name, rule);
        }

        return text;
    }

    private static DateTimeOffset? Now(Envelope envelope)
    {
        if (envelope.Text("now", 64) is not { } text)
        {
            return null;
        }

        if (RenderRules.TryNow(text, out var now) is { } rule)
        {
            envelope.Refuse("now", rule);
        }

        return now;
    }

    private static OnMissing? OnMissing(Envelope envelope)
    {
        if (envelope.Text("on_missing", 16) is not { } text)
        {
            return null;
        }

        if (RenderRules.TryOnMissing(text, out var onMissing) is { } rule)
        {
            envelope.Refuse("on_missing", rule);
        }

        return onMissing;
    }
}
