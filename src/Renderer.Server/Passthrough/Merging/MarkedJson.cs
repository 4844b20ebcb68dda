using System.Text;
using System.Text.Json;
using Renderer.Server.Passthrough.Json;
using Renderer.Server.Passthrough.Marks;
using Renderer.Templates;

namespace Renderer.Server.Passthrough.Merging;

/// <summary>A piece of JSON outside of any body, with marks in its texts.</summary>
/// <param name="utf8">The JSON.</param>
/// <param name="marks">Its marks.</param>
/// <param name="part">As which part they are rendered.</param>
internal sealed class MarkedJson(byte[] utf8, IReadOnlyList<FoundMark> marks, Part part)
{
    public IEnumerable<Wanted> Wanted => marks.Select(Of);

    public static MarkedJson Read(string json, Part part = Part.Html)
    {
        var utf8 = Encoding.UTF8.GetBytes(json);
        return new MarkedJson(utf8, MarkText.In(utf8), part);
    }

    /// <summary>The members of an object that have marks.</summary>
    public static IReadOnlyList<(string Name, MarkedJson Json)> Members(JsonElement from) => from.ValueKind != JsonValueKind.Object ? [] :
        [.. from.EnumerateObject().Select(member => (member.Name, Json: Read(member.Value.GetRawText(), EspRecipients.PartOf(member.Name)))).Where(member => member.Json.Wanted.Any())];

    /// <summary>The JSON with a recipient's own in the marks' places.</summary>
    public byte[] With(RenderedMessage rendered)
    {
        var (bytes, done) = (new List<byte>(utf8.Length), 0);
        foreach (var mark in marks)
        {
            bytes.AddRange(utf8.AsSpan(done, mark.At - done));
            bytes.AddRange(JsonText.Encode((rendered[Of(mark)] ?? default).Span).Span);
            done = mark.At + mark.Length;
        }

        bytes.AddRange(utf8.AsSpan(done));
        return [.. bytes];
    }

    private Wanted Of(FoundMark mark) => new(mark.Mark, part);
}
