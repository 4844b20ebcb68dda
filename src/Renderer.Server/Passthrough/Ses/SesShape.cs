using System.Text.Json;
using Renderer.Server.Passthrough.Bodies;
using Renderer.Server.Passthrough.Elements;
using Renderer.Server.Passthrough.Json;
using Renderer.Templates;

namespace Renderer.Server.Passthrough.Ses;

/// <summary>A mail as SES's SendEmail takes it, written out or by a template (https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html).</summary>
internal sealed class SesShape : IElementShape
{
    public IEnumerable<ElementText> Texts(JsonSpot mail)
    {
        var (simple, template) = (mail["Content"]?["Simple"], mail["Content"]?["Template"]);
        return
        [
            new ElementText(simple?["Subject"]?["Data"], Part.Subject),
            new ElementText(simple?["Body"]?["Html"]?["Data"], Part.Html),
            new ElementText(simple?["Body"]?["Text"]?["Data"], Part.Text),
            .. TemplateTexts(template),
            new ElementText(template?["TemplateData"], Part.Html, IsJson: true),
        ];
    }

    /// <summary>Without a charset SES takes ASCII alone.</summary>
    public void Touch(Patch patch, JsonSpot mail, JsonSpot text)
    {
        var simple = mail["Content"]?["Simple"];
        JsonSpot?[] holders = [simple?["Subject"], simple?["Body"]?["Html"], simple?["Body"]?["Text"]];
        if (Array.Find(holders, holder => holder?["Data"] == text) is { } of && of["Charset"] is null)
        {
            patch.Add(of, [("Charset", (ReadOnlyMemory<byte>)"\"UTF-8\""u8.ToArray())]);
        }
    }

    /// <summary>The texts of a template that stands in the request.</summary>
    public static IEnumerable<ElementText> TemplateTexts(JsonSpot? template) =>
    [
        new ElementText(template?["TemplateContent"]?["Subject"], Part.Subject),
        new ElementText(template?["TemplateContent"]?["Html"], Part.Html),
        new ElementText(template?["TemplateContent"]?["Text"], Part.Text),
    ];

    public IReadOnlyList<Mailbox> To(Spool body, JsonSpot mail) => ToOf(body, mail);

    public static IReadOnlyList<Mailbox> ToOf(Spool body, JsonSpot mail) =>
        [.. (mail["Destination"]?.Items("ToAddresses") ?? []).SelectMany(text => Mailbox.Of(JsonText.Decode(body, text) ?? string.Empty))];

    public void Leave(Patch patch, JsonSpot mail, Mailbox one, bool copies) =>
        LeaveIn(patch, mail["Destination"]!, one, copies);

    public static void LeaveIn(Patch patch, JsonSpot destination, Mailbox one, bool copies)
    {
        patch.Replace(destination["ToAddresses"]!.Start, destination["ToAddresses"]!.End, (byte[])[(byte)'[', .. JsonEdits.Quote(one.Text).Span, (byte)']']);
        if (!copies)
        {
            patch.Remove(destination, member => member.Name is "CcAddresses" or "BccAddresses");
        }
    }

    public bool Lacks(JsonSpot mail, Part part) => mail["Content"] is { } content && content["Raw"] is null && content["Template"] is null
        && (part == Part.Subject ? content["Simple"]?["Subject"] : content["Simple"]?["Body"]?[Name(part)]) is not { Kind: JsonKind.Object };

    public void Put(Patch patch, JsonSpot mail, IReadOnlyList<(Part Part, ReadOnlyMemory<byte> Json)> parts, IReadOnlyList<(string Name, ReadOnlyMemory<byte> Json)> headers)
    {
        var content = mail["Content"]!;
        var kind = content["Simple"] ?? content["Template"];
        List<(string, ReadOnlyMemory<byte>)> simple = [.. parts.Where(part => part.Part == Part.Subject).Select(part => ("Subject", Data(part.Json)))];
        IReadOnlyList<(string, ReadOnlyMemory<byte>)> body = [.. parts.Where(part => part.Part != Part.Subject).Select(part => (Name(part.Part), Data(part.Json)))];
        if (body.Count > 0 && kind?.Member("Body", JsonKind.Object) is { } there)
        {
            patch.Remove(there, member => body.Any(added => added.Item1 == member.Name)); // null
            patch.Add(there, body);
        }
        else if (body.Count > 0)
        {
            simple.Add(("Body", JsonEdits.Object(body)));
        }

        IReadOnlyList<ReadOnlyMemory<byte>> items = [.. headers.Select(header => NameValue.Of(header.Name, header.Json))];
        if (items.Count > 0 && kind?.Member("Headers", JsonKind.Array) is { } list)
        {
            patch.Add(list, items);
        }
        else if (items.Count > 0 && content["Raw"] is null)
        {
            simple.Add(("Headers", NameValue.List(items)));
        }

        if (simple.Count > 0 && kind is { Kind: JsonKind.Object })
        {
            patch.Remove(kind, member => simple.Exists(added => added.Item1 == member.Name)); // null
            patch.Add(kind, simple);
        }
        else if (simple.Count > 0)
        {
            patch.Add(content, [("Simple", JsonEdits.Object(simple))]);
        }
    }

    public IEnumerable<string> HeaderNames(Spool body, JsonSpot mail) => HeaderNamesOf(body, (mail["Content"]?["Simple"] ?? mail["Content"]?["Template"])?.Items("Headers") ?? []);

    public static IEnumerable<string> HeaderNamesOf(Spool body, IReadOnlyList<JsonSpot> headers) => headers.Select(header => JsonText.Decode(body, header["Name"]) ?? string.Empty);

    public string? Note(Spool body, JsonSpot mail, string name) => NoteIn(body, mail.Items("EmailTags"), name);

    public static string? NoteIn(Spool body, IReadOnlyList<JsonSpot> tags, string name) =>
        tags.Where(tag => JsonText.Decode(body, tag["Name"]) == name).Select(tag => JsonText.Decode(body, tag["Value"])).FirstOrDefault();

    public JsonElement Data(Spool body, JsonSpot mail) => SesData.Read(JsonText.Decode(body, mail["Content"]?["Template"]?["TemplateData"]));

    private static string Name(Part part) => part == Part.Html ? "Html" : "Text";

    private static ReadOnlyMemory<byte> Data(ReadOnlyMemory<byte> json) => (byte[])[.. "{\"Data\":"u8, .. json.Span, .. ",\"Charset\":\"UTF-8\"}"u8];
}
