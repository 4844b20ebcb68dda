using System.Globalization;
using System.Text.Json;
using Renderer.Sandbox.Esp.Merging;
using Renderer.Sandbox.Outbox;

namespace Renderer.Sandbox.Esp.Postmark;

/// <summary>One message of a call to Postmark, checked and merged.</summary>
internal sealed class PostmarkMessage(PostmarkTemplates templates)
{
    private const int MostRecipients = 50;
    private const long LargestMessage = 10L << 20;

    private static readonly string[] Forbidden =
        [".vbs", ".exe", ".bin", ".bat", ".chm", ".com", ".cpl", ".crt", ".hlp", ".hta", ".inf", ".ins", ".isp", ".jse", ".lnk", ".mdb", ".pcd", ".pif", ".reg", ".scr", ".sct", ".shs", ".vbe", ".vba", ".wsf", ".wsh", ".wsc", ".msi", ".msc", ".msp", ".mst"];

    private static readonly string[] Texts = ["From", "To", "Cc", "Bcc", "Subject", "HtmlBody", "TextBody", "ReplyTo", "Tag", "MessageStream"];

    private static readonly string[] Streams = ["outbound", "broadcast", "broadcasts"];

    /// <summary>Reads one.</summary>
    /// <param name="message">What was sent.</param>
    /// <param name="templated">Whether it names a template.</param>
    /// <returns>The letter, or what is wrong.</returns>
    public (Letter? Letter, PostmarkError? Error) Read(JsonElement message, bool templated)
    {
        if (message.ValueKind != JsonValueKind.Object)
        {
            return (null, PostmarkError.BadJson);
        }

        var template = templated ? templates.Find(message) : new PostmarkTemplates.Content(message.Text("Subject"), message.Text("HtmlBody"), message.Text("TextBody"));
        if (Types(message) is { } type)
        {
            return (null, type);
        }

        if (templated && (template is null || !message.At("TemplateModel").IsThere()))
        {
            return (null, message.At("TemplateId").IsThere() == message.At("TemplateAlias").IsThere()
                ? new PostmarkError(1109, "Exactly one of 'TemplateId' and 'TemplateAlias' must be specified.")
                : template is null
                    ? new PostmarkError(1101, $"The Template's '{(message.At("TemplateId").IsThere() ? "TemplateId" : "Alias")}' associated with this request is not valid or was not found.")
                    : new PostmarkError(1109, "The 'TemplateModel' is required: send an empty object where the template reads nothing."));
        }

        var (from, to, cc, bcc) = (Mailbox.Parse(message.Text("From")), Boxes(message, "To"), Boxes(message, "Cc"), Boxes(message, "Bcc"));
        var error = from is null ? PostmarkError.Invalid($"Invalid 'From' address: '{message.Text("From")}'.")
            : to is null ? PostmarkError.Invalid($"Error parsing 'To': Illegal email address '{message.Text("To")}'. It must contain the '@' symbol.")
            : cc is null ? PostmarkError.Invalid($"Error parsing 'Cc': Illegal email address '{message.Text("Cc")}'. It must contain the '@' symbol.")
            : bcc is null ? PostmarkError.Invalid($"Error parsing 'Bcc': Illegal email address '{message.Text("Bcc")}'. It must contain the '@' symbol.")
            : to.Count + cc.Count + bcc.Count == 0 ? PostmarkError.Invalid("Zero recipients specified")
            : to.Count + cc.Count + bcc.Count > MostRecipients ? PostmarkError.Invalid("Maximum of 50 recipients allowed per email message.")
            : string.IsNullOrEmpty(template!.Html) && string.IsNullOrEmpty(template.Text) ? PostmarkError.Invalid("Provide either email TextBody or HtmlBody or both.")
            : Rest(message);
        return error is null ? (Letter(message, template!, templated, from!, to!, cc!, bcc!), null) : (null, error);
    }

    /// <summary>A message of a bulk call: its inline content is filled as a template's is.</summary>
    public static Letter Fill(Letter letter, JsonElement model) => model.ValueKind != JsonValueKind.Object ? letter : letter with
    {
        Subject = MergeTemplate.Render(letter.Subject, model, MergeLanguage.Handlebars, escape: false)!,
        Html = MergeTemplate.Render(letter.Html, model, MergeLanguage.Handlebars, escape: true),
        Text = MergeTemplate.Render(letter.Text, model, MergeLanguage.Handlebars, escape: false),
    };

    private static PostmarkError? Types(JsonElement message) =>
        (from name in Texts
         let value = message.At(name)
         where value.IsThere() && value.ValueKind != JsonValueKind.String
         select PostmarkError.BadJson).FirstOrDefault();

    private static PostmarkError? Rest(JsonElement message)
    {
        var size = 0L;
        foreach (var file in message.Items("Attachments"))
        {
            var name = file.Text("Name") ?? "";
            if (name.Length == 0 || EspJson.Base64(file.Text("Content")) is not { } content || file.Text("ContentType") is not { Length: > 0 })
            {
                return PostmarkError.Invalid($"The attachment '{name}' needs a Name, a base64-encoded Content and a ContentType.");
            }

            if (Array.Exists(Forbidden, end => name.EndsWith(end, StringComparison.OrdinalIgnoreCase)))
            {
                return PostmarkError.Invalid($"The attachment '{name}' has a file type that is not allowed.");
            }

            size += content.Length;
        }

        var stream = message.Text("MessageStream") ?? "outbound";
        return size > LargestMessage ? PostmarkError.Invalid("The message is larger than 10 MB.")
            : !Streams.Contains(stream) ? new PostmarkError(1235, $"The stream provided: '{stream}' does not exist on this server.")
            : message.Text("Tag") is { Length: > 1000 } ? PostmarkError.Invalid("The 'Tag' may not exceed 1000 characters.")
            : message.Members("Metadata").Any(one => one.Name.Length > 20 || one.Value.Scalar() is not { Length: <= 80 }) ? PostmarkError.Invalid("Metadata names may have 20 characters, values 80.")
            : message.Items("Headers").Any(one => string.IsNullOrEmpty(one.Text("Name")) || one.Text("Value") is null) ? PostmarkError.Invalid("Every header needs a Name and a Value.")
            : message.Text("TrackLinks") is not (null or "None" or "HtmlAndText" or "HtmlOnly" or "TextOnly") ? PostmarkError.Invalid($"The 'TrackLinks' value '{message.Text("TrackLinks")}' is not one of None, HtmlAndText, HtmlOnly, TextOnly.")
            : null;
    }

    private static Letter Letter(
        JsonElement message, PostmarkTemplates.Content template, bool templated, Mailbox from, IReadOnlyList<Mailbox> to, IReadOnlyList<Mailbox> cc, IReadOnlyList<Mailbox> bcc)
    {
        var model = message.At("TemplateModel");
        return new Letter
        {
            Esp = PostmarkApi.Name,
            Id = Guid.NewGuid().ToString("D", CultureInfo.InvariantCulture),
            From = from,
            To = to,
            Cc = cc,
            Bcc = bcc,
            ReplyTo = Mailbox.ParseList(message.Text("ReplyTo")) ?? [],
            Subject = Merge(template.Subject, escape: false) ?? "",
            Html = Merge(template.Html, escape: true),
            Text = Merge(template.Text, escape: false),
            Headers = [.. message.Items("Headers").Select(one => new KeyValuePair<string, string>(one.Text("Name")!, one.Text("Value")!))],
            Files = [.. message.Items("Attachments").Select(File)],
            Metadata = message.Flat("Metadata"),
            Tags = message.Text("Tag") is { Length: > 0 } tag ? [tag] : [],
        };

        string? Merge(string? text, bool escape) =>
            string.IsNullOrEmpty(text) ? null : templated ? MergeTemplate.Render(text, model, MergeLanguage.Handlebars, escape) : text;
    }

    private static MailFile File(JsonElement file) => new(
        file.Text("Name")!, file.Text("ContentType")!, EspJson.Base64(file.Text("Content"))!, file.Text("ContentID") is { Length: > 0 } id ? id.Replace("cid:", "", StringComparison.Ordinal) : null);

    private static IReadOnlyList<Mailbox>? Boxes(JsonElement message, string name) =>
        message.Text(name) is { Length: > 0 } text ? Mailbox.ParseList(text) : [];
}
