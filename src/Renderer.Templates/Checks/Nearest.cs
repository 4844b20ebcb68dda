namespace Renderer.Templates.Checks;

/// <summary>Guesses which known name was meant.</summary>
internal static class Nearest
{
    // Names are at most 64; longer ones are typing errors of another kind.
    private const int MostLetters = 100;

    /// <summary>" (did you mean 'x'?)", or nothing when no known name is near.</summary>
    public static string Hint(string name, IEnumerable<string> known) =>
        Find(name, known) is { } near ? $" (did you mean '{near}'?)" : "";

    /// <summary>The known name that differs by the fewest letters, two at most and a third of its length; null when none does.</summary>
    public static string? Find(string name, IEnumerable<string> known)
    {
        string? best = null;
        var least = Math.Min(2, Math.Max(1, name.Length / 3)) + 1;
        foreach (var candidate in name.Length <= MostLetters ? known : [])
        {
            if (candidate.Length <= MostLetters && candidate != name && Math.Abs(candidate.Length - name.Length) < least && Distance(name, candidate) is var d && d < least)
            {
                (best, least) = (candidate, d);
            }
        }

        return best;
    }

    // Levenshtein, where two swapped neighbours count as one change.
    private static int Distance(string a, string b)
    {
        Span<int> before = stackalloc int[MostLetters + 1];
        Span<int> last = stackalloc int[MostLetters + 1];
        Span<int> row = stackalloc int[MostLetters + 1];
        for (var j = 0; j <= b.Length; j++)
        {
            last[j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var change = a[i - 1] == b[j - 1] ? 0 : 1;
                row[j] = Math.Min(Math.Min(last[j] + 1, row[j - 1] + 1), last[j - 1] + change);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
                }
            }

            var free = before;
            before = last;
            last = row;
            row = free;
        }

        return last[b.Length];
    }
}
