using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Renderer.Sandbox.Esp.Merging;
using Renderer.Sandbox.Outbox;

namespace Renderer.Sandbox.Esp.Mailgun;

/// <summary>A checked call to /messages.</summary>
internal sealed partial class MailgunCall
{
    private const int MostRecipients = 1000;
    private const int MostTags = 10;
    private static readonly TimeSpan Latest = TimeSpan.FromDays(7);

    private readonly IFormCollection form;
    private readonly Mailbox from;
    private readonly IReadOnlyList<Mailbox> to, cc, bcc;
    private readonly JsonElement? variables;
    private readonly string? template;
    private readonly DateTimeOffset? sendAt;

    private MailgunCall(
        IFormCollection form, Mailbox from, IReadOnlyList<Mailbox> to, IReadOnlyList<Mailbox> cc, IReadOnlyList<Mailbox> bcc, JsonElement? variables, string? template, DateTimeOffset? sendAt)
    {
        (this.form, this.from, this.to, this.cc, this.bcc) = (form, from, to, cc, bcc);
        (this.variables, this.template, this.sendAt) = (variables, template, sendAt);
    }

    /// <summary>Taken, and not delivered.</summary>
    public bool TestMode => form["o:testmode"].ToString() is "yes" or "true";

    /// <summary>Reads it, or says what is wrong with it in Mailgun's words.</summary>
    public static (MailgunCall? Call, string? Fault) Read(IFormCollection form, MailgunTemplates templates, string domain, TimeProvider clock)
    {
        var (to, cc, bcc) = (Boxes(form, "to"), Boxes(form, "cc"), Boxes(form, "bcc"));
        var from = Mailbox.Parse(form["from"]);
        var stored = form["template"].ToString();
        var template = stored.Length > 0 ? templates.Find(domain, stored) : null;
        var variables = Json(form["recipient-variables"], out var badVariables);
        Json(form["t:variables"], out var badTemplateVariables);
        var later = form["o:deliverytime"].ToString();
        var isTime = DateTimeOffset.TryParse(later.Replace(" GMT", " +0000", StringComparison.Ordinal), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time);
        var fault = form["from"].Count == 0 ? "from parameter is missing"
            : from is null ? "from parameter is not a valid address. please check documentation"
            : form["to"].ToString().Length == 0 ? "to parameter is missing"
            : to is null ? "to parameter is not a valid address. please check documentation"
            : cc is null ? "cc parameter is not a valid address. please check documentation"
            : bcc is null ? "bcc parameter is not a valid address. please check documentation"
            : to.Count + cc.Count + bcc.Count > MostRecipients ? "too many recipients: a message can be sent to at most 1000 recipients"
            : stored.Length > 0 && template is null ? $"template '{stored}' not found"
            : Contents.All(part => form[part].ToString().Length == 0) && !form.Files.Any(file => file.Name is "attachment" or "inline")
                ? "Need at least one of 'text', 'html', 'amp-html' or 'template' parameters specified"
            : badVariables || variables is { ValueKind: not JsonValueKind.Object } ? "recipient-variables parameter is not a valid JSON dictionary"
            : badTemplateVariables ? "t:variables parameter is not a valid JSON dictionary"
            : form["o:tag"].Count > MostTags ? "Only 10 tags are allowed per message"
            : later.Length > 0 && (!isTime || time > clock.GetUtcNow() + Latest) ? "o:deliverytime parameter is not a valid RFC 2822 time, or too far in the future"
            : YesNo.FirstOrDefault(name => form[name].Count > 0 && form[name].ToString() is not ("yes" or "no" or "true" or "false" or "htmlonly")) is { } option ? $"{option} parameter is not valid: yes, no, true or false"
            : null;
        return fault is null
            ? (new MailgunCall(form, from!, to!, cc!, bcc!, variables, template, later.Length > 0 ? time : null), null)
            : (null, fault);
    }

    private static readonly string[] Contents = ["text", "html", "amp-html", "template"];

    private static readonly string[] YesNo = ["o:testmode", "o:tracking", "o:tracking-opens", "o:tracking-clicks", "o:dkim", "o:require-tls", "o:skip-verification"];

    /// <summary>With recipient-variables each of To gets a mail of their own; without, all see each other.</summary>
    public IEnumerable<Letter> Letters(string id) => variables is null ? [Letter(id, to, default)] : to.Select(who => Letter(id, [who], Variables(who)));

    private JsonElement Variables(Mailbox who) => variables!.Value.EnumerateObject()
        .FirstOrDefault(entry => entry.Name.Equals(who.Email, StringComparison.OrdinalIgnoreCase)).Value;

    private Letter Letter(string id, IReadOnlyList<Mailbox> who, JsonElement own)
    {
        var files = Files("attachment", inline: false).Concat(Files("inline", inline: true)).ToList();
        // Recipient variables come last: they may stand in what the template's variables say.
        var html = template is null ? Merge(form["html"]) : Merge(MergeTemplate.Render(template, TemplateData(own), MergeLanguage.Handlebars, escape: true));
        return new Letter
        {
            Esp = MailgunApi.Name,
            Id = id,
            From = new Mailbox(from.Email, Merge(from.Name)),
            To = who,
            Cc = cc,
            Bcc = bcc,
            ReplyTo = Mailbox.ParseList(Merge(form["h:Reply-To"])) ?? [],
            Subject = Merge(form["subject"]) ?? "",
            Html = html,
            Text = Merge(form["text"]),
            Amp = Merge(form["amp-html"]),
            Headers = form.Where(field => field.Key.StartsWith("h:", StringComparison.OrdinalIgnoreCase))
                .Select(field => new KeyValuePair<string, string>(field.Key[2..], Merge(field.Value) ?? "")),
            Files = files,
            Metadata = form.Where(field => field.Key.StartsWith("v:", StringComparison.OrdinalIgnoreCase))
                .Aggregate(EspJson.None, (all, field) => all.SetItem(field.Key[2..], Merge(field.Value) ?? "")),
            Tags = [.. form["o:tag"].OfType<string>()],
            SendAt = sendAt,
        };

        // %recipient% and %recipient.key%, in bodies and headers; what a recipient does not have stays as it is.
        string? Merge(string? text) => string.IsNullOrEmpty(text) ? null : Tag().Replace(text, tag => tag.Groups["key"].Value switch
        {
            "" when tag.Groups["part"].Success => Part(tag),
            "" => who[0].ToString(),
            var key => own.ValueKind == JsonValueKind.Object && own.TryGetProperty(key, out var value) ? value.Scalar() ?? value.GetRawText() : tag.Value,
        });

        string Part(Match tag) => tag.Groups["part"].Value switch
        {
            "_email" => who[0].Email,
            "_name" => who[0].Name ?? "",
            "_fname" => who[0].Name?.Split(' ')[0] ?? "",
            _ => who[0].Name?.Split(' ')[^1] ?? "",
        };
    }

    // t:variables, then v: of the message, then what the recipient's own variables say.
    private JsonElement TemplateData(JsonElement own)
    {
        var data = new Dictionary<string, JsonElement>();
        foreach (var field in form.Where(field => field.Key.StartsWith("v:", StringComparison.OrdinalIgnoreCase)))
        {
            data[field.Key[2..]] = JsonSerializer.SerializeToElement(field.Value.ToString());
        }

        foreach (var source in new[] { Json(form["h:X-Mailgun-Variables"], out _), Json(form["t:variables"], out _), own.ValueKind == JsonValueKind.Object ? own : (JsonElement?)null })
        {
            foreach (var member in source is { ValueKind: JsonValueKind.Object } given ? given.EnumerateObject().ToArray() : [])
            {
                data[member.Name] = member.Value;
            }
        }

        return JsonSerializer.SerializeToElement(data);
    }

    private IEnumerable<MailFile> Files(string field, bool inline) => form.Files.Where(file => file.Name == field).Select(file =>
    {
        using var bytes = new MemoryStream();
        file.CopyTo(bytes);
        return new MailFile(file.FileName, file.ContentType ?? "application/octet-stream", bytes.ToArray(), inline ? file.FileName : null);
    });

    private static List<Mailbox>? Boxes(IFormCollection form, string name)
    {
        var all = new List<Mailbox>();
        foreach (var field in form[name])
        {
            if (Mailbox.ParseList(field) is not { } boxes)
            {
                return null;
            }

            all.AddRange(boxes);
        }

        return all;
    }

    private static JsonElement? Json(string? text, out bool bad)
    {
        bad = false;
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        try
        {
            return JsonDocument.Parse(text).RootElement;
        }
        catch (JsonException)
        {
            bad = true;
            return null;
        }
    }

    [GeneratedRegex(@"%recipient(?:\.(?<key>[^%\s]+)|(?<part>_email|_name|_fname|_lname))?%", RegexOptions.NonBacktracking)]
    private static partial Regex Tag();
}
