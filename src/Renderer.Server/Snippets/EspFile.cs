namespace Renderer.Server.Snippets;

/// <summary>
/// Reads an ESP's file: a head of <c>name: value</c> lines, then tags as they are pasted, each below <c>=== kind language | where</c>;
/// <c>=== no kind | why</c> says what the ESP cannot do.
/// </summary>
internal static class EspFile
{
    private const string Mark = "=== ";

    private static readonly string[] Known =
    [
        "title", "also", "calls", "auth", "timeout", "cache", "trap", "setup", "budget_ms", "id", "email", "token", "campaign", "message", "comment", "picture_comment",
    ];

    /// <exception cref="InvalidDataException">The file breaks its own rules.</exception>
    public static Esp Read(string name, string text)
    {
        var facts = new Dictionary<string, string>();
        var setup = new List<string>();
        var tags = new List<EspTag>();
        var cannot = new Dictionary<SnippetKind, string>();
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        var at = 0;
        for (; at < lines.Length && !lines[at].StartsWith(Mark, StringComparison.Ordinal); at++)
        {
            ReadFact(name, lines[at], facts, setup);
        }

        while (at < lines.Length)
        {
            var head = lines[at++][Mark.Length..];
            var start = at;
            while (at < lines.Length && !lines[at].StartsWith(Mark, StringComparison.Ordinal))
            {
                at++;
            }

            ReadSection(name, head, string.Join('\n', lines[start..at]).Trim('\n'), tags, cannot);
        }

        return new Esp(name, Fact("title"), Kind<EspCalls>(name, Fact("calls")))
        {
            Aliases = [.. facts.GetValueOrDefault("also", "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)],
            Facts = facts,
            Setup = setup,
            Tags = tags,
            Cannot = cannot,
        };

        string Fact(string key) => facts.GetValueOrDefault(key) ?? throw Fault(name, $"'{key}' is missing");
    }

    private static void ReadFact(string name, string line, Dictionary<string, string> facts, List<string> setup)
    {
        if (line.Length == 0)
        {
            return;
        }

        var colon = line.IndexOf(':', StringComparison.Ordinal);
        var (key, value) = colon < 0 ? (line, "") : (line[..colon], line[(colon + 1)..].Trim());
        if (!Known.Contains(key) || value.Length == 0)
        {
            throw Fault(name, $"'{line}' is no fact");
        }

        if (key == "setup")
        {
            setup.Add(value);
        }
        else if (!facts.TryAdd(key, value))
        {
            throw Fault(name, $"'{key}' stands twice");
        }
    }

    private static void ReadSection(string name, string head, string body, List<EspTag> tags, Dictionary<SnippetKind, string> cannot)
    {
        var bar = head.IndexOf(" | ", StringComparison.Ordinal);
        if (bar < 0 || head[..bar].Split(' ') is not [var first, var second])
        {
            throw Fault(name, $"'{head}' says not what it is of and where it goes");
        }

        var rest = head[(bar + 3)..];
        if (first == "no")
        {
            cannot.Add(Kind<SnippetKind>(name, second), rest);
        }
        else
        {
            tags.Add(new EspTag(Kind<SnippetKind>(name, first), second, rest, body.Length > 0 ? body : throw Fault(name, $"'{head}' is empty")));
        }
    }

    private static TKind Kind<TKind>(string name, string text)
        where TKind : struct, Enum =>
        Enum.GetNames<TKind>().Contains(text, StringComparer.OrdinalIgnoreCase) ? Enum.Parse<TKind>(text, ignoreCase: true) : throw Fault(name, $"'{text}' is no {typeof(TKind).Name}");

    private static InvalidDataException Fault(string name, string what) => new($"{name}.esp: {what}.");
}
