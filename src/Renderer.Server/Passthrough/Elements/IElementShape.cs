using System.Text.Json;
using Renderer.Server.Passthrough.Bodies;
using Renderer.Server.Passthrough.Json;
using Renderer.Templates;

namespace Renderer.Server.Passthrough.Elements;

/// <summary>What one mail of an ESP's request looks like, where a mail is one JSON object with texts of its own.</summary>
internal interface IElementShape
{
    /// <summary>The texts that may bear marks.</summary>
    IEnumerable<ElementText> Texts(JsonSpot mail);

    /// <summary>What else a text needs once something of ours stands in it; nothing as a rule.</summary>
    void Touch(Patch patch, JsonSpot mail, JsonSpot text)
    {
    }

    /// <summary>The mailboxes that it goes to; those that get copies are not among them.</summary>
    IReadOnlyList<Mailbox> To(Spool body, JsonSpot mail);

    /// <summary>Leaves one of its mailboxes; copies go with the first alone.</summary>
    void Leave(Patch patch, JsonSpot mail, Mailbox one, bool copies);

    /// <summary>Whether a part of ours can fill a gap there: the mail has no such part, and no template of the ESP's that has.</summary>
    bool Lacks(JsonSpot mail, Part part);

    /// <summary>Puts parts where they are lacking, and headers beside the mail's own, each a text in its quotes.</summary>
    void Put(Patch patch, JsonSpot mail, IReadOnlyList<(Part Part, ReadOnlyMemory<byte> Json)> parts, IReadOnlyList<(string Name, ReadOnlyMemory<byte> Json)> headers);

    /// <summary>The names of the headers that it has.</summary>
    IEnumerable<string> HeaderNames(Spool body, JsonSpot mail);

    /// <summary>One of the caller's own notes on it, as the ESP keeps them.</summary>
    string? Note(Spool body, JsonSpot mail, string name);

    /// <summary>What templates read as <c>data</c>.</summary>
    JsonElement Data(Spool body, JsonSpot mail);
}

/// <summary>A text that may bear marks.</summary>
/// <param name="Spot">Where it stands.</param>
/// <param name="Part">Which part it is, or goes into as far as can be told.</param>
/// <param name="IsJson">Whether it is itself JSON, whose texts bear the marks.</param>
internal readonly record struct ElementText(JsonSpot? Spot, Part Part, bool IsJson = false);
