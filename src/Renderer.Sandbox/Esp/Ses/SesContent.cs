using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Renderer.Sandbox.Esp.Merging;
using Renderer.Sandbox.Outbox;

namespace Renderer.Sandbox.Esp.Ses;

/// <summary>Reads, checks and merges what SES is to send. SES escapes nothing in its templates.</summary>
internal sealed class SesContent(IReadOnlyDictionary<string, SesTemplate> templates)
{
    private const int MostRecipients = 50;
    private const int MostHeaders = 15;

    private static readonly string[] Kinds = ["Simple", "Raw", "Template"];

    private static readonly string[] Lists = ["ToAddresses", "CcAddresses", "BccAddresses"];

    /// <summary>A call of SendEmail.</summary>
    public (Letter? Letter, SesError? Error) Single(JsonElement root)
    {
        var content = root.At("Content");
        var kinds = Kinds.Where(kind => content.At(kind).IsThere()).ToList();
        if (kinds.Count != 1)
        {
            return (null, SesError.Bad("Exactly one of Simple, Raw and Template must be specified in Content."));
        }

        if (kinds[0] == "Raw")
        {
            return Raw(root, content.At("Raw"));
        }

        var (common, error) = Common(root, root.At("Destination"));
        if (common is null)
        {
            return (null, error);
        }

        return kinds[0] == "Simple" ? Simple(common, content.At("Simple")) : Templated(common, content.At("Template"), content.At("Template").Text("TemplateData"));
    }

    /// <summary>What is wrong with a bulk call as a whole.</summary>
    public SesError? BulkFault(JsonElement root)
    {
        var template = root.At("DefaultContent").At("Template");
        return !template.IsThere() ? SesError.Bad("DefaultContent.Template must be specified.")
            : Mailbox.Parse(root.Text("FromEmailAddress")) is null ? SesError.Bad("Missing or invalid FromEmailAddress")
            : Data(template.Text("TemplateData")) is null ? SesError.Bad("TemplateData is not valid JSON.")
            : Find(template).Error;
    }

    /// <summary>One entry of a bulk call.</summary>
    public (Letter? Letter, string Status, string? Error) Entry(JsonElement root, JsonElement entry)
    {
        var (common, error) = Common(root, entry.At("Destination"));
        var template = root.At("DefaultContent").At("Template");
        var replacement = entry.At("ReplacementEmailContent").At("ReplacementTemplate").Text("ReplacementTemplateData");
        if (common is null)
        {
            return (null, "INVALID_PARAMETER", error!.Message);
        }

        // What an entry does not say is as the default says.
        var data = Data(template.Text("TemplateData"))!;
        if (Data(replacement) is not { } own)
        {
            return (null, "INVALID_PARAMETER", "ReplacementTemplateData is not valid JSON.");
        }

        foreach (var (name, value) in own)
        {
            data[name] = value;
        }

        common = common with
        {
            Headers = [.. common.Headers, .. Headers(entry, "ReplacementHeaders")],
            Metadata = Tags(root, "DefaultEmailTags").SetItems(Tags(entry, "ReplacementTags")),
        };
        var (letter, fault) = Templated(common, template, JsonSerializer.Serialize(data));
        return letter is null ? (null, "INVALID_PARAMETER", fault!.Message) : (letter, "SUCCESS", null);
    }

    private static (Letter? Letter, SesError? Error) Common(JsonElement root, JsonElement destination)
    {
        var lists = Lists
            .Select(name => destination.Items(name).Select(item => Mailbox.Parse(item.Scalar())).ToList()).ToArray();
        var from = Mailbox.Parse(root.Text("FromEmailAddress"));
        var count = lists.Sum(list => list.Count);
        var error = from is null ? SesError.Bad("Missing or invalid FromEmailAddress")
            : Array.Exists(lists, list => list.Contains(null)) ? SesError.Bad("Missing final '@domain'")
            : count == 0 ? SesError.Bad("Recipients list cannot be empty.")
            : count > MostRecipients ? SesError.Bad("Recipient count exceeds 50.")
            : null;
        return error is not null ? (null, error) : (new Letter
        {
            Esp = SesApi.Name,
            Id = NewId(),
            From = from!,
            To = lists[0]!,
            Cc = lists[1]!,
            Bcc = lists[2]!,
            ReplyTo = [.. root.Items("ReplyToAddresses").Select(item => Mailbox.Parse(item.Scalar())).OfType<Mailbox>()],
            Metadata = Tags(root, "EmailTags"),
        }, null);
    }

    private static (Letter? Letter, SesError? Error) Raw(JsonElement root, JsonElement raw)
    {
        if (EspJson.Base64(raw.Text("Data")) is not { Length: > 0 } source)
        {
            return (null, SesError.Bad("Raw.Data must be a base64-encoded MIME message."));
        }

        using var stream = new MemoryStream(source);
        if (MimeLetter.Read(stream, SesApi.Name) is not { } letter)
        {
            return (null, SesError.Bad("Missing required header 'From'."));
        }

        letter = letter with { Id = NewId(), Metadata = Tags(root, "EmailTags") };
        if (root.At("Destination").IsThere())
        {
            var all = Lists.SelectMany(name => root.At("Destination").Items(name)).Select(item => Mailbox.Parse(item.Scalar())).ToList();
            if (all.Contains(null))
            {
                return (null, SesError.Bad("Missing final '@domain'"));
            }

            letter = all.Count == 0 ? letter : MimeLetter.To(letter, all!);
        }

        return letter.Recipients == 0 ? (null, SesError.Bad("Recipients list cannot be empty."))
            : letter.Recipients > MostRecipients ? (null, SesError.Bad("Recipient count exceeds 50."))
            : (letter, null);
    }

    private static (Letter? Letter, SesError? Error) Simple(Letter common, JsonElement simple)
    {
        var (html, text) = (simple.At("Body").At("Html").Text("Data"), simple.At("Body").At("Text").Text("Data"));
        var files = simple.Items("Attachments").Select(File).ToList();
        var error = simple.At("Subject").Text("Data") is null ? SesError.Bad("The subject must be specified.")
            : html is null && text is null ? SesError.Bad("Body must have Text or Html.")
            : simple.Items("Headers").Count() > MostHeaders ? SesError.Bad("At most 15 headers may be specified.")
            : files.Contains(null) ? SesError.Bad("An attachment needs a FileName and base64-encoded RawContent.")
            : null;
        return error is not null ? (null, error) : (common with
        {
            Subject = simple.At("Subject").Text("Data")!,
            Html = html,
            Text = text,
            Headers = Headers(simple, "Headers"),
            Files = files!,
        }, null);
    }

    private (Letter? Letter, SesError? Error) Templated(Letter common, JsonElement template, string? json)
    {
        var (found, error) = Find(template);
        if (found is null || Data(json) is not { } data)
        {
            return (null, error ?? SesError.Bad("TemplateData is not valid JSON."));
        }

        var values = JsonSerializer.SerializeToElement(data);
        var files = template.Items("Attachments").Select(File).ToList();
        return files.Contains(null) ? (null, SesError.Bad("An attachment needs a FileName and base64-encoded RawContent.")) : (common with
        {
            Subject = Merge(found.Subject) ?? "",
            Html = Merge(found.Html),
            Text = Merge(found.Text),
            Headers = [.. Headers(template, "Headers"), .. common.Headers],
            Files = files!,
        }, null);

        string? Merge(string? text) => MergeTemplate.Render(text, values, MergeLanguage.Handlebars, escape: false);
    }

    private (SesTemplate? Template, SesError? Error) Find(JsonElement template)
    {
        var name = template.Text("TemplateName") ?? template.Text("TemplateArn")?.Split('/')[^1];
        return template.At("TemplateContent").IsThere() ? (SesTemplate.Read(template.At("TemplateContent")), null)
            : name is null ? (null, SesError.Bad("TemplateName, TemplateArn or TemplateContent must be specified."))
            : templates.TryGetValue(name, out var found) ? (found, null)
            : (null, new SesError(404, "NotFoundException", $"Template {name} does not exist."));
    }

    private static Dictionary<string, JsonElement>? Data(string? json)
    {
        try
        {
            return string.IsNullOrEmpty(json) ? [] : JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static MailFile? File(JsonElement file) =>
        file.Text("FileName") is { Length: > 0 } name && EspJson.Base64(file.Text("RawContent")) is { } content
            ? new MailFile(name, file.Text("ContentType") ?? "application/octet-stream", content, file.Text("ContentDisposition") == "INLINE" ? file.Text("ContentId") ?? name : null)
            : null;

    private static List<KeyValuePair<string, string>> Headers(JsonElement of, string name) =>
        [.. of.Items(name).Select(header => new KeyValuePair<string, string>(header.Text("Name") ?? "", header.Text("Value") ?? "")).Where(header => header.Key.Length > 0)];

    private static ImmutableSortedDictionary<string, string> Tags(JsonElement of, string name) =>
        of.Items(name).Aggregate(EspJson.None, (all, tag) => all.SetItem(tag.Text("Name") ?? "", tag.Text("Value") ?? ""));

    private static string NewId() => string.Create(
        CultureInfo.InvariantCulture, $"0100{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6))}-{Guid.NewGuid():D}-000000");
}
