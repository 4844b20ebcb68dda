using System.Text.Json;
using Renderer.Sandbox.Outbox;

namespace Renderer.Sandbox.Esp.Mandrill;

/// <summary>What Mandrill checks before it takes a message. Bad addresses among the recipients are no fault of the call: they are answered as invalid.</summary>
internal static class MandrillChecks
{
    private static readonly (string Name, JsonValueKind Kind, string What)[] Types =
    [
        ("html", JsonValueKind.String, "Please enter a string"), ("text", JsonValueKind.String, "Please enter a string"), ("subject", JsonValueKind.String, "Please enter a string"),
        ("from_email", JsonValueKind.String, "Please enter a string"), ("from_name", JsonValueKind.String, "Please enter a string"), ("to", JsonValueKind.Array, "Please enter an array"),
        ("headers", JsonValueKind.Object, "Please enter a struct"), ("global_merge_vars", JsonValueKind.Array, "Please enter an array"), ("merge_vars", JsonValueKind.Array, "Please enter an array"),
        ("tags", JsonValueKind.Array, "Please enter an array"), ("metadata", JsonValueKind.Object, "Please enter a struct"), ("recipient_metadata", JsonValueKind.Array, "Please enter an array"),
        ("attachments", JsonValueKind.Array, "Please enter an array"), ("images", JsonValueKind.Array, "Please enter an array"),
    ];

    public static MandrillError? Of(JsonElement root, MandrillTemplate? template)
    {
        var message = root.At("message");
        if (message.ValueKind != JsonValueKind.Object)
        {
            return MandrillError.Invalid("message", "Please enter a struct");
        }

        foreach (var (name, kind, what) in Types)
        {
            // Libraries send an empty list where they mean an empty struct; Mandrill takes it.
            var value = message.At(name);
            if (value.IsThere() && value.ValueKind != kind && !(kind == JsonValueKind.Object && value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 0))
            {
                return MandrillError.Invalid($"message.{name}", what);
            }
        }

        var from = message.Text("from_email") ?? template?.FromEmail;
        return !message.Items("to").Any() ? MandrillError.Invalid("message.to", "Please enter an array")
            : message.Items("to").Any(to => to.ValueKind != JsonValueKind.Object || to.Text("email") is null) ? MandrillError.Invalid("message.to.email", "Please enter a value")
            : message.Items("to").Any(to => to.Text("type") is not (null or "to" or "cc" or "bcc")) ? MandrillError.Invalid("message.to.type", "Please enter one of to, cc, bcc")
            : !Mailbox.IsAddress(from) ? MandrillError.Invalid("message.from_email", from is null ? "Please enter a value" : "An email address must contain a single @")
            : message.Text("merge_language") is not (null or "mailchimp" or "handlebars") ? MandrillError.Invalid("message.merge_language", "Please enter one of mailchimp, handlebars")
            : message.Items("attachments").Concat(message.Items("images")).Any(file => EspJson.Base64(file.Text("content")) is null || file.Text("type") is null || file.Text("name") is null)
                ? MandrillError.Invalid("message.attachments", "Each needs a type, a name and base64-encoded content")
            : message.Items("tags").Any(tag => tag.Scalar() is not { Length: <= 50 } text || text.StartsWith('_')) ? MandrillError.Invalid("message.tags", "Tags have at most 50 characters and do not begin with an underscore")
            : root.At("send_at").IsThere() && MandrillMessage.Time(root.Text("send_at")) is null ? MandrillError.Invalid("send_at", "Please enter a date as YYYY-MM-DD HH:MM:SS")
            : null;
    }
}
