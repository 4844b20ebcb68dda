using System.Globalization;
using System.Text;
using System.Text.Json;
using Renderer.Sandbox.Esp.Merging;
using Renderer.Sandbox.Outbox;

namespace Renderer.Sandbox.Esp.SparkPost;

/// <summary>What one recipient of a checked transmission gets.</summary>
internal static class SparkPostLetter
{
    public static Mailbox Address(JsonElement recipient)
    {
        var address = recipient.At("address");
        var text = address.Scalar();
        return text is not null ? Mailbox.Parse(text) ?? new Mailbox(text) : new Mailbox(address.Text("email") ?? recipient.Text("email") ?? "", address.Text("name"));
    }

    /// <summary>The sender: a text, or an object; its tags are looked at when they are filled in.</summary>
    public static Mailbox? From(JsonElement from)
    {
        var email = from.Scalar() ?? from.Text("email");
        return email is null ? null
            : email.Contains("{{", StringComparison.Ordinal) ? new Mailbox(email, from.Text("name"))
            : from.ValueKind == JsonValueKind.String ? Mailbox.Parse(email)
            : Mailbox.IsAddress(email) ? new Mailbox(email, from.Text("name")) : null;
    }

    public static Letter? Of(JsonElement root, JsonElement content, JsonElement recipient, string id)
    {
        var data = Data(root, recipient);
        var who = Address(recipient);
        var metadata = root.Flat("metadata").SetItems(recipient.Flat("metadata"));
        if (content.Text("email_rfc822") is { } source)
        {
            using var stream = new MemoryStream(Encoding.UTF8.GetBytes(source));
            return MimeLetter.Read(stream, SparkPostApi.Name) is not { } letter ? null : letter with
            {
                Id = id,
                ToHeader = string.Join(", ", letter.To),
                To = [who],
                Cc = [],
                Bcc = [],
                Subject = Merge(letter.Subject, escape: false) ?? "",
                Html = Merge(letter.Html, escape: true),
                Text = Merge(letter.Text, escape: false),
                Amp = Merge(letter.Amp, escape: true),
                Metadata = metadata,
            };
        }

        var from = From(content.At("from"))!;
        return new Letter
        {
            Esp = SparkPostApi.Name,
            Id = id,
            From = new Mailbox(Merge(from.Email, escape: false) ?? "", Merge(from.Name, escape: false)),
            To = [who],
            ToHeader = recipient.At("address").Text("header_to"),
            ReplyTo = Mailbox.ParseList(Merge(content.Text("reply_to"), escape: false)) ?? [],
            Subject = Merge(content.Text("subject"), escape: false) ?? "",
            Html = Merge(content.Text("html"), escape: true),
            Text = Merge(content.Text("text"), escape: false),
            Amp = Merge(content.Text("amp_html"), escape: true),
            Headers = [.. content.Members("headers").Select(one => new KeyValuePair<string, string>(one.Name, Merge(one.Value.Scalar() ?? "", escape: false) ?? ""))],
            Files = [.. content.Items("attachments").Select(file => File(file, null)), .. content.Items("inline_images").Select(file => File(file, file.Text("name")))],
            Metadata = metadata,
            Tags = [.. recipient.Items("tags").Select(tag => tag.Scalar()).OfType<string>()],
            SendAt = DateTimeOffset.TryParse(root.At("options").Text("start_time"), CultureInfo.InvariantCulture, out var at) ? at : null,
        };

        string? Merge(string? text, bool escape) => string.IsNullOrEmpty(text) ? null : MergeTemplate.Render(text, data, MergeLanguage.SparkPost, escape);
    }

    private static MailFile File(JsonElement file, string? id) => new(file.Text("name")!, file.Text("type")!, EspJson.Base64(file.Text("data"))!, id);

    // The recipient's data over the transmission's, metadata beneath both; and the address under its own name.
    private static JsonElement Data(JsonElement root, JsonElement recipient)
    {
        var all = new Dictionary<string, JsonElement>();
        foreach (var (of, name) in new[] { (root, "metadata"), (recipient, "metadata"), (root, "substitution_data"), (recipient, "substitution_data") })
        {
            foreach (var member in of.Members(name))
            {
                all[member.Name] = member.Value;
            }
        }

        var who = Address(recipient);
        all["address"] = JsonSerializer.SerializeToElement(new Dictionary<string, string?> { ["email"] = who.Email, ["name"] = who.Name });
        return JsonSerializer.SerializeToElement(all);
    }
}
