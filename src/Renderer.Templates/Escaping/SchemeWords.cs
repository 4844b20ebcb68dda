namespace Renderer.Templates.Escaping;

/// <summary>The words that an address may begin with, as branches go: in lower case, in order, divided by '|'.</summary>
internal static class SchemeWords
{
    // No scheme that matters is longer, and no author writes more of them.
    private const int MostLetters = 17;
    private const int MostWords = 4;

    // What a client would run, or show as a page of its own.
    private static readonly string[] Scripts = ["javascript", "vbscript", "data", "livescript", "mocha", "jscript"];

    /// <summary>The same with a character behind each.</summary>
    public static string Add(string words, char c) => !words.Contains('|') ? Longer(words, c) : string.Join('|', words.Split('|').Select(w => Longer(w, c)).Distinct().Order(StringComparer.Ordinal));

    /// <summary>Those of both; null where they are too many.</summary>
    public static string? Join(string a, string b)
    {
        var all = a.Split('|').Union(b.Split('|')).Order(StringComparer.Ordinal).ToList();
        return all.Count <= MostWords ? string.Join('|', all) : null;
    }

    /// <summary>Where an address is after the words and a ':'.</summary>
    public static UrlPart PartAfter(string words)
    {
        var parts = words.Split('|').Select(One).Distinct().ToList();
        return parts.Contains(UrlPart.Script) ? UrlPart.Script : parts.Count == 1 ? parts[0] : UrlPart.Query;
    }

    /// <summary>Whether one of them with a ':' would be run.</summary>
    public static bool HasScript(string words) => words.Split('|').Any(Scripts.Contains);

    private static UrlPart One(string word) => word is "http" or "https" or "ftp" ? UrlPart.Scheme : Scripts.Contains(word) ? UrlPart.Script : UrlPart.Opaque;

    // Clients drop white space before a scheme, where a value may be missing.
    private static string Longer(string word, char c) => (word.Length == 0 && c <= ' ') || c == '|' || word.Length > MostLetters ? word : word + char.ToLowerInvariant(c);
}
