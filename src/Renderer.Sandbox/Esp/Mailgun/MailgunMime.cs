using Renderer.Sandbox.Outbox;

namespace Renderer.Sandbox.Esp.Mailgun;

/// <summary>A call to /messages.mime: whom to send to, and the mail as it is.</summary>
internal static class MailgunMime
{
    public static (Letter? Letter, string? Fault) Read(IFormCollection? form)
    {
        var to = Mailbox.ParseList(string.Join(", ", form?["to"].ToArray() ?? []));
        var file = form?.Files.GetFile("message");
        var source = file is null ? null : file.OpenReadStream();
        if (source is null && form?["message"].ToString() is { Length: > 0 } text)
        {
            source = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text));
        }

        if (to is null || source is null)
        {
            return (null, (to is null ? "to" : "message") + " parameter is missing");
        }

        using (source)
        {
            var letter = MimeLetter.Read(source, MailgunApi.Name);
            return letter is null ? (null, "message parameter is not a valid MIME message") : (MimeLetter.To(letter, to), null);
        }
    }
}
