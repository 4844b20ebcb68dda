using System.Text.Json;
using Renderer.Server.Passthrough.Json;

namespace Renderer.Server.Passthrough.Ses;

/// <summary>The data of SES's templates: an object of JSON, written as a text of JSON.</summary>
internal static class SesData
{
    /// <summary>As templates read it; undefined where it is none.</summary>
    public static JsonElement Read(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return default;
        }

        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : default;
        }
        catch (JsonException)
        {
            return default;
        }
    }

    /// <summary>The same object with more members, those of the same name replaced; all else spelled as it was. In its quotes.</summary>
    /// <param name="text">What it was; null where there was none.</param>
    /// <param name="more">Names, and their values as JSON.</param>
    public static ReadOnlyMemory<byte> With(string? text, IReadOnlyList<(string Name, ReadOnlyMemory<byte> Json)> more)
    {
        var old = Read(text) is { ValueKind: JsonValueKind.Object } read ? read.EnumerateObject().Where(member => !more.Any(one => one.Name == member.Name)) : [];
        byte[] members =
        [
            .. old.Select(member => (byte[])[.. JsonEdits.Quote(member.Name).Span, (byte)':', .. System.Text.Encoding.UTF8.GetBytes(member.Value.GetRawText())])
                .Concat(more.Select(member => (byte[])[.. JsonEdits.Quote(member.Name).Span, (byte)':', .. member.Json.Span]))
                .SelectMany((member, i) => i == 0 ? member : [(byte)',', .. member]),
        ];
        return JsonEdits.Quote([(byte)'{', .. members, (byte)'}']);
    }
}
