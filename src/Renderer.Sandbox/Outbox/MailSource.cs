using System.Globalization;
using MimeKit;

namespace Renderer.Sandbox.Outbox;

/// <summary>A mail as bytes, the way a server would hand it to the recipient's.</summary>
internal static class MailSource
{
    // What says how the body is built is the body's own.
    private static readonly HashSet<string> OfBody = new(StringComparer.OrdinalIgnoreCase) { "Content-Type", "Content-Transfer-Encoding", "MIME-Version" };

    public static byte[] Of(Mail mail)
    {
        using var message = new MimeMessage { Date = mail.At, Body = Body(mail) };
        foreach (var (name, value) in mail.Headers.Where(header => !OfBody.Contains(header.Key)))
        {
            Set(message, name, value);
        }

        using var bytes = new MemoryStream();
        message.WriteTo(bytes);
        return bytes.ToArray();
    }

    private static void Set(MimeMessage message, string name, string value)
    {
        try
        {
            message.Headers.Replace(name, value);
        }
        catch (ArgumentException)
        {
            message.Headers.Add("X-Sandbox-Bad-Header", Uri.EscapeDataString(name));
        }
    }

    // Plain, AMP, HTML: a client shows the last that it knows, and those that know no AMP may know no part after it.
    private static MimeEntity Body(Mail mail)
    {
        var parts = new List<MimeEntity>();
        Add("plain", mail.Text);
        Add("x-amp-html", mail.Amp);
        Add("html", mail.Html);
        MimeEntity body = parts.Count == 1 ? parts[0] : Multi("alternative", parts);
        var inline = mail.Files.Where(file => file.ContentId is not null).ToList();
        if (inline.Count > 0)
        {
            body = Multi("related", [body, .. inline.Select(Part)]);
        }

        var attached = mail.Files.Where(file => file.ContentId is null).ToList();
        return attached.Count == 0 ? body : Multi("mixed", [body, .. attached.Select(Part)]);

        void Add(string subtype, string? text)
        {
            if (text is not null)
            {
                parts.Add(new TextPart(subtype) { Text = text });
            }
        }
    }

    private static Multipart Multi(string subtype, IEnumerable<MimeEntity> parts)
    {
        var multi = new Multipart(subtype);
        foreach (var part in parts)
        {
            multi.Add(part);
        }

        return multi;
    }

    private static MimePart Part(MailFile file)
    {
        var part = new MimePart(ContentType.TryParse(file.Type, out var type) ? type : new ContentType("application", "octet-stream"))
        {
            Content = new MimeContent(new MemoryStream(file.Content.ToArray())),
            ContentTransferEncoding = ContentEncoding.Base64,
            ContentDisposition = new ContentDisposition(file.ContentId is null ? ContentDisposition.Attachment : ContentDisposition.Inline),
            FileName = file.Name,
        };
        if (file.ContentId is not null)
        {
            part.ContentId = file.ContentId;
        }

        return part;
    }

    /// <summary>Size in bytes, as people say it.</summary>
    public static string Said(long bytes) => bytes < 1024 ? $"{bytes} B" : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:0.#} KB");
}
