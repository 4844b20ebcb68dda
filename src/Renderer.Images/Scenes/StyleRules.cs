using System.Buffers;
using System.Text;

namespace Renderer.Images.Scenes;

/// <summary>The little of CSS that designers' tools write into a scene: rules of one class, element or id each.</summary>
internal sealed class StyleRules
{
    private const int MostRules = 500;

    /// <summary>Of all sheets without their comments, and of all declarations, each counted for every selector that it is for.</summary>
    private const int MostCharacters = 64 << 10;

    private const int MostClasses = 16;

    /// <summary>What is said where there are more.</summary>
    public const string Limit = "The style sheets have more than 500 rules, or more than 64 Ki characters.";

    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_");

    private readonly Dictionary<string, List<string>> rules = new(StringComparer.Ordinal);
    private int count;
    private int read;
    private int declared;

    /// <summary>Selectors that are not understood: their rules are not drawn.</summary>
    public List<string> Ignored { get; } = [];

    public bool IsEmpty => rules.Count == 0;

    /// <summary>Takes a sheet's rules over; false where they are too many.</summary>
    public bool Add(string commented)
    {
        var sheet = WithoutComments(commented);
        read += sheet.Length;
        for (var at = 0; at < sheet.Length && read <= MostCharacters;)
        {
            var open = sheet.IndexOf('{', at);
            var close = open < 0 ? -1 : sheet.IndexOf('}', open);
            if (close < 0)
            {
                break;
            }

            var declarations = sheet[(open + 1)..close];
            foreach (var selector in sheet[at..open].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                if (!Add(selector, declarations))
                {
                    return false;
                }
            }

            at = close + 1;
        }

        return read <= MostCharacters;
    }

    /// <summary>Declarations for an element, weakest first: of its name, its classes, its id.</summary>
    public IEnumerable<string> For(SceneElement element) =>
        IsEmpty ? [] : Selectors(element).SelectMany(selector => rules.GetValueOrDefault(selector) ?? []);

    private bool Add(string selector, string declarations)
    {
        if (++count > MostRules || (declared += declarations.Length) > MostCharacters)
        {
            return false;
        }

        if (!IsSimple(selector))
        {
            Ignored.Add(selector);
            return true;
        }

        if (!rules.TryGetValue(selector, out var list))
        {
            rules[selector] = list = [];
        }

        list.Add(declarations);
        return true;
    }

    private static IEnumerable<string> Selectors(SceneElement element)
    {
        yield return element.Name;
        foreach (var name in Classes(element["class"]))
        {
            yield return "." + name;
        }

        if (element["id"] is { } id)
        {
            yield return "#" + id;
        }
    }

    private static List<string> Classes(string? said)
    {
        var classes = new List<string>();
        foreach (var range in said.AsSpan().Split(' '))
        {
            var name = said.AsSpan()[range];
            if (classes.Count == MostClasses)
            {
                break;
            }

            if (!name.IsEmpty && !Has(classes, name))
            {
                classes.Add(name.ToString());
            }
        }

        return classes;
    }

    private static bool Has(List<string> classes, ReadOnlySpan<char> name)
    {
        foreach (var one in classes)
        {
            if (name.SequenceEqual(one))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsSimple(string selector) =>
        selector.AsSpan(selector[0] is '.' or '#' ? 1 : 0) is { Length: > 0 } name && !name.ContainsAnyExcept(NameCharacters);

    private static string WithoutComments(string text)
    {
        var made = new StringBuilder();
        for (var at = 0; at < text.Length;)
        {
            var open = text.IndexOf("/*", at, StringComparison.Ordinal);
            made.Append(text, at, (open < 0 ? text.Length : open) - at);
            var close = open < 0 ? -1 : text.IndexOf("*/", open + 2, StringComparison.Ordinal);
            at = close < 0 ? text.Length : close + 2;
        }

        return made.ToString();
    }
}
