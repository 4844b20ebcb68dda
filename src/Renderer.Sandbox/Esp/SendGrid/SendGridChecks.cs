using System.Globalization;
using System.Text.Json;
using Renderer.Sandbox.Outbox;

namespace Renderer.Sandbox.Esp.SendGrid;

/// <summary>What SendGrid checks before it takes a call, in its words. Members that it does not know it passes over.</summary>
internal sealed class SendGridChecks(SendGridTemplates templates, TimeProvider clock)
{
    private const int MostPersonalizations = 1000;
    private const int MostRecipients = 1000;
    private const string Example = "It is an object that requires the email parameter, but may also contain a name parameter.  e.g. {\"email\" : \"example@example.com\"}  or {\"email\" : \"example@example.com\", \"name\" : \"Example Recipient\"}.";

    /// <summary>What is wrong; nothing where all is well.</summary>
    public IEnumerable<SendGridError> Of(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            return [new SendGridError("Bad Request")];
        }

        // A value of the wrong type is told alone: the rest cannot be looked at.
        var types = SendGridTypes.Of(root).ToList();
        return types.Count > 0 ? types : From(root).Concat(Personalizations(root)).Concat(Content(root)).Concat(SendGridExtras.Of(root, clock));
    }

    private static IEnumerable<SendGridError> From(JsonElement root)
    {
        if (root.At("from").Text("email") is not { Length: > 0 } from)
        {
            yield return new SendGridError("The from object must be provided for every email send. " + Example, "from.email", "message.from");
        }
        else if (!Mailbox.IsAddress(from))
        {
            yield return new SendGridError("The from email does not contain a valid address.", "from.email", "message.from");
        }

        if (root.At("reply_to").IsThere() && root.At("reply_to_list").IsThere())
        {
            yield return new SendGridError("Either set reply_to or reply_to_list, but not both.", "reply_to_list");
        }

        if (root.At("reply_to").IsThere() && !Mailbox.IsAddress(root.At("reply_to").Text("email")))
        {
            yield return new SendGridError("The reply_to email does not contain a valid address.", "reply_to.email", "message.reply_to");
        }
    }

    private static IEnumerable<SendGridError> Personalizations(JsonElement root)
    {
        var all = root.Items("personalizations").ToList();
        if (all.Count == 0)
        {
            yield return new SendGridError("The personalizations field is required and must have at least one personalization.", "personalizations", "-Personalizations-Errors");
        }

        if (all.Count > MostPersonalizations)
        {
            yield return new SendGridError(
                string.Create(CultureInfo.InvariantCulture, $"The personalization block is limited to 1000 personalizations per API request. You have provided {all.Count} personalizations. Please consider splitting this into multiple requests and resending your request."),
                "personalizations",
                "-Personalizations-Errors");
        }

        if (all.Sum(one => one.Items("to").Count() + one.Items("cc").Count() + one.Items("bcc").Count()) > MostRecipients)
        {
            yield return new SendGridError("There is a limit of 1000 total recipients (to + cc + bcc) per request.", "personalizations", "-Personalizations-Errors");
        }

        for (var i = 0; i < all.Count; i++)
        {
            foreach (var error in Personalization(all[i], string.Create(CultureInfo.InvariantCulture, $"personalizations.{i}"), root))
            {
                yield return error;
            }
        }
    }

    private static IEnumerable<SendGridError> Personalization(JsonElement one, string at, JsonElement root)
    {
        if (!one.Items("to").Any())
        {
            yield return new SendGridError(
                "The to array is required for all personalization objects, and must have at least one email object with a valid email address.", at + ".to", "message.personalizations.to");
        }

        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var kind in new[] { "to", "cc", "bcc" })
        {
            var index = 0;
            foreach (var box in one.Items(kind))
            {
                var email = box.Text("email");
                if (!Mailbox.IsAddress(email))
                {
                    yield return new SendGridError("Does not contain a valid address.", string.Create(CultureInfo.InvariantCulture, $"{at}.{kind}.{index}.email"), $"message.personalizations.{kind}");
                }
                else if (!seen.Add(email!))
                {
                    yield return new SendGridError(
                        $"Each email address in the personalization block should be unique between to, cc, and bcc. We found the first duplicate instance of [{email}] in the {at}.{kind} field.", at, "message.recipient-errors");
                }

                index++;
            }
        }

        var dynamic = root.Text("template_id")?.StartsWith("d-", StringComparison.Ordinal) == true;
        if (dynamic && one.At("substitutions").IsThere())
        {
            yield return new SendGridError("Substitutions may not be used with dynamic templating", at + ".substitutions", "message.personalizations.substitutions");
        }

        if (one.Flat("substitutions").Sum(pair => pair.Key.Length + pair.Value.Length) > 10_000)
        {
            yield return new SendGridError("The substitutions of a personalization may not exceed 10000 bytes.", at + ".substitutions", "message.personalizations.substitutions");
        }

        if (one.At("subject") is { ValueKind: JsonValueKind.String } subject && subject.GetString()!.Length == 0)
        {
            yield return new SendGridError("The personalization subject must be a string at least one character in length.", at + ".subject", "message.personalizations.subject");
        }
    }

    private IEnumerable<SendGridError> Content(JsonElement root)
    {
        var id = root.Text("template_id");
        var template = id is null ? null : templates.Find(id);
        if (id is not null && template is null)
        {
            yield return new SendGridError($"The template_id must be a valid GUID, you provided '{id}'.", "template_id", "message.template_id");
        }

        if (string.IsNullOrEmpty(root.Text("subject")) && string.IsNullOrEmpty(template?.Subject) && !root.Items("personalizations").All(one => one.Text("subject") is { Length: > 0 }))
        {
            yield return new SendGridError(
                "The subject is required. You can get around this requirement if you use a template with a subject defined or if every personalization has a subject defined.", "subject", "message.subject");
        }

        var parts = root.Items("content").ToList();
        if (parts.Count == 0 && id is null)
        {
            yield return new SendGridError(
                "Unless a valid template_id is provided, the content parameter is required. There must be at least one defined content block. We typically suggest both text/plain and text/html blocks are included, but only one block is required.",
                "content",
                "message.content");
        }

        for (var i = 0; i < parts.Count; i++)
        {
            var at = string.Create(CultureInfo.InvariantCulture, $"content.{i}");
            if (parts[i].Text("value") is not { Length: > 0 })
            {
                yield return new SendGridError("The content value must be a string at least one character in length.", at + ".value", "message.content.value");
            }

            if (parts[i].Text("type") is not { Length: > 0 } type || !type.Contains('/', StringComparison.Ordinal) || type.Contains('\n', StringComparison.Ordinal))
            {
                yield return new SendGridError("The content type must be a string at least one character in length.", at + ".type", "message.content.type");
            }
        }

        var types = parts.Select(part => part.Text("type")?.Split(';')[0].Trim()).ToList();
        if (types.IndexOf("text/plain") > 0 || (types.IndexOf("text/html") is var html and > 0 && types.Take(html).Any(type => type is not ("text/plain" or "text/x-amp-html"))))
        {
            yield return new SendGridError("If present, text/plain must be first, followed by text/x-amp-html and text/html, followed by any other content.", "content", "message.content");
        }
    }
}
