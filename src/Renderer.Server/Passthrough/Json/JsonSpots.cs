using Renderer.Server.Passthrough.Bodies;

namespace Renderer.Server.Passthrough.Json;

/// <summary>
/// Finds where the values of a JSON body stand, in one pass and in little memory however long its texts are: an attachment is walked
/// over, never read. What is not JSON, or deeper than any ESP's, has no places: its request passes, and the ESP says what is wrong.
/// </summary>
internal sealed class JsonSpots
{
    private const int Deepest = 64;
    private const int MostValues = 1_000_000;
    private const int LongestName = 4096;

    private readonly Spool body;
    private readonly byte[] window;
    private readonly Stack<JsonSpot> open = new();
    private ReadOnlyMemory<byte> seen;
    private long seenFrom;
    private long at;
    private int values;

    private JsonSpots(Spool body)
    {
        this.body = body;
        seen = body.Memory ?? default;
        window = body.Memory is null ? new byte[64 * 1024] : [];
    }

    /// <summary>The value that the body is; null when it is no JSON.</summary>
    public static JsonSpot? Find(Spool body)
    {
        var spots = new JsonSpots(body);
        var root = spots.Value("", -1);
        while (root is not null && spots.open.TryPeek(out var inner))
        {
            if (!spots.Next(inner))
            {
                return null;
            }
        }

        return root is not null && spots.Skip() < 0 ? root : null;
    }

    /// <summary>Reads on in the innermost open value: one more below it, or its end. False when it is broken.</summary>
    private bool Next(JsonSpot inner)
    {
        var end = inner.Kind == JsonKind.Object ? '}' : ']';
        var next = Skip();
        if (next == end)
        {
            at++;
            open.Pop().End = at;
            return true;
        }

        if (inner.Below.Count > 0)
        {
            if (next != ',')
            {
                return false;
            }

            at++;
            next = Skip();
        }

        if (inner.Kind == JsonKind.Array)
        {
            return Add(inner, Value("", -1));
        }

        var start = at;
        if (next != '"' || !SkipText() || at - start > LongestName || JsonText.Decode(body, start, at) is not { } name || Skip() != ':')
        {
            return false;
        }

        at++;
        return Add(inner, Value(name, start));
    }

    private static bool Add(JsonSpot inner, JsonSpot? value)
    {
        if (value is null)
        {
            return false;
        }

        inner.Add(value);
        return true;
    }

    /// <summary>The value that begins here, as far as its opening; null when none does.</summary>
    private JsonSpot? Value(string name, long memberStart)
    {
        var first = Skip();
        var kind = first switch { '{' => JsonKind.Object, '[' => JsonKind.Array, '"' => JsonKind.String, _ => JsonKind.Other };
        var value = new JsonSpot(kind, at) { Name = name, MemberStart = memberStart < 0 ? at : memberStart };
        if (++values > MostValues)
        {
            return null;
        }

        if (kind is JsonKind.Object or JsonKind.Array)
        {
            at++;
            open.Push(value);
            return open.Count <= Deepest ? value : null;
        }

        if (!(kind == JsonKind.String ? SkipText() : SkipWord(value.Start)))
        {
            return null;
        }

        value.End = at;
        return value;
    }

    /// <summary>The first byte that is not white space, where it stands; -1 at the end.</summary>
    private int Skip()
    {
        while (true)
        {
            var next = Peek();
            if (next is not (' ' or '\t' or '\r' or '\n'))
            {
                return next;
            }

            at++;
        }
    }

    /// <summary>To behind the closing quote; false when there is none.</summary>
    private bool SkipText()
    {
        for (at++; Fill();)
        {
            var rest = seen.Span[(int)(at - seenFrom)..];
            var stop = rest.IndexOfAny((byte)'"', (byte)'\\');
            at += stop < 0 ? rest.Length : stop;
            if (stop >= 0 && rest[stop] == '"')
            {
                at++;
                return true;
            }

            at += stop < 0 ? 0 : 2; // an escape, whatever it escapes
        }

        return false;
    }

    /// <summary>A number, true, false or null: what the ESP makes of it is not ours to say, but it must be a word.</summary>
    private bool SkipWord(long start)
    {
        while (Peek() is var next && (next is '-' or '+' or '.' || (next >= 0 && char.IsAsciiLetterOrDigit((char)next))))
        {
            at++;
        }

        return at > start;
    }

    private int Peek() => Fill() ? seen.Span[(int)(at - seenFrom)] : -1;

    /// <summary>Makes the byte at the current place visible; false at the end.</summary>
    private bool Fill()
    {
        if (at - seenFrom < seen.Length && at >= seenFrom)
        {
            return true;
        }

        if (window.Length == 0)
        {
            return false;
        }

        (seenFrom, seen) = (at, window.AsMemory(0, body.Read(at, window)));
        return seen.Length > 0;
    }
}
