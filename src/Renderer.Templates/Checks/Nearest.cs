namespace Renderer.Templates.Checks;

/// <summary>Guesses which known name was meant.</summary>
internal static class Nearest
{
    /// <summary>" (did you mean 'x'?)", or nothing when no known name is near.</summary>
    public static string Hint(string name, IEnumerable<string> known) =>
        Find(name, known) is { } near ? $" (did you mean '{near}'?)" : "";

    /// <summary>The known name that differs by the fewest letters, two at most and a third of its length; null when none does.</summary>
    public static string? Find(string name, IEnumerable<string> known)
    {
        string? best = null;
        var least = Math.Min(2, Math.Max(1, name.Length / 3)) + 1;
        foreach (var candidate in known)
        {
            if (candidate != name && Math.Abs(candidate.Length - name.Length) < least && Distance(name, candidate) is var d && d < least)
            {
                (best, least) = (candidate, d);
            }
        }

        return best;
    }

    // Levenshtein, where two swapped neighbours count as one change.
    private static int Distance(string a, string b)
    {
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            rows[i, 0] = i;
        }

        for (var j = 0; j <= b.Length; j++)
        {
            rows[0, j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var change = a[i - 1] == b[j - 1] ? 0 : 1;
                rows[i, j] = Math.Min(Math.Min(rows[i - 1, j] + 1, rows[i, j - 1] + 1), rows[i - 1, j - 1] + change);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
                }
            }
        }

        return rows[a.Length, b.Length];
    }
}
