namespace Renderer.Images.Scenes;

/// <summary>The little of CSS that designers' tools write into a scene: rules of one class, element or id each.</summary>
internal sealed class StyleRules
{
    private const int MostRules = 500;

    private readonly Dictionary<string, List<string>> rules = new(StringComparer.Ordinal);

    /// <summary>Selectors that are not understood: their rules are not drawn.</summary>
    public List<string> Ignored { get; } = [];

    public bool IsEmpty => rules.Count == 0;

    public void Add(string sheet)
    {
        for (var at = 0; at < sheet.Length && rules.Count < MostRules;)
        {
            var open = sheet.IndexOf('{', at);
            var close = open < 0 ? -1 : sheet.IndexOf('}', open);
            if (close < 0)
            {
                break;
            }

            var declarations = sheet[(open + 1)..close];
            foreach (var selector in WithoutComments(sheet[at..open]).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                if (IsSimple(selector))
                {
                    if (!rules.TryGetValue(selector, out var list))
                    {
                        rules[selector] = list = [];
                    }

                    list.Add(declarations);
                }
                else
                {
                    Ignored.Add(selector);
                }
            }

            at = close + 1;
        }
    }

    /// <summary>Declarations for an element, weakest first: of its name, its classes, its id.</summary>
    public IEnumerable<string> For(SceneElement element) =>
        IsEmpty ? [] : Selectors(element).SelectMany(selector => rules.GetValueOrDefault(selector) ?? []);

    private static IEnumerable<string> Selectors(SceneElement element)
    {
        yield return element.Name;
        if (element["class"] is { } classes)
        {
            foreach (var name in classes.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                yield return "." + name;
            }
        }

        if (element["id"] is { } id)
        {
            yield return "#" + id;
        }
    }

    private static bool IsSimple(string selector) =>
        selector.AsSpan(selector[0] is '.' or '#' ? 1 : 0) is { Length: > 0 } name && !name.ContainsAnyExcept(NameCharacters);

    private static readonly System.Buffers.SearchValues<char> NameCharacters =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_");

    private static string WithoutComments(string text)
    {
        for (int open; (open = text.IndexOf("/*", StringComparison.Ordinal)) >= 0;)
        {
            var close = text.IndexOf("*/", open + 2, StringComparison.Ordinal);
            text = text[..open] + (close < 0 ? "" : text[(close + 2)..]);
        }

        return text;
    }
}
