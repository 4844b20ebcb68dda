using System.Security.Cryptography;
using System.Text;
using Renderer.Templates;

namespace Renderer.Messages.Linking;

/// <summary>The hashes of a message's parts, links left out: contract section 2.</summary>
internal static class MessageHashes
{
    private static readonly Part[] Order = [Part.Subject, Part.Preheader, Part.Html, Part.Text, Part.Amp];

    /// <summary>The hash of each part that there is.</summary>
    /// <param name="message">The message.</param>
    /// <param name="marked">As it was rendered; null where no link was put in.</param>
    public static IReadOnlyList<(Part Part, string Hash)> Of(Message message, RenderedMail? marked)
    {
        var hashes = new List<(Part, string)>(Order.Length);
        foreach (var part in Order)
        {
            ReadOnlyMemory<byte>? utf8 = part switch
            {
                Part.Html => marked is null ? message.HtmlUtf8 : marked.HtmlUtf8,
                Part.Text when marked is not null => Utf8(marked.Text),
                Part.Amp when marked is not null => Utf8(marked.Amp),
                _ => Utf8(message[part]),
            };
            if (utf8 is { } bytes)
            {
                hashes.Add((part, Of(bytes, marked is not null)));
            }
        }

        return hashes;
    }

    /// <summary>The hash of one part.</summary>
    public static string Of(ReadOnlyMemory<byte> utf8, bool isMarked) =>
        $"sha256:{Convert.ToHexStringLower(SHA256.HashData((isMarked ? LinkMarks.Replace(utf8, LinkMarks.Neutral) : utf8).Span))}";

    private static ReadOnlyMemory<byte>? Utf8(string? text) => text is null ? null : (ReadOnlyMemory<byte>?)Encoding.UTF8.GetBytes(text);
}
