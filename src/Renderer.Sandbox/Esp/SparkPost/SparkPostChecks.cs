using System.Text.Json;
using Renderer.Sandbox.Outbox;

namespace Renderer.Sandbox.Esp.SparkPost;

/// <summary>What SparkPost checks before it takes a transmission. Bad addresses are counted as rejected, unless all are bad.</summary>
internal static class SparkPostChecks
{
    private static readonly string[] Bodies = ["text", "html", "amp_html"];

    public static SparkPostError? Of(JsonElement root, JsonElement content)
    {
        var recipients = root.At("recipients");
        return !root.At("content").IsThere() ? SparkPostError.Missing("content object or template_id required")
            : !recipients.IsThere() ? SparkPostError.Missing("recipients or list_id required")
            : recipients.ValueKind != JsonValueKind.Array ? SparkPostError.Invalid("recipients must be an array; stored lists are not kept here")
            : recipients.GetArrayLength() == 0 ? SparkPostError.Missing("At least one recipient is required")
            : recipients.EnumerateArray().Any(one => !one.At("address").IsThere() && one.Text("email") is null) ? SparkPostError.Missing("address is required for each recipient")
            : recipients.EnumerateArray().Any(one => one.At("substitution_data").IsThere() && one.At("substitution_data").ValueKind != JsonValueKind.Object) ? SparkPostError.Invalid("substitution_data must be an object")
            : recipients.EnumerateArray().Any(one => one.Items("tags").Count() > 10) ? SparkPostError.Invalid("a recipient has at most 10 tags")
            : root.Text("campaign_id") is { Length: > 64 } ? SparkPostError.Invalid("campaign_id has at most 64 bytes")
            : recipients.EnumerateArray().All(one => !Mailbox.IsAddress(SparkPostLetter.Address(one).Email))
                ? new SparkPostError(400, "invalid data format/type", "5002", "at least one valid recipient is required")
            : Content(content);
    }

    /// <summary>What is wrong with a content, sent along or stored.</summary>
    public static SparkPostError? Content(JsonElement content)
    {
        if (content.ValueKind != JsonValueKind.Object)
        {
            return SparkPostError.Invalid("content must be an object");
        }

        if (content.At("email_rfc822").IsThere())
        {
            return content.Text("email_rfc822") is { Length: > 0 } ? null : SparkPostError.Invalid("email_rfc822 must be a string");
        }

        var from = content.At("from");
        var files = content.Items("attachments").Concat(content.Items("inline_images"));
        return !from.IsThere() ? SparkPostError.Missing("content.from is a required field")
            : SparkPostLetter.From(from) is null ? SparkPostError.Invalid("Invalid email address in content.from")
            : string.IsNullOrEmpty(content.Text("subject")) ? SparkPostError.Missing("content.subject is a required field")
            : Bodies.All(part => string.IsNullOrEmpty(content.Text(part))) ? SparkPostError.Missing("At least one of content.text, content.html or content.amp_html is required")
            : content.At("headers").IsThere() && content.At("headers").ValueKind != JsonValueKind.Object ? SparkPostError.Invalid("content.headers must be an object")
            : files.Any(file => string.IsNullOrEmpty(file.Text("name")) || string.IsNullOrEmpty(file.Text("type"))) ? SparkPostError.Missing("an attachment needs name, type and data")
            : files.Any(file => EspJson.Base64(file.Text("data")) is null || file.Text("data")!.Any(char.IsWhiteSpace)) ? SparkPostError.Invalid("attachment data must be base64 without line breaks")
            : null;
    }
}
