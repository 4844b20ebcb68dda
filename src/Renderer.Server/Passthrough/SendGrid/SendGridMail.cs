using System.Text.Json;
using Renderer.Server.Passthrough.Bodies;
using Renderer.Server.Passthrough.Json;
using Renderer.Server.Passthrough.Sending;
using Renderer.Templates;

namespace Renderer.Server.Passthrough.SendGrid;

/// <summary>A request of SendGrid's with something of ours in it.</summary>
internal sealed class SendGridMail : EspMail
{
    /// <summary>More SendGrid refuses: sent in parts they would not be refused.</summary>
    private const int MostRecipients = 1000;

    private SendGridMail(Spool body, SendGridShared shared, IReadOnlyList<SendGridMessage> mails) => (Body, Shared, Mails) = (body, shared, mails);

    public Spool Body { get; }

    /// <summary>What all recipients have in common.</summary>
    public SendGridShared Shared { get; }

    /// <summary>A message for each <c>to</c> of each personalization.</summary>
    public IReadOnlyList<SendGridMessage> Mails { get; }

    public override IReadOnlyList<EspMessage> Messages => [.. Mails.Select(mail => mail.Message)];

    /// <summary>Reads it; null where nothing of it is ours, or SendGrid will refuse it anyway.</summary>
    public static SendGridMail? Read(Spool body, JsonSpot root, Template? fill)
    {
        var shared = SendGridShared.Read(body, root, fill);
        var mails = new List<SendGridMessage>();
        foreach (var personalization in root.Items("personalizations"))
        {
            var own = OwnTexts(body, personalization);
            var wanted = shared.Wanted.Concat(own.SelectMany(text => text.Wanted)).ToHashSet();
            var recipients = personalization.Items("to");
            var (id, name) = (Metadata(body, root, personalization, "renderer_id"), Metadata(body, root, personalization, "renderer_message_id"));
            var data = Data(body, personalization);
            if (recipients.Count == 0)
            {
                return null;
            }

            foreach (var to in recipients)
            {
                if (JsonText.Decode(body, to["email"]) is not { Length: > 0 } email)
                {
                    return null;
                }

                mails.Add(new SendGridMessage(personalization, to, own, new EspMessage(
                    mails.Count, recipients.Count == 1 && EspRecipients.Id(id) is { } known ? known : EspRecipients.Email(email), email)
                {
                    Wanted = wanted,
                    Data = data,
                    MessageId = EspRecipients.MessageId(name),
                }));
            }
        }

        return mails.Count <= MostRecipients && mails.Exists(mail => mail.Message.Wanted.Count > 0) ? new SendGridMail(body, shared, mails) : null;
    }

    public override IReadOnlyList<EspSend> Write(Rendered rendered) => new SendGridWriter(this, rendered).Write();

    /// <summary>The texts of one personalization that may have marks: its subject, its substitutions, its template's data.</summary>
    private static List<MarkedText> OwnTexts(Spool body, JsonSpot personalization)
    {
        var texts = new List<MarkedText>();
        var waiting = new Stack<(JsonSpot Spot, Part Part)>();
        waiting.Push((personalization["dynamic_template_data"]!, Part.Html));
        waiting.Push((personalization["substitutions"]!, Part.Html));
        waiting.Push((personalization["subject"]!, Part.Subject));
        while (waiting.TryPop(out var next))
        {
            if (MarkedText.Read(body, next.Spot, next.Part) is { } text)
            {
                texts.Add(text);
            }

            foreach (var below in next.Spot?.Below ?? [])
            {
                waiting.Push((below, below.Name.Length > 0 ? EspRecipients.PartOf(below.Name) : next.Part));
            }
        }

        texts.Sort((one, other) => one.Spot.Start.CompareTo(other.Spot.Start));
        return texts;
    }

    private static string? Metadata(Spool body, JsonSpot root, JsonSpot personalization, string name) =>
        JsonText.Decode(body, personalization["custom_args"]?[name] ?? root["custom_args"]?[name]);

    /// <summary>SendGrid's data for the recipient, one object or both in one.</summary>
    private static JsonElement Data(Spool body, JsonSpot personalization)
    {
        var (given, tags) = (personalization.Member("dynamic_template_data", JsonKind.Object), personalization.Member("substitutions", JsonKind.Object));
        if (given is null || tags is null)
        {
            return JsonText.Read(body, given ?? tags);
        }

        var both = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var member in tags.Below.Concat(given.Below))
        {
            both[member.Name] = JsonText.Read(body, member);
        }

        return JsonSerializer.SerializeToElement(both);
    }
}

/// <summary>One <c>to</c> of a personalization.</summary>
/// <param name="Personalization">The personalization.</param>
/// <param name="To">The recipient in it.</param>
/// <param name="Texts">Its own texts with marks, in their order.</param>
/// <param name="Message">Whom it is rendered for.</param>
internal sealed record SendGridMessage(JsonSpot Personalization, JsonSpot To, IReadOnlyList<MarkedText> Texts, EspMessage Message);
