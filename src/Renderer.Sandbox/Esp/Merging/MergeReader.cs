namespace Renderer.Sandbox.Esp.Merging;

/// <summary>Turns a template's text into steps.</summary>
internal sealed class MergeReader(MergeLanguage language)
{
    // SendGrid's comparisons, as blocks.
    private static readonly Dictionary<string, string> Comparisons = new()
    {
        ["equals"] = "==", ["notEquals"] = "!=", ["greaterThan"] = ">", ["lessThan"] = "<", ["and"] = "and", ["or"] = "or",
    };

    private readonly Stack<Block> blocks = new();

    public List<MergeStep> Steps { get; } = [];

    /// <summary>Reads; says what is wrong, or null.</summary>
    public string? Read(string text)
    {
        var at = 0;
        while (text.IndexOf("{{", at, StringComparison.Ordinal) is var start and >= 0)
        {
            Add(text[at..start]);
            var comment = text.AsSpan(start).StartsWith("{{!--");
            var triple = text.AsSpan(start).StartsWith("{{{");
            var closing = comment ? "--}}" : triple ? "}}}" : "}}";
            var end = text.IndexOf(closing, start, StringComparison.Ordinal);
            if (end < 0)
            {
                return $"A tag that begins at {start} does not end.";
            }

            var inner = text[(start + (triple ? 3 : 2))..end].Trim();
            at = end + closing.Length;
            if (!comment && !inner.StartsWith('!') && Tag(inner, triple) is { } fault)
            {
                return fault;
            }
        }

        Add(text[at..]);
        return blocks.Count == 0 ? null : $"A block \"{blocks.Peek().Name}\" does not end.";
    }

    private string? Tag(string inner, bool raw)
    {
        if (inner.Length == 0)
        {
            return "A tag is empty.";
        }

        if (raw || inner[0] == '&')
        {
            Steps.Add(new MergeStep(MergeOperation.Raw, Condition: ValueOf(Words(inner.TrimStart('&')))));
            return null;
        }

        var words = Words(inner.TrimStart('#', '^', '/'));
        return inner == "^" ? Else([])
            : words.Length == 0 ? "A tag has no name."
            : language == MergeLanguage.SparkPost ? SparkPost(words)
            : inner[0] == '#' ? Open(words, inverted: false)
            : inner[0] == '^' ? Open(words, inverted: true)
            : inner[0] == '/' ? Close(words[0])
            : words[0] == "else" ? Else(words[1..])
            : Print(words);
    }

    private string? SparkPost(string[] words) => words[0] switch
    {
        "if" => Open(words, inverted: false),
        "each" => Open(words, inverted: false),
        "elseif" => Else(["if", .. words.Skip(1)]),
        "else" => Else([]),
        "end" => Close(blocks.TryPeek(out var block) ? block.Name : ""),
        _ => Print(words),
    };

    private string? Print(string[] words)
    {
        Steps.Add(new MergeStep(MergeOperation.Value, Condition: ValueOf(words)));
        return null;
    }

    private string? Open(string[] words, bool inverted)
    {
        var block = new Block(words[0]);
        blocks.Push(block);
        var rest = words[1..];
        if (words[0] is "each" or "with" && rest.Length > 0)
        {
            block.Loop = Put(new MergeStep(MergeOperation.Loop, Condition: new MergeCondition(words[0], [rest[0]])));
        }
        else if (words[0] is "if" or "unless" && rest.Length > 0)
        {
            block.Pending = Put(new MergeStep(MergeOperation.Unless, Condition: Condition(rest, words[0] == "unless")));
        }
        else if (Comparisons.TryGetValue(words[0], out var comparison) && rest.Length == 2)
        {
            block.Pending = Put(new MergeStep(MergeOperation.Unless, Condition: new MergeCondition(comparison, rest)));
        }
        else if (words.Length > 1)
        {
            return $"There is no helper \"{words[0]}\".";
        }
        else if (inverted)
        {
            block.Pending = Put(new MergeStep(MergeOperation.Unless, Condition: new MergeCondition("not", [words[0]])));
        }
        else
        {
            block.Loop = Put(new MergeStep(MergeOperation.Loop, Condition: new MergeCondition("section", [words[0]])));
        }

        return null;
    }

    private string? Else(string[] rest)
    {
        if (!blocks.TryPeek(out var block) || (block.Pending < 0 && block.Loop < 0))
        {
            return "An else stands outside of a block.";
        }

        EndRound(block);
        block.Ends.Add(Put(new MergeStep(MergeOperation.Jump)));
        Patch(block.Pending);
        block.Pending = rest.Length > 1 ? Put(new MergeStep(MergeOperation.Unless, Condition: Condition(rest[1..], rest[0] == "unless"))) : -1;
        return null;
    }

    private string? Close(string name)
    {
        if (!blocks.TryPop(out var block) || block.Name != name)
        {
            return $"\"{name}\" ends where it did not begin.";
        }

        EndRound(block);
        Patch(block.Pending);
        block.Ends.ForEach(Patch);
        return null;
    }

    // After it, what does not go on in a loop goes where the loop's step points.
    private void EndRound(Block block)
    {
        if (block.Loop >= 0)
        {
            Steps.Add(new MergeStep(MergeOperation.Next, Target: block.Loop + 1));
            (block.Pending, block.Loop) = (block.Loop, -1);
        }
    }

    private void Patch(int step)
    {
        if (step >= 0)
        {
            Steps[step].Target = Steps.Count;
        }
    }

    private int Put(MergeStep step)
    {
        Steps.Add(step);
        return Steps.Count - 1;
    }

    private void Add(string text)
    {
        if (text.Length > 0)
        {
            Steps.Add(new MergeStep(MergeOperation.Text, text));
        }
    }

    private static MergeCondition Condition(string[] words, bool negated) => words switch
    {
        ["not", var one] => new MergeCondition("not", [one]),
        [var left, "==" or "!=" or ">" or "<" or "and" or "or", var right] => new MergeCondition(words[1], [left, right]),
        _ => new MergeCondition(negated ? "not" : "value", [words[0]]),
    };

    // SparkPost: {{x or 'nobody'}}; SendGrid: {{insert x "default=nobody"}}.
    private static MergeCondition ValueOf(string[] words) => words switch
    {
        [var path, "or", var fallback] => new MergeCondition("or", [path, fallback]),
        ["insert", var path, var fallback] => new MergeCondition("or", [path, fallback.Replace("default=", "", StringComparison.Ordinal)]),
        ["insert", var path] => MergeCondition.Value(path),
        _ => MergeCondition.Value(string.Concat(words)),
    };

    // At spaces, those within quotation marks aside.
    private static string[] Words(string text)
    {
        var words = new List<string>();
        for (var at = 0; at < text.Length;)
        {
            var start = at;
            var quote = text[at] is '"' or '\'' ? text[at] : '\0';
            at = quote != '\0' && text.IndexOf(quote, at + 1) is var end and >= 0 ? end + 1 : text.IndexOf(' ', at) is var space and >= 0 ? space : text.Length;
            if (at > start)
            {
                words.Add(text[start..at]);
            }

            while (at < text.Length && text[at] == ' ')
            {
                at++;
            }
        }

        return [.. words];
    }

    private sealed class Block(string name)
    {
        public string Name => name;

        public int Loop { get; set; } = -1;

        public int Pending { get; set; } = -1;

        public List<int> Ends { get; } = [];
    }
}
