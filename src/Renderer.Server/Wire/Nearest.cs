namespace Renderer.Server.Wire;

/// <summary>Finds the known name that a misspelt one was probably meant to be.</summary>
internal static class Nearest
{
    /// <summary>"did you mean …?" where one is near enough, else the list of what is known.</summary>
    public static string Suggest(string name, IReadOnlyList<string> known)
    {
        var best = known.MinBy(candidate => Distance(name, candidate));
        return best is not null && Distance(name, best) <= Math.Max(2, name.Length / 3)
            ? $"Did you mean '{best}'?"
            : $"Known here: {string.Join(", ", known)}.";
    }

    /// <summary>Levenshtein's distance, without case.</summary>
    private static int Distance(string left, string right)
    {
        if (left.Length > 64)
        {
            return int.MaxValue;
        }

        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var cost = char.ToLowerInvariant(left[i - 1]) == char.ToLowerInvariant(right[j - 1]) ? 0 : 1;
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + cost));
            }
        }

        return row[right.Length];
    }
}
