using System.Globalization;
using System.Text.Json;

namespace Renderer.Sandbox.Esp.SendGrid;

/// <summary>SendGrid's checks of all that is neither recipient nor content.</summary>
internal static class SendGridExtras
{
    private static readonly HashSet<string> Reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        "x-sg-id", "x-sg-eid", "received", "dkim-signature", "Content-Type", "Content-Transfer-Encoding", "To", "From", "Subject", "Reply-To", "CC", "BCC",
    };

    public static IEnumerable<SendGridError> Of(JsonElement root, TimeProvider clock) =>
        Attachments(root).Concat(Headers(root)).Concat(Limits(root)).Concat(Times(root, clock));

    private static IEnumerable<SendGridError> Attachments(JsonElement root)
    {
        var index = 0;
        foreach (var file in root.Items("attachments"))
        {
            var at = string.Create(CultureInfo.InvariantCulture, $"attachments.{index++}");
            if (file.Text("content") is not { Length: > 0 } content)
            {
                yield return new SendGridError("The attachment content must be a string at least one character in length.", at + ".content", "message.attachments.content");
            }
            else if (EspJson.Base64(content) is null)
            {
                yield return new SendGridError("The attachment content must be base64 encoded.", at + ".content", "message.attachments.content");
            }

            if (file.Text("filename") is null)
            {
                yield return new SendGridError("The filename of the attachment is required.", at + ".filename", "message.attachments.filename");
            }

            if (file.Text("disposition") is not (null or "attachment" or "inline"))
            {
                yield return new SendGridError("The disposition of your attachment can be one of the following values: \"inline\" or \"attachment\".", at + ".disposition", "message.attachments.disposition");
            }
        }
    }

    private static IEnumerable<SendGridError> Headers(JsonElement root)
    {
        var personal = root.Items("personalizations").SelectMany((one, i) => one.Members("headers").Select(header => (header.Name, At: string.Create(CultureInfo.InvariantCulture, $"personalizations.{i}.headers"))));
        foreach (var (name, at) in root.Members("headers").Select(header => (header.Name, At: "headers")).Concat(personal))
        {
            if (Reserved.Contains(name))
            {
                yield return new SendGridError($"The header '{name}' cannot be used: it is one of the reserved keys.", at, "message.headers");
            }
        }
    }

    private static IEnumerable<SendGridError> Limits(JsonElement root)
    {
        var categories = root.Items("categories").ToList();
        if (categories.Count > 10)
        {
            yield return new SendGridError("There is a limit of 10 categories per request.", "categories", "message.categories");
        }

        for (var i = 0; i < categories.Count; i++)
        {
            if (categories[i].ValueKind != JsonValueKind.String)
            {
                yield return SendGridError.Type("string", categories[i], string.Create(CultureInfo.InvariantCulture, $"categories.{i}"));
            }
            else if (categories[i].GetString()!.Length > 255)
            {
                yield return new SendGridError("Category names may not exceed 255 characters.", "categories", "message.categories");
            }
        }

        if (root.At("asm").IsThere() && root.At("asm").At("group_id").ValueKind != JsonValueKind.Number)
        {
            yield return new SendGridError("The asm.group_id must be an integer.", "asm.group_id", "message.asm");
        }

        if (root.At("asm").Items("groups_to_display").Count() > 25)
        {
            yield return new SendGridError("The 'groups_to_display' array may have at most 25 groups.", "asm.groups_to_display", "message.asm");
        }

        var own = root.Flat("custom_args").Sum(pair => pair.Key.Length + pair.Value.Length);
        if (root.Items("personalizations").Select(one => own + one.Flat("custom_args").Sum(pair => pair.Key.Length + pair.Value.Length)).DefaultIfEmpty(own).Max() > 10_000)
        {
            yield return new SendGridError("The custom_args may not exceed 10,000 bytes.", "custom_args", "message.custom_args");
        }
    }

    private static IEnumerable<SendGridError> Times(JsonElement root, TimeProvider clock)
    {
        var latest = clock.GetUtcNow().AddHours(72).ToUnixTimeSeconds();
        foreach (var (one, at) in root.Items("personalizations").Select((one, i) => (one, string.Create(CultureInfo.InvariantCulture, $"personalizations.{i}.send_at"))).Prepend((root, "send_at")))
        {
            if (one.At("send_at") is { ValueKind: JsonValueKind.Number } time && time.GetInt64() > latest)
            {
                yield return new SendGridError("Scheduling more than 72 hours in advance is forbidden.", at, "message.send_at");
            }
        }
    }
}
