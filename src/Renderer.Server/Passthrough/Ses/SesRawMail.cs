using Renderer.Server.Passthrough.Bodies;
using Renderer.Server.Passthrough.Json;
using Renderer.Server.Passthrough.Mime;
using Renderer.Server.Passthrough.Sending;
using Renderer.Server.Problems;

namespace Renderer.Server.Passthrough.Ses;

/// <summary>SendEmail with a whole MIME message in base64, as nodemailer sends it: AMP has no other place at SES. One request for each recipient.</summary>
internal sealed class SesRawMail : EspMail
{
    private readonly Spool body;
    private readonly JsonSpot root;
    private readonly JsonSpot data;
    private readonly MarkedMime mime;
    private readonly bool named;
    private readonly IReadOnlyList<Mailbox> to;
    private readonly List<EspMessage> messages = [];

    private SesRawMail(Spool body, JsonSpot root, JsonSpot data, MarkedMime mime)
    {
        (this.body, this.root, this.data, this.mime) = (body, root, data, mime);
        var destination = SesShape.ToOf(body, root);
        (named, to) = (destination.Count > 0, destination.Count > 0 ? destination : mime.To);
    }

    public override IReadOnlyList<EspMessage> Messages => messages;

    /// <summary>Reads it; nothing where the message has no marks, or is none.</summary>
    public static EspReading Read(Spool body, JsonSpot root, JsonSpot data)
    {
        if (Bytes(body, data) is not { } bytes || MarkedMime.Read(bytes) is not { Wanted.Count: > 0 } mime)
        {
            return default;
        }

        var mail = new SesRawMail(body, root, data, mime);
        if (mail.to.Count == 0)
        {
            return new EspReading(null, new Problem(ProblemCode.RecipientMissing, "A message with a mark has no recipient in 'ToAddresses' or in its To to render it for."));
        }

        foreach (var mailbox in mail.to)
        {
            var tags = root.Items("EmailTags");
            var id = mail.to.Count == 1 ? EspRecipients.Id(SesShape.NoteIn(body, tags, "renderer_id")) : null;
            mail.messages.Add(new EspMessage(mail.messages.Count, id ?? EspRecipients.Email(mailbox.Address), mailbox.Address)
            {
                Wanted = mime.Wanted,
                MessageId = EspRecipients.MessageId(SesShape.NoteIn(body, tags, "renderer_message_id")),
            });
        }

        return new EspReading(mail);
    }

    public override IReadOnlyList<EspSend> Write(Rendered rendered) => [.. rendered.Kept.Select(Write)];

    private EspSend Write(RenderedMessage one)
    {
        var several = to.Count > 1;
        var patch = new Patch();
        var copies = !several || one.Message.Index == 0;
        patch.Replace(data.Start, data.End, JsonEdits.Quote(Convert.ToBase64String(mime.With(one, several ? to[one.Message.Index].Text : null, copies))));
        if (several && named)
        {
            SesShape.LeaveIn(patch, root["Destination"]!, to[one.Message.Index], copies);
        }

        return new EspSend([one.Message.Index], patch.ApplyTo(new Splice(body)).End());
    }

    private static byte[]? Bytes(Spool body, JsonSpot data)
    {
        var text = JsonText.Decode(body, data) ?? string.Empty;
        var bytes = new byte[(text.Length / 4 * 3) + 3];
        return Convert.TryFromBase64String(text, bytes, out var length) ? bytes[..length] : null;
    }
}
