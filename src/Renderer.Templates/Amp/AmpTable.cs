using System.Collections.Frozen;
using System.Globalization;

namespace Renderer.Templates.Amp;

/// <summary>The rules of AMP for Email as data, read once from <c>Rules</c>.</summary>
internal sealed class AmpTable
{
    private static readonly string[] Layout = ["width", "height", "layout", "sizes", "heights", "media", "noloading=", "[width]", "[height]"];
    private static readonly string[] Many = ["abbr"];
    private static readonly string[] Asks = ["needs", "in", "within", "without", "layout", "first", "children", "count", "when"];

    /// <summary>The only one; the last of what is static, since it is made of the others.</summary>
    public static readonly AmpTable Known = new();

    private readonly FrozenDictionary<string, AmpTag[]> tags;
    private readonly FrozenDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> needs;

    private AmpTable()
    {
        var lines = Lines("tags").Select(Read).SelectMany(line => line).ToList();
        tags = lines.GroupBy(tag => tag.Name, StringComparer.Ordinal).ToFrozenDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);
        needs = lines.Where(tag => tag is { Needs: not null, When: null }).ToFrozenDictionary(tag => tag.Name, tag => tag.Needs!, StringComparer.OrdinalIgnoreCase)
            .GetAlternateLookup<ReadOnlySpan<char>>();
        var aria = Lines("aria").SelectMany(line => line.Split(' ')).SelectMany(name => name == "aria-current" ? [name] : new[] { name, $"[{name}]" });
        Everywhere = aria.Select(Attribute).Concat(tags["*"].Where(tag => tag.Within is null).SelectMany(tag => tag.Attributes.Values)).ToFrozenDictionary(a => a.Name, StringComparer.Ordinal);
        Elsewhere = [.. tags["*"].Where(tag => tag.Within is not null)];
        Extensions = Lines("extensions").Select(Extension).ToFrozenDictionary(e => e.Name, StringComparer.Ordinal);
    }

    /// <summary>The attributes that every tag may have.</summary>
    public FrozenDictionary<string, AmpAttribute> Everywhere { get; }

    /// <summary>Those that every tag may have in certain places.</summary>
    public IReadOnlyList<AmpTag> Elsewhere { get; }

    public FrozenDictionary<string, AmpExtension> Extensions { get; }

    /// <summary>The rules of a tag; none where it is not allowed.</summary>
    /// <param name="name">In lower case.</param>
    public AmpTag[] Find(string name) => name == "*" ? [] : tags.GetValueOrDefault(name) ?? [];

    /// <summary>The extension that a tag is of; null where it is of none.</summary>
    /// <param name="name">As it is written.</param>
    public string? NeedOf(ReadOnlySpan<char> name) => needs.TryGetValue(name, out var extension) ? extension : null;

    /// <summary>A file's lines, but for comments and blank ones.</summary>
    public static IEnumerable<string> Lines(string file)
    {
        using var stream = typeof(AmpTable).Assembly.GetManifestResourceStream($"amp.{file}.txt")!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
            {
                yield return line;
            }
        }
    }

    private static IEnumerable<AmpTag> Read(string line)
    {
        var words = line.Split(' ');
        var asks = words is [_, "@", ..] ? words.Skip(2).TakeWhile(IsAsked).ToList() : [];
        var rest = words.Skip(asks.Count > 0 ? 2 + asks.Count : 1).ToList();

        // A line without attributes and conditions may name many tags.
        if (asks.Count == 0 && Many.Contains(words[0]))
        {
            return words.Select(name => Make(name, [], []));
        }

        return [Make(words[0], asks, rest)];
    }

    private static bool IsAsked(string word) => Asks.Contains(word.Split('=')[0]) && word.Contains('=', StringComparison.Ordinal);

    private static AmpTag Make(string name, List<string> asks, List<string> rest)
    {
        string[] Ask(string what) => asks.FirstOrDefault(a => a.StartsWith(what + "=", StringComparison.Ordinal)) is { } found ? found[(what.Length + 1)..].Split('|') : [];
        var layouts = Ask("layout");
        var attributes = new Dictionary<string, AmpAttribute>(StringComparer.Ordinal);
        foreach (var word in layouts.Length > 0 ? Layout : [])
        {
            var one = Attribute(word);
            attributes[one.Name] = one;
        }

        for (var i = 0; i < rest.Count; i++)
        {
            var isMandatory = rest[i] == "!";
            var one = Attribute(rest[isMandatory ? ++i : i]) with { IsMandatory = isMandatory };
            attributes[one.Name] = one;
        }

        var when = Ask("when").FirstOrDefault()?.Split('=', 2);
        return new AmpTag
        {
            Name = name,
            Attributes = attributes.ToFrozenDictionary(StringComparer.Ordinal),
            Mandatory = [.. attributes.Values.Where(a => a.IsMandatory)],
            Needs = Ask("needs").FirstOrDefault(),
            In = Ask("in").FirstOrDefault(),
            Within = Ask("within").FirstOrDefault(),
            Without = Ask("without"),
            Layouts = layouts,
            First = Ask("first"),
            Children = Ask("children"),
            Count = Ask("count").FirstOrDefault() is { } count ? int.Parse(count, CultureInfo.InvariantCulture) : 0,
            When = when is null ? null : (when[0], when.Length > 1 ? when[1] : null),
        };
    }

    private static AmpAttribute Attribute(string word)
    {
        if (word.IndexOf('=') is var equals and > 0)
        {
            var isNot = word[equals - 1] == '!';
            var words = word[(equals + 1)..];
            return new AmpAttribute(word[..(isNot ? equals - 1 : equals)], isNot ? AmpValue.NoneOf : AmpValue.OneOf, words.Length == 0 ? [""] : words.Split('|'), false);
        }

        var colon = word.LastIndexOf(':');
        return colon > 0
            ? new AmpAttribute(word[..colon], Enum.Parse<AmpValue>(word[(colon + 1)..], ignoreCase: true), [], false)
            : new AmpAttribute(word, AmpValue.Any, [], false);
    }

    private static AmpExtension Extension(string line)
    {
        var words = line.Split(' ');
        var isUsed = words[^1] == "used";
        return new AmpExtension(words[0], words[1..(isUsed ? ^1 : ^0)], isUsed);
    }
}

/// <summary>An extension of AMP for Email.</summary>
/// <param name="Name">As its script's attribute has it.</param>
/// <param name="Versions">Those that are allowed, the one that is written first.</param>
/// <param name="MustBeUsed">A document that loads it and does not use it is not valid.</param>
internal sealed record AmpExtension(string Name, IReadOnlyList<string> Versions, bool MustBeUsed)
{
    /// <summary>What its script is named by: a template engine is no element.</summary>
    public string Attribute => Name == "amp-mustache" ? "custom-template" : "custom-element";

    /// <summary>The script that loads it.</summary>
    public string Script => $"""<script async {Attribute}="{Name}" src="{Address(Versions[0])}"></script>""";

    /// <summary>Where a version of it is.</summary>
    public string Address(string version) => $"https://cdn.ampproject.org/v0/{Name}-{version}.js";
}
