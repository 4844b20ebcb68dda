using Renderer.Server.Passthrough.Bodies;
using Renderer.Server.Passthrough.Json;
using Renderer.Server.Passthrough.Marks;
using Renderer.Templates;

namespace Renderer.Server.Passthrough.SendGrid;

/// <summary>What all recipients of a request have in common: subject and contents.</summary>
internal sealed class SendGridShared
{
    private static readonly Part[] Bodies = [Part.Text, Part.Amp, Part.Html];

    private SendGridShared(JsonSpot root) => Root = root;

    public JsonSpot Root { get; }

    /// <summary>The subject, where it has marks.</summary>
    public MarkedText? Subject { get; private init; }

    /// <summary>Every item of <c>content</c>, in its order.</summary>
    public IReadOnlyList<SendGridContent> Contents { get; private init; } = [];

    /// <summary>The parts that <c>X-Renderer-Template</c> fills, in SendGrid's order: subject, text, AMP, HTML.</summary>
    public IReadOnlyList<Wanted> Missing { get; private init; } = [];

    /// <summary>A dynamic template makes the mail: SendGrid then takes no substitutions.</summary>
    public bool IsDynamic { get; private init; }

    /// <summary>Everything that has to be rendered for it, each once.</summary>
    public IReadOnlyList<Wanted> Wanted { get; private init; } = [];

    public static SendGridShared Read(Spool body, JsonSpot root, Template? fill)
    {
        var subject = MarkedText.Read(body, root["subject"], Part.Subject);
        var contents = root.Items("content").Select(item => SendGridContent.Read(body, item)).ToList();
        var template = JsonText.Decode(body, root["template_id"]);
        var missing = fill is null || template is { Length: > 0 } ? [] : Absent(root, contents, fill).ToList();
        return new SendGridShared(root)
        {
            Subject = subject,
            Contents = contents,
            Missing = missing,
            IsDynamic = template?.StartsWith("d-", StringComparison.Ordinal) == true,
            Wanted = [.. (subject?.Wanted ?? []).Concat(contents.SelectMany(content => content.Text?.Wanted ?? [])).Concat(missing).Distinct()],
        };
    }

    private static IEnumerable<Wanted> Absent(JsonSpot root, List<SendGridContent> contents, Template fill)
    {
        var mark = new Mark(fill.Name, null);
        if (root["subject"] is null && fill.Parts.Contains(Part.Subject) && root.Items("personalizations").Any(one => one["subject"] is null))
        {
            yield return new Wanted(mark, Part.Subject);
        }

        foreach (var part in Bodies.Where(part => fill.Parts.Contains(part) && !contents.Exists(content => content.Part == part)))
        {
            yield return new Wanted(mark, part);
        }
    }
}

/// <summary>An item of <c>content</c>.</summary>
/// <param name="Item">Where it stands.</param>
/// <param name="Part">Which part it is; null for another kind (a calendar's).</param>
/// <param name="Text">Its text, where it has marks.</param>
internal sealed record SendGridContent(JsonSpot Item, Part? Part, MarkedText? Text)
{
    public static SendGridContent Read(Spool body, JsonSpot item)
    {
        Part? part = JsonText.Decode(body, item["type"])?.Split(';')[0].Trim().ToLowerInvariant() switch
        {
            "text/html" => Templates.Part.Html,
            "text/plain" => Templates.Part.Text,
            "text/x-amp-html" => Templates.Part.Amp,
            _ => null,
        };
        return new SendGridContent(item, part, MarkedText.Read(body, item["value"], part ?? Templates.Part.Text));
    }

    /// <summary>The type that SendGrid knows a part by.</summary>
    public static string TypeOf(Part part) => part switch { Templates.Part.Html => "text/html", Templates.Part.Amp => "text/x-amp-html", _ => "text/plain" };
}
