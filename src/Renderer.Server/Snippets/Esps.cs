namespace Renderer.Server.Snippets;

/// <summary>The ESPs that are known: a file each, beside its page.</summary>
internal static class Esps
{
    private const string Suffix = ".esp";

    private static readonly Lazy<IReadOnlyList<Esp>> Loaded = new(Load);

    /// <summary>All of them, by name.</summary>
    public static IReadOnlyList<Esp> All => Loaded.Value;

    /// <summary>The one of this name, as its vendor or anybody else writes it; null where there is none.</summary>
    public static Esp? Find(string name)
    {
        var plain = Plain(name);
        return plain.Length == 0 ? null : All.FirstOrDefault(esp => Plain(esp.Name) == plain || esp.Aliases.Any(alias => Plain(alias) == plain));
    }

    /// <summary>Where its page is, in the sources.</summary>
    public static string PageOf(Esp esp) => $"src/Renderer.Server/Snippets/Esps/{esp.Name}.md";

    // "Customer.io", "customer_io" and "customerio" are one.
    private static string Plain(string name) => new([.. name.Take(64).Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant)]);

    private static List<Esp> Load()
    {
        var home = typeof(Esps).Assembly;
        var all = new List<Esp>();
        foreach (var name in home.GetManifestResourceNames().Where(name => name.EndsWith(Suffix, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(home.GetManifestResourceStream(name)!);
            all.Add(EspFile.Read(name[..^Suffix.Length], reader.ReadToEnd()));
        }

        return all;
    }
}
