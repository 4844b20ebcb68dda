using Renderer.Server.Passthrough.Bodies;
using Renderer.Server.Passthrough.Marks;
using Renderer.Templates;

namespace Renderer.Server.Passthrough.Json;

/// <summary>A text of a JSON body with marks in it: what stands between them goes out as it came.</summary>
/// <param name="Spot">The text.</param>
/// <param name="Marks">Its marks in their order.</param>
/// <param name="Tail">What is written behind the last mark, where the text is spelled anew; null where it goes out as it came.</param>
internal sealed record MarkedText(JsonSpot Spot, IReadOnlyList<MarkedRun> Marks, ReadOnlyMemory<byte>? Tail)
{
    /// <summary>What has to be rendered for it.</summary>
    public IEnumerable<Wanted> Wanted => Marks.Select(run => run.Wanted);

    /// <summary>Reads a text; null when it has no marks, or is none.</summary>
    public static MarkedText? Read(Spool body, JsonSpot? text, Part part)
    {
        if (text is not { Kind: JsonKind.String })
        {
            return null;
        }

        var raw = body.Slice(text.Start, text.End).Span;
        if (!MarkSearch.MayStandIn(raw))
        {
            return null;
        }

        var found = MarkText.In(raw);
        if (raw.IndexOf((byte)'\\') >= 0 && JsonText.Decode(body, text) is { } decoded)
        {
            // A mark that is itself spelled with escapes: the text is spelled anew around it.
            var utf8 = System.Text.Encoding.UTF8.GetBytes(decoded);
            var inText = MarkText.In(utf8);
            if (inText.Count != found.Count)
            {
                return Anew(text, part, utf8, inText);
            }
        }

        return found.Count == 0
            ? null
            : new MarkedText(text, [.. found.Select(mark => new MarkedRun(text.Start + mark.At, text.Start + mark.At + mark.Length, new Wanted(mark.Mark, part)))], null);
    }

    /// <summary>Writes it with a value for each mark; the splice then stands behind its closing quote.</summary>
    /// <param name="splice">Where to.</param>
    /// <param name="value">The value of a mark as it stands between quotes.</param>
    public void Write(Splice splice, Func<Wanted, ReadOnlyMemory<byte>> value)
    {
        foreach (var run in Marks)
        {
            splice.CopyTo(run.From).MoveTo(run.To).Write(run.Before).Write(value(run.Wanted));
        }

        if (Tail is { } tail)
        {
            splice.MoveTo(Spot.End - 1).Write(tail);
        }

        splice.CopyTo(Spot.End);
    }

    private static MarkedText? Anew(JsonSpot text, Part part, byte[] utf8, IReadOnlyList<FoundMark> marks)
    {
        var done = 0;
        var runs = new List<MarkedRun>();
        foreach (var mark in marks)
        {
            var before = JsonText.Encode(utf8.AsSpan(done, mark.At - done));
            done = mark.At + mark.Length;
            runs.Add(new MarkedRun(text.Start + 1, text.Start + 1, new Wanted(mark.Mark, part)) { Before = before });
        }

        return runs.Count == 0 ? null : new MarkedText(text, runs, JsonText.Encode(utf8.AsSpan(done)));
    }
}

/// <summary>One mark of a text.</summary>
/// <param name="From">Where what is replaced begins.</param>
/// <param name="To">Where it ends.</param>
/// <param name="Wanted">What takes its place.</param>
internal readonly record struct MarkedRun(long From, long To, Wanted Wanted)
{
    /// <summary>What is written before that, where the text is spelled anew.</summary>
    public ReadOnlyMemory<byte> Before { get; init; }
}
