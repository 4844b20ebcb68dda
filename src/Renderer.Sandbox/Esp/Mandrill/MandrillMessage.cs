using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Renderer.Sandbox.Esp.Merging;
using Renderer.Sandbox.Outbox;

namespace Renderer.Sandbox.Esp.Mandrill;

/// <summary>A checked message: one mail for each recipient, with their variables; all in one where recipients are to see each other.</summary>
internal sealed partial class MandrillMessage
{
    private static readonly JsonElement Nothing = JsonSerializer.SerializeToElement("");

    private readonly JsonElement message;
    private readonly Dictionary<string, JsonElement> global;
    private readonly string? html, text, subject;
    private readonly Mailbox from;
    private readonly List<Letter> letters = [];

    public MandrillMessage(JsonElement root, MandrillTemplate? template, TimeProvider clock)
    {
        message = root.At("message");
        SendAt = Time(root.Text("send_at")) ?? clock.GetUtcNow();
        html = Fill(message.Text("html") ?? template?.Html, root);
        text = message.Text("text") ?? template?.Text;
        subject = message.Text("subject") ?? template?.Subject;
        from = new Mailbox(message.Text("from_email") ?? template!.FromEmail!, message.Text("from_name") ?? template?.FromName);
        global = Variables(message.Items("global_merge_vars"));
    }

    public DateTimeOffset SendAt { get; }

    /// <summary>Everybody, as sent, with the id of their mail; null where the address is none.</summary>
    public List<(string Email, string? Id)> Recipients { get; } = [];

    /// <summary>When a mail is to go: <c>YYYY-MM-DD HH:MM:SS</c>, UTC.</summary>
    public static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParseExact(text, "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    public IReadOnlyList<Letter> Letters()
    {
        var all = message.Items("to").Select(to => (Box: new Mailbox(to.Text("email")!, to.Text("name")), Kind: to.Text("type") ?? "to")).ToList();
        var good = all.Where(one => Mailbox.IsAddress(one.Box.Email)).ToList();
        var id = Guid.NewGuid().ToString("N");
        if (message.IsTrue("preserve_recipients"))
        {
            // All see the header that all share, and each still has variables of their own.
            foreach (var one in good)
            {
                Add(one.Box, one.Kind, string.Join(", ", good.Where(other => other.Kind == "to").Select(other => other.Box)), Guid.NewGuid().ToString("N"));
            }
        }
        else
        {
            good.ForEach(one => Add(one.Box, "to", null, Guid.NewGuid().ToString("N")));
        }

        if (message.Text("bcc_address") is { } bcc && Mailbox.IsAddress(bcc) && letters.Count > 0)
        {
            letters.Add(letters[0] with { To = [], Bcc = [new Mailbox(bcc)], Id = id });
        }

        var next = 0;
        foreach (var (box, _) in all)
        {
            Recipients.Add((box.Email, Mailbox.IsAddress(box.Email) ? letters[next++].Id : null));
        }

        return letters;
    }

    private void Add(Mailbox who, string kind, string? header, string id)
    {
        var variables = new Dictionary<string, JsonElement>(global, StringComparer.OrdinalIgnoreCase);
        foreach (var own in message.Items("merge_vars").Where(own => who.Email.Equals(own.Text("rcpt"), StringComparison.OrdinalIgnoreCase)))
        {
            foreach (var (name, value) in Variables(own.Items("vars")))
            {
                variables[name] = value;
            }
        }

        variables["EMAIL"] = JsonSerializer.SerializeToElement(who.Email);
        var metadata = message.Flat("metadata");
        foreach (var own in message.Items("recipient_metadata").Where(own => who.Email.Equals(own.Text("rcpt"), StringComparison.OrdinalIgnoreCase)))
        {
            metadata = metadata.SetItems(own.Flat("values"));
        }

        // Merging is asked for, or follows from variables.
        var merges = message.At("merge").ValueKind != JsonValueKind.False && (variables.Count > 1 || message.IsTrue("merge"));
        var handlebars = message.Text("merge_language") == "handlebars";
        var data = JsonSerializer.SerializeToElement(variables);
        letters.Add(new Letter
        {
            Esp = MandrillApi.Name,
            Id = id,
            From = from,
            To = kind == "to" ? [who] : [],
            Cc = kind == "cc" ? [who] : [],
            Bcc = kind == "bcc" ? [who] : [],
            ToHeader = header,
            ReplyTo = [],
            Subject = Merge(subject, escape: false) ?? "",
            Html = Merge(html, escape: true),
            Text = Merge(text, escape: false),
            Headers = [.. message.Members("headers").Select(one => new KeyValuePair<string, string>(one.Name, Merge(one.Value.Scalar() ?? "", escape: false) ?? ""))],
            Files = [.. message.Items("attachments").Select(file => File(file, null)), .. message.Items("images").Select(file => File(file, file.Text("name")))],
            Metadata = metadata,
            Tags = [.. message.Items("tags").Select(tag => tag.Scalar()!)],
            SendAt = SendAt,
        });

        string? Merge(string? part, bool escape) => part is null || !merges ? part
            : handlebars ? MergeTemplate.Render(part, data, MergeLanguage.Handlebars, escape)
            : MailchimpTags.Render(part, variables);
    }

    private static MailFile File(JsonElement file, string? id) => new(file.Text("name")!, file.Text("type")!, EspJson.Base64(file.Text("content"))!, id);

    private static Dictionary<string, JsonElement> Variables(IEnumerable<JsonElement> list) => list
        .Where(one => one.Text("name") is not null)
        .GroupBy(one => one.Text("name")!, StringComparer.OrdinalIgnoreCase)
        .ToDictionary(group => group.Key, group => group.Last().At("content") is var content && content.IsThere() ? content : Nothing, StringComparer.OrdinalIgnoreCase);

    // mc:edit="name" has its content from template_content.
    private static string? Fill(string? html, JsonElement root) => html is null ? null : root.Items("template_content").Aggregate(html, (filled, one) =>
        one.Text("name") is not { Length: > 0 } name ? filled : Region().Replace(filled, region => region.Groups["name"].Value == name
            ? region.Groups["open"].Value + one.Text("content") + region.Groups["close"].Value
            : region.Value));

    [GeneratedRegex(@"(?<open><(?:\w+)[^>]*\smc:edit=""(?<name>[^""]+)""[^>]*>)[^<]*(?<close></\w+>)", RegexOptions.NonBacktracking)]
    private static partial Regex Region();
}
