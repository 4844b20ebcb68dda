using System.Text;
using Renderer.Server.Passthrough.Marks;
using Renderer.Templates;

namespace Renderer.Server.Passthrough.Mime;

/// <summary>A text with marks in it, decoded.</summary>
/// <param name="utf8">The text.</param>
/// <param name="marks">Its marks.</param>
/// <param name="part">Which part it is.</param>
/// <param name="index">Which of the message's texts.</param>
internal sealed class MarkedPart(byte[] utf8, IReadOnlyList<FoundMark> marks, Part part, int index)
{
    public int Index => index;

    public IEnumerable<Wanted> Wanted => marks.Select(mark => new Wanted(mark.Mark, part));

    public static MarkedPart? Read(string text, Part part, int index)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        return MarkText.In(utf8) is { Count: > 0 } marks ? new MarkedPart(utf8, marks, part, index) : null;
    }

    /// <summary>The text with something in each mark's place.</summary>
    public string With(Func<Wanted, ReadOnlyMemory<byte>> standing)
    {
        var (bytes, done) = (new List<byte>(utf8.Length), 0);
        foreach (var mark in marks)
        {
            bytes.AddRange(utf8.AsSpan(done, mark.At - done));
            bytes.AddRange(standing(new Wanted(mark.Mark, part)).Span);
            done = mark.At + mark.Length;
        }

        bytes.AddRange(utf8.AsSpan(done));
        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    /// <summary>The text with a recipient's own in each mark's place.</summary>
    public string With(RenderedMessage rendered) => With(wanted => rendered[wanted] ?? default);
}
