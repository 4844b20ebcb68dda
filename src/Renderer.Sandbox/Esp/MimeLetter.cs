using MimeKit;
using Renderer.Sandbox.Outbox;

namespace Renderer.Sandbox.Esp;

/// <summary>A mail that came as MIME.</summary>
internal static class MimeLetter
{
    private static readonly HashSet<string> Own = new(StringComparer.OrdinalIgnoreCase)
    {
        "From", "To", "Cc", "Bcc", "Reply-To", "Subject", "MIME-Version", "Content-Type", "Content-Transfer-Encoding",
    };

    /// <summary>Reads it; null where it is no mail with a sender.</summary>
    public static Letter? Read(Stream source, string esp)
    {
        MimeMessage message;
        try
        {
            message = MimeMessage.Load(source);
        }
        catch (FormatException)
        {
            return null;
        }

        using (message)
        {
            if (message.From.Mailboxes.FirstOrDefault() is not { } from || message.Body is null)
            {
                return null;
            }

            var alternatives = message.BodyParts.OfType<TextPart>().Where(part => !part.IsAttachment).ToList();
            return new Letter
            {
                Esp = esp,
                Id = "",
                From = Box(from),
                To = Boxes(message.To),
                Cc = Boxes(message.Cc),
                Bcc = Boxes(message.Bcc),
                ReplyTo = Boxes(message.ReplyTo),
                Subject = message.Subject ?? "",
                Html = Part("html"),
                Text = Part("plain"),
                Amp = Part("x-amp-html"),
                Headers = [.. message.Headers.Where(header => !Own.Contains(header.Field)).Select(header => new KeyValuePair<string, string>(header.Field, header.Value))],
                Files = [.. message.BodyParts.OfType<MimePart>().Where(part => part is not TextPart { IsAttachment: false }).Select(File)],
            };

            string? Part(string subtype) => alternatives.Find(part => part.ContentType.IsMimeType("text", subtype))?.Text;
        }
    }

    /// <summary>The mail, to an envelope of its own: who stands in its headers stays there, all others are blind copies.</summary>
    public static Letter To(Letter letter, IReadOnlyList<Mailbox> envelope)
    {
        var all = envelope.Select(who => who.Email).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var seen = letter.To.Concat(letter.Cc).Select(who => who.Email).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return letter with
        {
            ToHeader = string.Join(", ", letter.To),
            Bcc = [.. envelope.Where(who => !seen.Contains(who.Email))],
            To = [.. letter.To.Where(who => all.Contains(who.Email))],
            Cc = [.. letter.Cc.Where(who => all.Contains(who.Email))],
        };
    }

    private static MailFile File(MimePart part)
    {
        using var bytes = new MemoryStream();
        part.Content?.DecodeTo(bytes);
        return new MailFile(part.FileName ?? "", part.ContentType.MimeType, bytes.ToArray(), part.IsAttachment ? null : part.ContentId);
    }

    private static List<Mailbox> Boxes(InternetAddressList list) => [.. list.Mailboxes.Select(Box)];

    private static Mailbox Box(MailboxAddress box) => new(box.Address, string.IsNullOrEmpty(box.Name) ? null : box.Name);
}
