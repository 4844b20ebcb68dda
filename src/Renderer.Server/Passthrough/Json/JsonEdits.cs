using System.Text;
using Renderer.Server.Passthrough.Bodies;

namespace Renderer.Server.Passthrough.Json;

/// <summary>Edits of JSON at the places of its values.</summary>
internal static class JsonEdits
{
    /// <summary>A text in its quotes.</summary>
    public static ReadOnlyMemory<byte> Quote(ReadOnlySpan<byte> utf8) => (byte[])[(byte)'"', .. JsonText.Encode(utf8).Span, (byte)'"'];

    /// <summary>A text in its quotes.</summary>
    public static ReadOnlyMemory<byte> Quote(string text) => Quote(Encoding.UTF8.GetBytes(text));

    /// <summary>Members in braces.</summary>
    public static ReadOnlyMemory<byte> Object(IEnumerable<(string Name, ReadOnlyMemory<byte> Json)> members) => (byte[])[(byte)'{', .. members.SelectMany((member, i) =>
        (byte[])[.. i == 0 ? ""u8 : ","u8, .. Quote(member.Name).Span, (byte)':', .. member.Json.Span]), (byte)'}'];

    /// <summary>Adds members behind the last of an object; once for an object.</summary>
    public static void Add(this Patch patch, JsonSpot to, IReadOnlyList<(string Name, ReadOnlyMemory<byte> Json)> members) =>
        patch.Add(to, [.. members.Select(member => (ReadOnlyMemory<byte>)(byte[])[.. Quote(member.Name).Span, (byte)':', .. member.Json.Span])]);

    /// <summary>Adds items behind the last of an array; once for an array.</summary>
    public static void Add(this Patch patch, JsonSpot to, IReadOnlyList<ReadOnlyMemory<byte>> items)
    {
        var comma = to.Below.Count > 0;
        foreach (var item in items)
        {
            patch.Replace(to.End - 1, to.End - 1, comma ? (byte[])[(byte)',', .. item.Span] : item);
            comma = true;
        }
    }

    /// <summary>Takes members or items away, with the comma that each has; some must stay.</summary>
    public static void Remove(this Patch patch, JsonSpot from, Func<JsonSpot, bool> goes)
    {
        var stays = false;
        for (var i = 0; i < from.Below.Count; i++)
        {
            var one = from.Below[i];
            if (!goes(one))
            {
                stays = true;
            }
            else if (stays)
            {
                patch.Replace(from.Below[i - 1].End, one.End, default);
            }
            else
            {
                patch.Replace(one.MemberStart, i + 1 < from.Below.Count ? from.Below[i + 1].MemberStart : one.End, default);
            }
        }
    }

    /// <summary>Writes a marked text with a value for each mark, given as it stands between quotes.</summary>
    public static void Write(this Patch patch, MarkedText text, Func<Marks.Wanted, ReadOnlyMemory<byte>> value)
    {
        foreach (var run in text.Marks)
        {
            patch.Replace(run.From, run.To, (byte[])[.. run.Before.Span, .. value(run.Wanted).Span]);
        }

        if (text.Tail is { } tail)
        {
            patch.Replace(text.Spot.Start + 1, text.Spot.End - 1, tail);
        }
    }

    /// <summary>Every text at or below a value, by walking; none where there is no value.</summary>
    public static IEnumerable<JsonSpot> Texts(JsonSpot? value)
    {
        var open = new Stack<JsonSpot>();
        if (value is not null)
        {
            open.Push(value);
        }

        while (open.TryPop(out var one))
        {
            if (one.Kind == JsonKind.String)
            {
                yield return one;
            }

            for (var i = one.Below.Count - 1; i >= 0; i--)
            {
                open.Push(one.Below[i]);
            }
        }
    }
}
