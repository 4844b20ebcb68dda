using System.Text.Json;
using Renderer.Messages.Linking;
using Renderer.Model;
using Renderer.Templates;

namespace Renderer.Messages.Records;

/// <summary>What a record says of a message's links: each slot with the variant and outcome that it was sent with, the others counted. No address.</summary>
internal static class LinkNotes
{
    public static void Write(Utf8JsonWriter writer, MessageLinks? links, IReadOnlyList<Decision> decisions)
    {
        if (links is null)
        {
            return;
        }

        writer.WriteStartArray("links"u8);
        foreach (var kind in links.Marks.GroupBy(mark => (Kind: KindOf(mark.Kind), mark.Name)))
        {
            writer.WriteStartObject();
            writer.WriteString("kind"u8, kind.Key.Kind);
            if (kind.Key.Name.Length > 0)
            {
                writer.WriteString("slot"u8, kind.Key.Name);
                if (decisions.FirstOrDefault(decision => decision.Block == kind.Key.Name) is { } decision)
                {
                    writer.WriteString("variant"u8, decision.Variant);
                    writer.WriteString("outcome"u8, decision.Outcome.Label());
                }
            }
            else
            {
                writer.WriteNumber("count"u8, kind.Count());
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static string KindOf(LinkMarkKind kind) => kind switch
    {
        LinkMarkKind.Image or LinkMarkKind.DarkImage => "image",
        LinkMarkKind.SlotClick or LinkMarkKind.Click => "click",
        LinkMarkKind.Web => "web",
        LinkMarkKind.Pixel => "pixel",
        LinkMarkKind.Amp => "amp",
        _ => "consent",
    };
}
