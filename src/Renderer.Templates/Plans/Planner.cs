using System.Text;
using Renderer.Templates.Checks;
using Renderer.Templates.Compiling;
using Renderer.Templates.Escaping;
using Renderer.Templates.Forms;
using Renderer.Templates.Plans.Steps;

namespace Renderer.Templates.Plans;

/// <summary>The back end: makes a plan out of a script's intermediate form.</summary>
internal sealed class Planner
{
    // Blocks inserted within each other, and all that they bring: beyond that the interpreter's limits are the better ones.
    private const int MostDepth = 16;
    private const int MostForms = 50_000;
    private readonly IReadOnlyDictionary<string, CompiledBlock> blocks;
    private readonly IReadOnlySet<string> unsteady;
    private readonly Semantics semantics;
    private readonly Layout layout;
    private readonly TermPlanner terms;
    private EscaperMap escapers;
    private bool isHtml;
    private int depth;
    private int forms;

    // Within what is kept nothing is kept apart, nor in an inserted block, whose loops and variables are others.
    private bool isWithinKept;

    private Planner(Script script, Layout layout, IReadOnlyDictionary<string, CompiledBlock> blocks, IReadOnlySet<string> unsteady)
    {
        (this.layout, this.blocks, this.unsteady) = (layout, blocks, unsteady);
        (semantics, escapers, isHtml) = (script.Semantics, script.Escapers, script.Escapes);
        terms = new TermPlanner(layout, semantics, script.Source);
    }

    // In HTML, a line end in a value is a line end and nothing more.
    private bool KeepsIndent => semantics.KeepsIndent && !isHtml;

    /// <summary>Makes a script's plan.</summary>
    /// <param name="script">A part, a block or a rule.</param>
    /// <param name="forms">What is compiled of it.</param>
    /// <param name="layout">Where the mail's values stand; grows by what this script reads.</param>
    /// <param name="blocks">The mail's blocks, by name.</param>
    /// <param name="unsteady">The slots of which the mail shows something else for another person.</param>
    /// <returns>The plan, or what stands against it.</returns>
    public static (Plan? Plan, (string What, Place At)? Beyond) Make(
        Script script, IReadOnlyList<Form> forms, Layout layout, IReadOnlyDictionary<string, CompiledBlock> blocks, IReadOnlySet<string> unsteady)
    {
        var planner = new Planner(script, layout, blocks, unsteady);
        var terms = planner.terms;
        planner.Declare(forms);
        var question = script.Use == ScriptUse.Rule && forms is [OutputForm only] ? terms.Term(only.Value) : null;
        var whole = planner.Dependence().Add(forms);
        var reuse = question is null && planner.MayBeKept(whole) ? planner.ReuseOf(whole) : null;

        // In plain text a step may go on with the indent that another one began.
        planner.isWithinKept = reuse is not null || layout.Kept is null || !script.Escapes;
        var steps = question is null ? planner.Steps(forms) : [];
        return terms.Beyond is { } beyond ? (null, beyond) : (new Plan(script, steps, terms.Scope.Count, question, reuse), null);
    }

    // Before anything is planned: a variable may be read in a loop before the source assigns it.
    private void Declare(IReadOnlyList<Form> all) => Assigned.In(all, name => terms.Scope.Declare(name), name => blocks.GetValueOrDefault(name)?.Default.Content?.Forms ?? []);

    private Step[] Steps(IReadOnlyList<Form> all)
    {
        forms += all.Count;
        return forms > MostForms ? [NotTaken("so many inserted blocks", 0)]
            : isWithinKept || depth > 0 ? [.. all.Select(Step)]
            : [.. Stretches(all)];
    }

    // What is the same for many messages is kept: as much as stands together.
    private IEnumerable<Step> Stretches(IReadOnlyList<Form> all)
    {
        for (var at = 0; at < all.Count;)
        {
            var on = Dependence();
            var end = at;
            for (var next = at; all[at] is not LiteralForm && next < all.Count && MayBeKept(on.Add(all[next])) && !on.IsBound; next++)
            {
                end = all[next] is LiteralForm ? end : next + 1;
            }

            if (end == at)
            {
                yield return Step(all[at++]);
                continue;
            }

            var kept = all.Skip(at).Take(end - at).ToList();
            isWithinKept = true;
            var steps = Steps(kept);
            isWithinKept = false;
            yield return new KeptStep(all[at].At, steps, ReuseOf(Dependence().Add(kept)));
            at = end;
        }
    }

    private Dependence Dependence() => new(semantics, terms.Scope, unsteady);

    private bool MayBeKept(Dependence on) => layout.Kept is not null && !on.IsPersonal && on.Segments.Count <= Reuse.MostSegments;

    private Reuse ReuseOf(Dependence on) => new(layout.Kept!.Take(1 << on.Segments.Count), [.. on.Segments]);

    private Step Step(Form form) => form switch
    {
        LiteralForm literal when KeepsIndent => new IndentedLiteralStep(Encoding.UTF8.GetBytes(literal.Text), Encoding.UTF8.GetBytes(literal.Indent ?? "")),
        LiteralForm literal => new LiteralStep(Encoding.UTF8.GetBytes(literal.Text)),
        OutputForm { Value: InsertExpression insert } output => Insert(output, insert),
        OutputForm output => Output(output),
        PreheaderForm => new PreheaderStep(),
        EvaluateForm evaluate => new EvaluateStep(evaluate.At, terms.Term(evaluate.Value)),
        ChoiceForm choice => new ChoiceStep(
            choice.At,
            [.. choice.Branches.Select(b => terms.Term(b.Test))],
            [.. choice.Branches.Select(b => Steps(b.Body))],
            Steps(choice.Otherwise)),
        LoopForm loop => Loop(loop),
        WhileForm loop => While(loop),
        CaptureForm capture => new CaptureStep(capture.At, terms.Scope.Declare(capture.Variable), Steps(capture.Body)),
        LeaveForm leave when terms.Scope.IsInLoop || semantics.LeavesScripts => new LeaveStep(leave.Goes == Leave.Break ? Flow.Break : Flow.Continue),
        LeaveForm leave => NotTaken("break outside of a loop", leave.At),
        BeyondForm beyond => NotTaken(beyond.What, beyond.At),
        _ => NotTaken(form.GetType().Name, form.At),
    };

    private Step Output(OutputForm output) => escapers.At(output.At) is { } escaper
        ? new OutputStep(output.At, terms.Term(output.Value), escaper, KeepsIndent ? Encoding.UTF8.GetBytes(output.Indent ?? "") : null)
        : NotTaken("a value whose place nobody knows", output.At);

    private Step Loop(LoopForm loop)
    {
        var (over, shape) = terms.Shaped(loop.Over);
        var end = terms.Scope.Local(Assigned.End(loop.Label));
        var offset = loop.Continues ? new Terms.LocalTerm(end!.Value, new Terms.ConstantTerm(Value.Of(0))) : loop.Offset is null ? null : terms.Term(loop.Offset);
        var walked = new Walked(over, offset, loop.Limit is null ? null : terms.Term(loop.Limit), loop.IsReversed, end);
        var columns = loop.Columns is null ? null : terms.Term(loop.Columns);
        var body = Within(
            new PlanScope.Layer { Variable = loop.Variable, Items = shape?.ItemsOrNew(), Itself = loop.Itself, Label = loop.Label, IsCounted = true, IsLoop = true }, loop.Body);
        return loop.IsTable ? new TableStep(loop.At, walked, columns, body) : new LoopStep(loop.At, walked, body, Steps(loop.Otherwise));
    }

    private WhileStep While(WhileForm loop)
    {
        terms.Scope.Enter(new PlanScope.Layer { Itself = "while", IsCounted = true, IsLoop = true });
        var test = terms.Term(loop.Test);
        var body = Steps(loop.Body);
        terms.Scope.Leave();
        return new WhileStep(loop.At, test, body);
    }

    private Step[] Within(PlanScope.Layer layer, IReadOnlyList<Form> body)
    {
        terms.Scope.Enter(layer);
        var steps = Steps(body);
        terms.Scope.Leave();
        return steps;
    }

    private Step Insert(OutputForm output, InsertExpression insert)
    {
        var at = insert.At;
        var block = insert.Name is ConstantExpression { Value: string name } ? blocks.GetValueOrDefault(name) : null;
        if (block is null)
        {
            return NotTaken("an insertion by a computed name", at);
        }

        // One that has to be decided, or is given nothing and shares nothing, is shown with its ladder.
        var isAlone = insert is { IsApart: true, With: null, Given.Count: 0 };
        if (block.HasVariants || (isHtml && isAlone) || block.Default.Content is not { } content)
        {
            return Output(output with { Value = new CallExpression(at, "block", [insert.Name], []) });
        }

        if (terms.Scope.IsApart && !insert.IsApart)
        {
            return NotTaken("include within render", at);
        }

        if (isHtml && escapers.At(output.At)?.TakesMarkup != true)
        {
            return NotTaken("a block with tags inserted where none can stand", at);
        }

        return ++depth > MostDepth ? NotTaken("so many blocks inserted within each other", at) : Insert(insert, block.Name, content);
    }

    private InsertStep Insert(InsertExpression insert, string block, Script content)
    {
        var outer = (terms.Scope, terms.Source, escapers, isHtml);
        var inner = insert.IsApart ? terms.Scope.Apart() : terms.Scope;
        var from = inner.Count;
        var assigned = new HashSet<string>(StringComparer.Ordinal);
        Assigned.In(content.Forms, name => assigned.Add(name), _ => []);
        var names = new Dictionary<string, (int Local, Shape? Shape)>(StringComparer.Ordinal);
        (int, Term) Give(string name, Expression value, bool isItem)
        {
            var (term, shape) = terms.Shaped(value);
            var local = insert.IsApart ? inner.Declare(name) : inner.Take();

            // A shape is good for what was given alone, not for what is assigned under that name afterwards, nor for one of several.
            names[name] = (local, isItem || (insert.IsApart && assigned.Contains(name)) ? null : shape);
            return (local, term);
        }

        var given = insert.Given.Select(g => Give(g.Name, g.Value, isItem: false)).ToList();
        var isEach = insert.With is not null && (insert.IsEach || !insert.IsApart);
        (int, Term)? with = insert.With is null ? null : Give(insert.Alias ?? block, insert.With, isEach);
        var isText = !isHtml && content.Source.Text.Contains('<', StringComparison.Ordinal);
        (terms.Scope, terms.Source) = (inner, content.Source);
        (escapers, isHtml) = isHtml || isText ? (content.Escapers, true) : (escapers, false);
        if (insert.IsApart)
        {
            Declare(content.Forms);
        }

        var layer = new PlanScope.Layer { Given = names, IsCounted = isEach, Itself = isEach && insert.IsApart ? "forloop" : null, Label = block };
        var body = Within(layer, content.Forms);
        var to = inner.Count;
        (terms.Scope, terms.Source, escapers, isHtml) = outer;
        depth--;
        return new InsertStep(insert.At, content.Source, body)
        {
            Given = given, With = with, IsEach = isEach, Apart = insert.IsApart ? (from, to) : null, IsShownAsText = isText,
        };
    }

    private LiteralStep NotTaken(string what, int at)
    {
        terms.NotTaken(what, at);
        return new LiteralStep([]);
    }
}
