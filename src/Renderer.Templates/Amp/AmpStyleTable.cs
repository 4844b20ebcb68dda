using System.Collections.Frozen;

namespace Renderer.Templates.Amp;

/// <summary>What AMP for Email allows in styles: <c>Rules/styles.txt</c>.</summary>
internal sealed class AmpStyleTable
{
    /// <summary>The only one.</summary>
    public static readonly AmpStyleTable Known = new();

    private AmpStyleTable()
    {
        var parts = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        var part = "";
        foreach (var line in AmpTable.Lines("styles"))
        {
            if (line[0] == '[')
            {
                part = line;
                parts[part] = [];
            }
            else
            {
                parts[part].Add(line);
            }
        }

        FrozenSet<string> Words(string name) => parts[name].SelectMany(line => line.Split(' ')).ToFrozenSet(StringComparer.OrdinalIgnoreCase);
        Properties = Words("[properties]");
        PseudoClasses = Words("[pseudo]");
        MediaWords = Words("[media]");
        Features = Words("[features]");
        Selectors = Words("[selectors]");
        Values = parts["[values]"].Select(line => line.Split(' '))
            .ToFrozenDictionary(words => words[0], words => words[1..].ToFrozenSet(StringComparer.OrdinalIgnoreCase), StringComparer.OrdinalIgnoreCase);
    }

    public FrozenSet<string> Properties { get; }

    public FrozenSet<string> PseudoClasses { get; }

    /// <summary>Media types, and the words between them.</summary>
    public FrozenSet<string> MediaWords { get; }

    public FrozenSet<string> Features { get; }

    /// <summary>The attributes that a selector may ask for.</summary>
    public FrozenSet<string> Selectors { get; }

    /// <summary>Property to what its value's first word must be one of.</summary>
    public FrozenDictionary<string, FrozenSet<string>> Values { get; }
}
