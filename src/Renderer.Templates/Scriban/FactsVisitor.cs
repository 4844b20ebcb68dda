using Renderer.Templates.Checks;
using Renderer.Templates.Definitions;
using Scriban.Syntax;

namespace Renderer.Templates.Scriban;

/// <summary>Walks a script's syntax tree and notes what it reads, names, assigns and calls.</summary>
internal sealed class FactsVisitor(SourceText source) : ScriptVisitor
{
    private const string Listed = "they are listed at https://github.com/scriban/scriban/blob/master/doc/builtins.md, ours in the README of the templates.";
    private readonly HashSet<string> assigned = new(StringComparer.Ordinal) { "for", "while", "tablerow" };
    private readonly List<NameUse> calls = [];
    private readonly Dictionary<string, string> hints = new(StringComparer.Ordinal);
    private readonly List<NameUse> names = [];
    private readonly List<(string Module, string Member, Place At)> members = [];
    private readonly List<NameUse> reserved = [];
    private readonly List<(string Of, string? Argument, Place At)> valueCalls = [];
    private bool imports;

    public ScriptFacts Facts { get; } = new();

    public override void Visit(ScriptVariableGlobal node)
    {
        var at = At(node);
        if (Facts.Mentions(node.Name, at))
        {
            return;
        }

        if (node.Name == "date")
        {
            Facts.UsesDate = Facts.UsesTimeZone = true;
            return;
        }

        Facts.RawMentions += node.Name == "raw" ? 1 : 0;
        Facts.Calls(node.Name, at);
        names.Add(new(node.Name, at));
    }

    public override void Visit(ScriptThisExpression node) => Facts.WholeProfile.Add(At(node));

    public override void Visit(ScriptMemberExpression node) => Member(node, node.Target, node.Member?.Name, null);

    public override void Visit(ScriptIndexerExpression node) =>
        Member(node, node.Target, (node.Index as ScriptLiteral)?.Value as string, node.Index);

    public override void Visit(ScriptObjectMember node) => Visit(node.Value);

    public override void Visit(ScriptNamedArgument node) => Visit(node.Value);

    public override void Visit(ScriptFunctionCall node)
    {
        Call(node.Target, node.Arguments.FirstOrDefault(), node.Arguments.Count > 0);
        base.Visit(node);
    }

    public override void Visit(ScriptPipeCall node)
    {
        // a | b | c is a | (b | c): what is piped into b stands on the left of it.
        var to = node.To is ScriptPipeCall further ? further.From : node.To;
        Call((to as ScriptFunctionCall)?.Target ?? to, node.From, true);
        base.Visit(node);
    }

    public override void Visit(ScriptAssignExpression node)
    {
        Assign(node.Target);
        if (node.Target is not ScriptVariable)
        {
            Visit(node.Target);
        }

        Visit(node.Value);
    }

    public override void Visit(ScriptIncrementDecrementExpression node)
    {
        Assign(node.Right);
        base.Visit(node);
    }

    public override void Visit(ScriptForStatement node)
    {
        Assign(node.Variable);
        base.Visit(node);
    }

    public override void Visit(ScriptTableRowStatement node)
    {
        Assign(node.Variable);
        base.Visit(node);
    }

    public override void Visit(ScriptCaptureStatement node)
    {
        Assign(node.Target);
        base.Visit(node);
    }

    public override void Visit(ScriptParameter node)
    {
        Assign(node.Name);
        base.Visit(node);
    }

    public override void Visit(ScriptFunction node)
    {
        Assign(node.NameOrDoToken as ScriptExpression);
        base.Visit(node);
    }

    public override void Visit(ScriptImportStatement node)
    {
        imports = true;
        base.Visit(node);
    }

    /// <summary>Says what no render could make good: unknown functions, names that are ours.</summary>
    public void Judge(Findings findings)
    {
        foreach (var use in reserved)
        {
            findings.Error("name_reserved", $"'{use.Name}' is always in scope and cannot be assigned; choose another name.", use.At);
        }

        foreach (var (module, member, at) in members.Where(m => !assigned.Contains(m.Module)))
        {
            findings.Error(
                Builtins.IsRemoved(module, member) ? "function_removed" : "function_unknown",
                Builtins.IsRemoved(module, member)
                    ? $"'{module}.{member}' is not available: it would run text as code."
                    : $"There is no function '{module}.{member}'{Hint($"{module}.{member}", Builtins.Modules[module].Select(m => $"{module}.{m}"))}; {Listed}",
                at);
        }

        foreach (var (of, argument, at) in valueCalls)
        {
            findings.Error(
                "function_unknown",
                argument == "contains"
                    ? $"'contains' is no operator: write '{of} | array.contains …' for a list, '{of} | string.contains …' for text."
                    : $"'{of}' is a value and no function, so nothing can stand behind it; put an operator between them.",
                at);
        }

        foreach (var use in calls.Where(c => !IsKnown(c.Name)))
        {
            findings.Error("function_unknown", $"There is no function '{use.Name}'{Hint(use.Name, Builtins.Names)}; {Listed}", use.At);
        }

        var called = calls.ToHashSet();
        foreach (var use in names.Where(n => !IsKnown(n.Name) && !called.Contains(n)))
        {
            if (Nearest.Find(use.Name, ScopeNames.Values.Concat(["block"])) is { } near && use.Name.Length > 3)
            {
                findings.Warning("name_unknown", $"'{use.Name}' is read from the request's data (did you mean '{near}'?).", use.At);
            }
        }
    }

    // A typing error comes as often as it is copied.
    private string Hint(string name, IEnumerable<string> known) => hints.TryGetValue(name, out var hint) ? hint : hints[name] = Nearest.Hint(name, known);

    private void Member(ScriptExpression node, ScriptExpression? target, string? member, ScriptExpression? index)
    {
        if (index is not null && member is null)
        {
            Visit(index);
        }

        if (target is ScriptThisExpression && member is not null)
        {
            Visit(new ScriptVariableGlobal(member) { Span = node.Span });
            return;
        }

        if (target is not ScriptVariableGlobal root || member is null)
        {
            Visit(target);
            return;
        }

        switch (root.Name)
        {
            case ScopeNames.Profile:
                Facts.Attributes.Add(new(member, At(node)));
                break;
            case ScopeNames.Segments:
                Facts.Segments.Add(new(member, At(node)));
                break;
            default:
                if (Builtins.Modules.TryGetValue(root.Name, out var known) && !known.Contains(member))
                {
                    members.Add((root.Name, member, At(node)));
                }

                Visit(root);
                break;
        }
    }

    private void Call(ScriptExpression? target, ScriptExpression? argument, bool isCall)
    {
        // What is always in scope holds values alone, whatever member is asked.
        if (isCall && PathOf(target) is { Length: > 0 } path && path.Split('.') is [var root, _, ..] && ScopeNames.Values.Contains(root))
        {
            valueCalls.Add((path, (argument as ScriptVariableGlobal)?.Name, At(target!)));
        }

        if (target is not ScriptVariableGlobal function)
        {
            return;
        }

        var at = At(function);
        var literal = (argument as ScriptLiteral)?.Value as string;
        switch (function.Name)
        {
            case "block" or "include" when literal is not null:
                Facts.Blocks.Add(new(literal, At(argument!)));
                break;
            case "block" or "include":
                Facts.AnyBlock.Add(at);
                break;
            case "image" when literal is not null:
                Facts.Images.Add(new(literal, At(argument!)));
                break;
            case "amp_link" when literal is not null:
                Facts.AmpData.Add(new(literal, At(argument!)));
                break;
            case "raw":
                Facts.Raws.Add(new(argument is ScriptLiteral ? "''" : PathOf(argument), at));
                break;
            case "t" when literal is not null:
                Facts.Translations.Add(new(literal, At(argument!)));
                break;
            default:
                if (isCall)
                {
                    calls.Add(new(function.Name, at));
                }

                break;
        }
    }

    // "profile.bio_html"; "" for what is no path.
    private static string PathOf(ScriptExpression? node) => node switch
    {
        ScriptVariable variable => variable.Name,
        ScriptMemberExpression { Member.Name: { } member } of when PathOf(of.Target) is { Length: > 0 } target => $"{target}.{member}",
        ScriptIndexerExpression { Index: ScriptLiteral { Value: string name } } of when PathOf(of.Target) is { Length: > 0 } target => $"{target}.{name}",
        ScriptNestedExpression nested => PathOf(nested.Expression),
        _ => "",
    };

    private void Assign(ScriptExpression? target)
    {
        var root = target;
        while (root is ScriptMemberExpression or ScriptIndexerExpression)
        {
            root = root is ScriptMemberExpression member ? member.Target : ((ScriptIndexerExpression)root).Target;
        }

        if (root is ScriptVariableGlobal variable && ScopeNames.Values.Contains(variable.Name))
        {
            reserved.Add(new(variable.Name, At(root)));
        }
        else if (target is ScriptVariableGlobal global)
        {
            assigned.Add(global.Name);
        }
    }

    private bool IsKnown(string name) =>
        imports || assigned.Contains(name) || Builtins.Names.Contains(name) || ScopeNames.Values.Contains(name);

    private Place At(ScriptNode node) => source.At(node.Span.Start.Line, node.Span.Start.Column);
}
