using System.Globalization;
using System.Text;

namespace Renderer.Images.Text;

/// <summary>
/// The Unicode bidirectional algorithm (UAX 9) without explicit embeddings: they are taken for neutral, which is what plain values of a profile need.
/// A level for each UTF-16 unit, even from left to right, odd from right to left.
/// </summary>
internal static class Bidi
{
    private enum Kind : byte
    {
        L, R, AL, EN, AN, ES, ET, CS, NSM, ON,
    }

    private const int MostBrackets = 63;

    private static ReadOnlySpan<char> Opening => "([{";

    private static ReadOnlySpan<char> Closing => ")]}";

    /// <summary>Levels of a paragraph, and its own.</summary>
    /// <param name="text">The paragraph.</param>
    /// <param name="rightToLeft">Its direction; null: that of its first strong letter.</param>
    /// <param name="levels">As long as the text.</param>
    public static int Resolve(ReadOnlySpan<char> text, bool? rightToLeft, Span<byte> levels)
    {
        levels.Clear();
        if (rightToLeft != true && text.IndexOfAnyInRange('\u0590', '\uFFFF') is var first && (first < 0 || !HasRight(text[first..])))
        {
            return 0;
        }

        var kinds = new Kind[text.Length];
        for (var at = 0; at < text.Length;)
        {
            Rune.DecodeFromUtf16(text[at..], out var rune, out var used);
            kinds.AsSpan(at, used).Fill(KindOf(rune));
            at += used;
        }

        var own = rightToLeft is { } told ? (told ? 1 : 0) : FirstStrong(kinds);
        var side = own == 1 ? Kind.R : Kind.L;
        Weak(kinds, side);
        Brackets(text, kinds, side);
        Neutral(kinds, side);
        for (var at = 0; at < kinds.Length; at++)
        {
            levels[at] = (byte)(kinds[at] switch
            {
                Kind.L => own == 0 ? 0 : 2,
                Kind.R => 1,
                _ => 2,
            });
        }

        return own;
    }

    /// <summary>Turns the order of runs into that of the eye (L2): from the highest level down to the lowest odd one, stretches of at least that level are reversed.</summary>
    public static void Reorder<T>(Span<T> runs, Func<T, int> level)
    {
        var most = 0;
        foreach (var run in runs)
        {
            most = Math.Max(most, level(run));
        }

        for (var now = most; now >= 1; now--)
        {
            for (var at = 0; at < runs.Length; at++)
            {
                var start = at;
                while (at < runs.Length && level(runs[at]) >= now)
                {
                    at++;
                }

                runs[start..at].Reverse();
            }
        }
    }

    private static bool HasRight(ReadOnlySpan<char> text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (KindOf(rune) is Kind.R or Kind.AL or Kind.AN)
            {
                return true;
            }
        }

        return false;
    }

    private static int FirstStrong(Kind[] kinds)
    {
        foreach (var kind in kinds)
        {
            if (kind is Kind.L or Kind.R or Kind.AL)
            {
                return kind == Kind.L ? 0 : 1;
            }
        }

        return 0;
    }

    // W1 to W7.
    private static void Weak(Kind[] kinds, Kind side)
    {
        var strong = side;
        for (var at = 0; at < kinds.Length; at++)
        {
            var kind = kinds[at] == Kind.NSM ? (at == 0 ? side : kinds[at - 1]) : kinds[at];
            strong = kind is Kind.L or Kind.R or Kind.AL ? kind : strong;
            kinds[at] = kind == Kind.EN && strong == Kind.AL ? Kind.AN : kind;
        }

        for (var at = 0; at < kinds.Length; at++)
        {
            kinds[at] = kinds[at] == Kind.AL ? Kind.R : kinds[at];
            if (at > 0 && at + 1 < kinds.Length && kinds[at - 1] == kinds[at + 1]
                && ((kinds[at] is Kind.ES or Kind.CS && kinds[at - 1] == Kind.EN) || (kinds[at] == Kind.CS && kinds[at - 1] == Kind.AN)))
            {
                kinds[at] = kinds[at - 1];
            }
        }

        for (var at = 0; at < kinds.Length; at++)
        {
            var start = at;
            while (at < kinds.Length && kinds[at] == Kind.ET)
            {
                at++;
            }

            if (at > start)
            {
                var number = (start > 0 && kinds[start - 1] == Kind.EN) || (at < kinds.Length && kinds[at] == Kind.EN);
                kinds.AsSpan(start, at - start).Fill(number ? Kind.EN : Kind.ON);
                at--;
            }
        }

        strong = side;
        for (var at = 0; at < kinds.Length; at++)
        {
            var kind = kinds[at] is Kind.ES or Kind.CS ? Kind.ON : kinds[at];
            strong = kind is Kind.L or Kind.R ? kind : strong;
            kinds[at] = kind == Kind.EN && strong == Kind.L ? Kind.L : kind;
        }
    }

    // N0: brackets go with what they hold, or else with what stands before them.
    private static void Brackets(ReadOnlySpan<char> text, Kind[] kinds, Kind side)
    {
        Span<int> open = stackalloc int[MostBrackets];
        var depth = 0;
        for (var at = 0; at < kinds.Length; at++)
        {
            if (kinds[at] != Kind.ON)
            {
                continue;
            }

            if (Opening.IndexOf(text[at]) >= 0 && depth < MostBrackets)
            {
                open[depth++] = at;
            }
            else if (Closing.IndexOf(text[at]) is >= 0 and var kind)
            {
                for (var level = depth - 1; level >= 0; level--)
                {
                    if (text[open[level]] == Opening[kind])
                    {
                        Pair(kinds, open[level], at, side);
                        depth = level;
                        break;
                    }
                }
            }
        }
    }

    private static void Pair(Kind[] kinds, int from, int to, Kind side)
    {
        var (own, other) = (false, false);
        foreach (var kind in kinds.AsSpan(from + 1, to - from - 1))
        {
            own |= kind != Kind.ON && Side(kind) == side;
            other |= kind != Kind.ON && Side(kind) != side;
        }

        if (own || other)
        {
            var before = from;
            while (before > 0 && kinds[before - 1] == Kind.ON)
            {
                before--;
            }

            var context = before == 0 ? side : Side(kinds[before - 1]);
            kinds[from] = kinds[to] = own ? side : context != side ? context : side;
        }
    }

    // N1 and N2: between equal sides it is that side's, else the paragraph's. Numbers count as from right to left.
    private static void Neutral(Kind[] kinds, Kind side)
    {
        for (var at = 0; at < kinds.Length; at++)
        {
            var start = at;
            while (at < kinds.Length && kinds[at] == Kind.ON)
            {
                at++;
            }

            if (at > start)
            {
                var before = start == 0 ? side : Side(kinds[start - 1]);
                var after = at == kinds.Length ? side : Side(kinds[at]);
                kinds.AsSpan(start, at - start).Fill(before == after ? before : side);
                at--;
            }
        }
    }

    private static Kind Side(Kind kind) => kind == Kind.L ? Kind.L : Kind.R;

    private static Kind KindOf(Rune rune) => rune.Value switch
    {
        >= '0' and <= '9' or >= 0x6F0 and <= 0x6F9 => Kind.EN,
        '+' or '-' or 0x2212 => Kind.ES,
        '#' or '$' or '%' or >= 0xA2 and <= 0xA5 or 0xB0 or 0xB1 or 0x66A or >= 0x20A0 and <= 0x20CF => Kind.ET,
        ',' or '.' or '/' or ':' or 0xA0 or 0x60C or 0x202F => Kind.CS,
        >= 0x660 and <= 0x669 or 0x66B or 0x66C or >= 0x600 and <= 0x605 or 0x6DD => Kind.AN,
        0x200E => Kind.L,
        0x200F => Kind.R,
        0x61C => Kind.AL,
        _ when Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark => Kind.NSM,
        >= 0x590 and <= 0x5FF or >= 0x7C0 and <= 0x85F or >= 0xFB1D and <= 0xFB4F or >= 0x10800 and <= 0x10FFF or >= 0x1E800 and <= 0x1EFFF => Kind.R,
        >= 0x600 and <= 0x7BF or >= 0x860 and <= 0x8FF or >= 0xFB50 and <= 0xFDFF or >= 0xFE70 and <= 0xFEFC => Kind.AL,
        _ => Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.SpacingCombiningMark ? Kind.L : Kind.ON,
    };
}
