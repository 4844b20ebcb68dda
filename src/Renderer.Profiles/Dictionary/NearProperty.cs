using Renderer.Profiles.Crm;

namespace Renderer.Profiles.Dictionary;

/// <summary>Guesses which property of a CRM was meant.</summary>
internal static class NearProperty
{
    private const int MostLetters = 128;

    /// <summary>The property of the same letters, of that label, or that differs by two letters at most; null for none.</summary>
    public static string? Find(string name, IReadOnlyList<CrmAttribute> known)
    {
        var letters = Letters(name);
        return (known.FirstOrDefault(each => Letters(each.Name) == letters)
            ?? known.FirstOrDefault(each => each.Label is { } label && Letters(label) == letters)
            ?? known.Select(each => (each, Distance: Distance(letters, Letters(each.Name))))
                .Where(pair => pair.Distance <= Math.Min(2, letters.Length / 3))
                .OrderBy(pair => pair.Distance).Select(pair => pair.each).FirstOrDefault())?.Name;
    }

    private static string Letters(string name) =>
        new([.. name.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant).Take(MostLetters)]);

    private static int Distance(string a, string b)
    {
        if (Math.Abs(a.Length - b.Length) > 2)
        {
            return int.MaxValue;
        }

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
                row[j] = Math.Min(Math.Min(last[j] + 1, row[j - 1] + 1), last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
            }

            row.CopyTo(last);
        }

        return last[b.Length];
    }
}
