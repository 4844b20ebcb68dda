using System.Text.Json;
using Renderer.Server.Passthrough.Bodies;
using Renderer.Server.Passthrough.Elements;
using Renderer.Server.Passthrough.Json;
using Renderer.Templates;

namespace Renderer.Server.Passthrough.Resend;

/// <summary>A mail as Resend takes it (https://resend.com/docs/api-reference/emails/send-email).</summary>
internal sealed class ResendShape : IElementShape
{
    private static readonly (string Name, Part Part)[] Contents = [("subject", Part.Subject), ("html", Part.Html), ("text", Part.Text)];

    public IEnumerable<ElementText> Texts(JsonSpot mail) => Contents
        .Select(content => new ElementText(mail[content.Name], content.Part))
        .Concat(JsonEdits.Texts(mail["template"]?["variables"]).Select(text => new ElementText(text, EspRecipients.PartOf(text.Name))));

    /// <summary>One text, or a list of them; a text may itself be a list.</summary>
    public IReadOnlyList<Mailbox> To(Spool body, JsonSpot mail) => [.. (mail["to"]?.Kind == JsonKind.String ? [mail["to"]!] : mail.Items("to"))
        .SelectMany(text => Mailbox.Of(JsonText.Decode(body, text) ?? string.Empty))];

    public void Leave(Patch patch, JsonSpot mail, Mailbox one, bool copies)
    {
        patch.Replace(mail["to"]!.Start, mail["to"]!.End, JsonEdits.Quote(one.Text));
        if (!copies)
        {
            patch.Remove(mail, member => member.Name is "cc" or "bcc");
        }
    }

    public bool Lacks(JsonSpot mail, Part part) =>
        mail["template"] is null && Array.Exists(Contents, content => content.Part == part && mail[content.Name] is not { Kind: JsonKind.String });

    public void Put(Patch patch, JsonSpot mail, IReadOnlyList<(Part Part, ReadOnlyMemory<byte> Json)> parts, IReadOnlyList<(string Name, ReadOnlyMemory<byte> Json)> headers)
    {
        List<(string, ReadOnlyMemory<byte>)> members = [.. parts.Select(part => (Array.Find(Contents, content => content.Part == part.Part).Name, part.Json))];
        if (headers.Count > 0 && mail.Member("headers", JsonKind.Object) is { } own)
        {
            patch.Add(own, headers);
        }
        else if (headers.Count > 0)
        {
            members.Add(("headers", JsonEdits.Object(headers)));
        }

        patch.Remove(mail, member => members.Exists(added => added.Item1 == member.Name)); // null, or no object
        patch.Add(mail, members);
    }

    public IEnumerable<string> HeaderNames(Spool body, JsonSpot mail) => mail["headers"]?.Below.Select(header => header.Name) ?? [];

    public string? Note(Spool body, JsonSpot mail, string name) => mail.Items("tags")
        .Where(tag => JsonText.Decode(body, tag["name"]) == name).Select(tag => JsonText.Decode(body, tag["value"])).FirstOrDefault();

    public JsonElement Data(Spool body, JsonSpot mail) => JsonText.Read(body, mail["template"]?.Member("variables", JsonKind.Object));
}
