using System.Text.Json;
using Renderer.Sandbox.Esp.Merging;
using Renderer.Sandbox.Outbox;

namespace Renderer.Sandbox.Esp.SendGrid;

/// <summary>What each personalization of a checked call comes to.</summary>
internal sealed class SendGridMerge(SendGridTemplates templates)
{
    // "{}" where a personalization has no data: tags without values are empty.
    private static readonly JsonElement Nothing = JsonDocument.Parse("{}").RootElement;

    public IEnumerable<Letter> Letters(JsonElement root, string id)
    {
        var template = root.Text("template_id") is { } name ? templates.Find(name) : null;
        var dynamic = root.Text("template_id")?.StartsWith("d-", StringComparison.Ordinal) == true;
        var parts = root.Items("content").GroupBy(part => part.Text("type")!.Split(';')[0].Trim()).ToDictionary(group => group.Key, group => group.First().Text("value")!);
        var files = root.Items("attachments").Select(File).ToList();
        foreach (var one in root.Items("personalizations"))
        {
            var data = one.At("dynamic_template_data").IsThere() ? one.At("dynamic_template_data") : Nothing;
            var substitutions = one.Flat("substitutions");
            yield return new Letter
            {
                Esp = SendGridApi.Name,
                Id = id,
                From = Box(one.At("from").IsThere() ? one.At("from") : root.At("from")),
                To = Boxes(one, "to"),
                Cc = Boxes(one, "cc"),
                Bcc = Boxes(one, "bcc"),
                ReplyTo = root.At("reply_to").IsThere() ? [Box(root.At("reply_to"))] : Boxes(root, "reply_to_list"),
                Subject = Subject(template?.Subject, one.Text("subject") ?? root.Text("subject")),
                Html = Merge(template?.Html ?? parts.GetValueOrDefault("text/html")),
                Text = Merge(template?.Text ?? parts.GetValueOrDefault("text/plain")),
                Amp = Merge(parts.GetValueOrDefault("text/x-amp-html")),
                Headers = root.Flat("headers").SetItems(one.Flat("headers")).Select(header => new KeyValuePair<string, string>(header.Key, Replace(header.Value))),
                Files = files,
                Metadata = root.Flat("custom_args").SetItems(one.Flat("custom_args")),
                Tags = [.. root.At("categories").ValueKind == JsonValueKind.String ? [root.Text("categories")!] : root.Items("categories").Select(tag => tag.GetString()!)],
                SendAt = (one.At("send_at").IsThere() ? one : root).At("send_at") is { ValueKind: JsonValueKind.Number } at ? DateTimeOffset.FromUnixTimeSeconds(at.GetInt64()) : null,
            };

            // SendGrid escapes in the subject, too: that is why its documentation says to write three braces there.
            string Subject(string? ofTemplate, string? ofCall) => Merge(ofTemplate?.Replace("<%subject%>", ofCall, StringComparison.Ordinal) ?? ofCall) ?? "";

            string? Merge(string? text) => text is null ? null : dynamic ? MergeTemplate.Render(text, data, MergeLanguage.Handlebars, escape: true) : Replace(text);

            string Replace(string text)
            {
                foreach (var (key, value) in substitutions)
                {
                    text = key.Length == 0 ? text : text.Replace(key, value, StringComparison.Ordinal);
                }

                return text;
            }
        }
    }

    private static MailFile File(JsonElement file) => new(
        file.Text("filename") ?? "",
        file.Text("type") ?? "application/octet-stream",
        EspJson.Base64(file.Text("content"))!,
        file.Text("disposition") == "inline" ? file.Text("content_id") ?? file.Text("filename") : null);

    private static List<Mailbox> Boxes(JsonElement of, string name) => [.. of.Items(name).Select(Box)];

    private static Mailbox Box(JsonElement box) => new(box.Text("email")!, box.Text("name"));
}
