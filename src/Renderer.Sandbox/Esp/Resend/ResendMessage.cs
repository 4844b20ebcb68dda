using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Renderer.Sandbox.Outbox;

namespace Renderer.Sandbox.Esp.Resend;

/// <summary>One email of a call to Resend, checked and merged.</summary>
internal static partial class ResendMessage
{
    private const int MostRecipients = 50;

    public static (Letter? Letter, ResendError? Error) Read(JsonElement root, IReadOnlyDictionary<string, JsonElement> templates)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            return (null, ResendError.Invalid("An email must be an object."));
        }

        var name = root.At("template").Text("id");
        JsonElement template = default;
        if (name is not null && !templates.TryGetValue(name, out template))
        {
            return (null, new ResendError(404, "not_found", "Template not found"));
        }

        var (to, cc, bcc, reply) = (Boxes(root, "to"), Boxes(root, "cc"), Boxes(root, "bcc"), Boxes(root, "reply_to"));
        var from = root.Text("from") ?? template.Text("from");
        var (subject, html, text) = (root.Text("subject") ?? template.Text("subject"), root.Text("html") ?? template.Text("html"), root.Text("text") ?? template.Text("text"));
        var error = from is null ? ResendError.Missing("from")
            : Mailbox.Parse(from) is null ? ResendError.Invalid("Invalid `from` field. The email address needs to follow the `email@example.com` or `Name <email@example.com>` format.")
            : !root.At("to").IsThere() ? ResendError.Missing("to")
            : to is null or [] ? Wrong("to")
            : cc is null ? Wrong("cc")
            : bcc is null ? Wrong("bcc")
            : reply is null ? Wrong("reply_to")
            : to.Count > MostRecipients || cc.Count > MostRecipients || bcc.Count > MostRecipients ? ResendError.Invalid("The number of recipients may not exceed 50.")
            : subject is null ? ResendError.Missing("subject")
            : name is not null && (root.At("html").IsThere() || root.At("text").IsThere()) ? ResendError.Invalid("`html` and `text` can not be used with `template`.")
            : html is null && text is null ? ResendError.Invalid("Missing `html` or `text` field.")
            : root.At("headers").IsThere() && root.At("headers").ValueKind != JsonValueKind.Object ? ResendError.Invalid("The `headers` field must be an object.")
            : root.Items("tags").Any(tag => !TagForm().IsMatch(tag.Text("name") ?? "") || !TagForm().IsMatch(tag.Text("value") ?? ""))
                ? ResendError.Invalid("Tags should only contain ASCII letters, numbers, underscores, or dashes.")
            : root.Items("attachments").Any(file => Content(file) is null) ? new ResendError(422, "invalid_attachment", "Attachment must have either a `content` or `path`.")
            : Unfilled(root, template) is { } variable ? ResendError.Invalid($"Variable '{variable}' is required by the template.")
            : null;
        return error is not null ? (null, error) : (new Letter
        {
            Esp = ResendApi.Name,
            Id = Guid.NewGuid().ToString(),
            From = Mailbox.Parse(from)!,
            To = to!,
            Cc = cc!,
            Bcc = bcc!,
            ReplyTo = reply!,
            Subject = Fill(subject, root, template)!,
            Html = Fill(html, root, template),
            Text = Fill(text, root, template),
            Headers = [.. root.Members("headers").Select(one => new KeyValuePair<string, string>(one.Name, one.Value.Scalar() ?? ""))],
            Files = [.. root.Items("attachments").Select(file => new MailFile(
                file.Text("filename") ?? "", file.Text("content_type") ?? "application/octet-stream", Content(file)!, file.Text("content_id")))],
            Metadata = root.Items("tags").Aggregate(EspJson.None, (all, tag) => all.SetItem(tag.Text("name")!, tag.Text("value")!)),
            SendAt = DateTimeOffset.TryParse(root.Text("scheduled_at"), CultureInfo.InvariantCulture, out var at) ? at : null,
        }, null);
    }

    private static ResendError Wrong(string field) =>
        ResendError.Invalid($"Invalid `{field}` field. The email address needs to follow the `email@example.com` or `Name <email@example.com>` format.");

    // {{{NAME}}} of a template: from the call's variables, else the fallback that the template gives.
    private static string? Fill(string? text, JsonElement root, JsonElement template) => text is null || !template.IsThere() ? text : Variable().Replace(
        text, tag => Value(root, template, tag.Groups["name"].Value) ?? "");

    private static string? Value(JsonElement root, JsonElement template, string name) =>
        root.At("template").At("variables").At(name).Scalar()
        ?? template.Items("variables").FirstOrDefault(one => one.Text("key") == name).At("fallback_value").Scalar();

    private static string? Unfilled(JsonElement root, JsonElement template) => !template.IsThere() ? null
        : template.Items("variables").Select(one => one.Text("key")).OfType<string>().FirstOrDefault(name => Value(root, template, name) is null);

    // A text, or bytes as Node writes a Buffer.
    private static byte[]? Content(JsonElement file) => file.At("content") is var content && content.ValueKind == JsonValueKind.String
        ? EspJson.Base64(content.GetString())
        : content.Text("type") == "Buffer" ? [.. content.Items("data").Select(one => one.GetByte())] : null;

    private static List<Mailbox>? Boxes(JsonElement root, string name)
    {
        var field = root.At(name);
        var all = field.ValueKind == JsonValueKind.Array ? [.. field.EnumerateArray()] : field.IsThere() ? new[] { field } : [];
        var boxes = all.Select(one => one.ValueKind == JsonValueKind.String ? Mailbox.ParseList(one.GetString()) : null).ToList();
        return boxes.Contains(null) ? null : [.. boxes.SelectMany(list => list!)];
    }

    [GeneratedRegex("^[A-Za-z0-9_-]{1,256}$", RegexOptions.NonBacktracking)]
    private static partial Regex TagForm();

    [GeneratedRegex(@"\{\{\{\s*(?<name>[A-Za-z0-9_]+)\s*\}\}\}", RegexOptions.NonBacktracking)]
    private static partial Regex Variable();
}
