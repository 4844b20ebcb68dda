using System.Text;
using MimeKit;
using Renderer.Server.Open;
using Renderer.Server.Passthrough.Marks;
using Renderer.Templates;

namespace Renderer.Server.Passthrough.Mime;

/// <summary>A whole MIME message with marks in its texts: what has none goes out as it came, header by header and part by part.</summary>
internal sealed class MarkedMime
{
    private static readonly (string Type, Part Part)[] Types = [("text/html", Part.Html), ("text/plain", Part.Text), ("text/x-amp-html", Part.Amp)];

    private readonly byte[] source;
    private readonly IReadOnlyList<MarkedPart> parts;
    private readonly MarkedPart? subject;
    private readonly bool hasUnsubscribe;

    private MarkedMime(byte[] source, MimeMessage message)
    {
        this.source = source;
        parts = [.. Texts(message).Select((text, i) => MarkedPart.Read(text.Text, PartOf(text), i)).OfType<MarkedPart>()];
        subject = MarkedPart.Read(message.Subject ?? string.Empty, Part.Subject, -1);
        hasUnsubscribe = message.Headers.Contains(ListUnsubscribe.Name);
        To = [.. message.To.Mailboxes.Select(mailbox => new Mailbox(mailbox.ToString(encode: true), mailbox.Address))];
        Wanted = [.. parts.Concat(subject is null ? [] : [subject]).SelectMany(part => part.Wanted).Distinct()];
    }

    /// <summary>Everything that has to be rendered for it; empty where it has no marks.</summary>
    public IReadOnlyList<Wanted> Wanted { get; }

    /// <summary>Whom it says it is for.</summary>
    public IReadOnlyList<Mailbox> To { get; }

    /// <summary>Reads it; null where it is no message.</summary>
    public static MarkedMime? Read(byte[] source)
    {
        try
        {
            using var message = MimeMessage.Load(new MemoryStream(source, writable: false));
            return new MarkedMime(source, message);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>A header of the message; null where it has none.</summary>
    public string? Header(string name)
    {
        using var message = MimeMessage.Load(new MemoryStream(source, writable: false));
        return message.Headers[name];
    }

    /// <summary>The message of one recipient.</summary>
    /// <param name="rendered">What was rendered for them.</param>
    /// <param name="to">Who then stands alone in its To; null: it stays.</param>
    /// <param name="copies">Whether those who get copies stay.</param>
    public byte[] With(RenderedMessage rendered, string? to, bool copies)
    {
        using var message = MimeMessage.Load(new MemoryStream(source, writable: false));
        var texts = Texts(message).ToList();
        foreach (var part in parts)
        {
            Put(message, texts[part.Index], part, rendered);
        }

        if (subject is not null)
        {
            message.Subject = subject.With(rendered);
        }

        if (to is not null)
        {
            message.Headers.Replace("To", to);
        }

        if (!copies)
        {
            message.Headers.RemoveAll(HeaderId.Cc);
            message.Headers.RemoveAll(HeaderId.Bcc);
        }

        if (rendered.ListUnsubscribe is { } value && !hasUnsubscribe)
        {
            message.Headers.Add(ListUnsubscribe.Name, value);
            message.Headers.Add(ListUnsubscribe.PostName, ListUnsubscribe.PostValue);
        }

        using var bytes = new MemoryStream(source.Length);
        message.WriteTo(bytes);
        return bytes.ToArray();
    }

    private static void Put(MimeMessage message, TextPart text, MarkedPart part, RenderedMessage rendered)
    {
        if (part.Wanted.Any(wanted => wanted.Part == Part.Amp && rendered[wanted] is null))
        {
            // Without it the other alternatives stand.
            foreach (var holder in Holders(message.Body))
            {
                holder.Remove(text);
            }

            return;
        }

        text.SetText(Encoding.UTF8, part.With(rendered));
        text.ContentTransferEncoding = ContentEncoding.Base64;
    }

    private static List<Multipart> Holders(MimeEntity? body)
    {
        var open = new Stack<MimeEntity?>([body]);
        var found = new List<Multipart>();
        while (open.TryPop(out var entity))
        {
            if (entity is Multipart holder)
            {
                found.Add(holder);
                foreach (var below in holder)
                {
                    open.Push(below);
                }
            }
        }

        return found;
    }

    private static IEnumerable<TextPart> Texts(MimeMessage message) => message.BodyParts.OfType<TextPart>()
        .Where(text => !text.IsAttachment && Array.Exists(Types, type => text.ContentType.MimeType.Equals(type.Type, StringComparison.OrdinalIgnoreCase)));

    private static Part PartOf(TextPart text) => Array.Find(Types, type => text.ContentType.MimeType.Equals(type.Type, StringComparison.OrdinalIgnoreCase)).Part;
}
