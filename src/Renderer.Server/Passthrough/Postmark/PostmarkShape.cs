using System.Text.Json;
using Renderer.Server.Passthrough.Bodies;
using Renderer.Server.Passthrough.Elements;
using Renderer.Server.Passthrough.Json;
using Renderer.Templates;

namespace Renderer.Server.Passthrough.Postmark;

/// <summary>A mail as Postmark takes it (https://postmarkapp.com/developer/api/email-api).</summary>
internal sealed class PostmarkShape : IElementShape
{
    private static readonly (string Name, Part Part)[] Contents = [("Subject", Part.Subject), ("HtmlBody", Part.Html), ("TextBody", Part.Text)];

    public IEnumerable<ElementText> Texts(JsonSpot mail) => Contents
        .Select(content => new ElementText(mail[content.Name], content.Part))
        .Concat(JsonEdits.Texts(mail["TemplateModel"]).Select(text => new ElementText(text, EspRecipients.PartOf(text.Name))));

    public IReadOnlyList<Mailbox> To(Spool body, JsonSpot mail) => [.. Mailbox.Of(JsonText.Decode(body, mail["To"]) ?? string.Empty)];

    public void Leave(Patch patch, JsonSpot mail, Mailbox one, bool copies)
    {
        patch.Replace(mail["To"]!.Start, mail["To"]!.End, JsonEdits.Quote(one.Text));
        if (!copies)
        {
            patch.Remove(mail, member => member.Name is "Cc" or "Bcc");
        }
    }

    public bool Lacks(JsonSpot mail, Part part) =>
        mail["TemplateId"] is null && mail["TemplateAlias"] is null && Array.Exists(Contents, content => content.Part == part && mail[content.Name] is not { Kind: JsonKind.String });

    public void Put(Patch patch, JsonSpot mail, IReadOnlyList<(Part Part, ReadOnlyMemory<byte> Json)> parts, IReadOnlyList<(string Name, ReadOnlyMemory<byte> Json)> headers)
    {
        List<(string, ReadOnlyMemory<byte>)> members = [.. parts.Select(part => (Array.Find(Contents, content => content.Part == part.Part).Name, part.Json))];
        IReadOnlyList<ReadOnlyMemory<byte>> items = [.. headers.Select(header => NameValue.Of(header.Name, header.Json))];
        if (items.Count > 0 && mail.Member("Headers", JsonKind.Array) is { } list)
        {
            patch.Add(list, items);
        }
        else if (items.Count > 0)
        {
            members.Add(("Headers", NameValue.List(items)));
        }

        patch.Remove(mail, member => members.Exists(added => added.Item1 == member.Name)); // null, or no list
        patch.Add(mail, members);
    }

    public IEnumerable<string> HeaderNames(Spool body, JsonSpot mail) => mail.Items("Headers").Select(header => JsonText.Decode(body, header["Name"]) ?? string.Empty);

    public string? Note(Spool body, JsonSpot mail, string name) => JsonText.Decode(body, mail["Metadata"]?[name]);

    public JsonElement Data(Spool body, JsonSpot mail) =>
        JsonText.Read(body, mail.Member("TemplateModel", JsonKind.Object) ?? mail.Member("Metadata", JsonKind.Object));
}
