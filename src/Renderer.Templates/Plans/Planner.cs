using System.Text;
using Renderer.Templates.Compiling;
using Renderer.Templates.Definitions;
using Renderer.Templates.Escaping;
using Renderer.Templates.Forms;
using Renderer.Templates.Plans.Steps;
using Renderer.Templates.Plans.Terms;

namespace Renderer.Templates.Plans;

/// <summary>The back end: makes a plan out of a script's intermediate form.</summary>
internal sealed class Planner
{
    private readonly Layout layout;
    private readonly Semantics semantics;
    private readonly EscaperMap escapers;
    private readonly Dictionary<string, int> locals = new(StringComparer.Ordinal);

    // The variables of the loops around, the innermost last; null for a while.
    private readonly List<(string? Variable, Shape Items)> loops = [];

    // In HTML, a line end in a value is a line end and nothing more.
    private readonly bool keepsIndent;

    // Within what is kept nothing is kept apart.
    private bool isWithinKept;

    private Planner(Layout layout, Semantics semantics, bool keepsIndent, EscaperMap escapers)
    {
        this.keepsIndent = keepsIndent;
        this.escapers = escapers;
        this.layout = layout;
        this.semantics = semantics;
    }

    /// <summary>What of the source the compiler does not take; null when it takes all.</summary>
    public (string What, int At)? Beyond { get; private set; }

    /// <summary>Makes a script's plan.</summary>
    /// <param name="script">A part, a block or a rule.</param>
    /// <param name="forms">What is compiled of it.</param>
    /// <param name="layout">Where the mail's values stand; grows by what this script reads.</param>
    /// <param name="semantics">What its language means.</param>
    /// <returns>The plan, or what of the source stands against it.</returns>
    public static (Plan? Plan, (string What, int At)? Beyond) Make(Script script, IReadOnlyList<Form> forms, Layout layout, Semantics semantics)
    {
        var planner = new Planner(layout, semantics, keepsIndent: !script.IsHtml, script.Escapers);
        Assigned.In(forms, name => planner.locals.TryAdd(name, planner.locals.Count));
        var question = script.Use == ScriptUse.Rule && forms is [OutputForm only] ? planner.Term(only.Value).Term : null;
        var whole = planner.Dependence().Add(forms);
        var reuse = question is null && planner.MayBeKept(whole) ? planner.ReuseOf(whole) : null;

        // In plain text a step may go on with the indent that another one began.
        planner.isWithinKept = reuse is not null || planner.layout.Kept is null || !script.IsHtml;
        var steps = question is null ? planner.Steps(forms) : [];
        return planner.Beyond is { } beyond ? (null, beyond) : (new Plan(script, steps, planner.locals.Count, question, reuse), null);
    }

    private Step[] Steps(IReadOnlyList<Form> forms) => isWithinKept ? [.. forms.Select(Step)] : [.. Stretches(forms)];

    // What is the same for many messages is kept: as much as stands together.
    private IEnumerable<Step> Stretches(IReadOnlyList<Form> forms)
    {
        for (var at = 0; at < forms.Count;)
        {
            var all = Dependence();
            var end = at;
            for (var next = at; forms[at] is not LiteralForm && next < forms.Count && MayBeKept(all.Add(forms[next])) && !all.IsBound; next++)
            {
                end = forms[next] is LiteralForm ? end : next + 1;
            }

            if (end == at)
            {
                yield return Step(forms[at++]);
                continue;
            }

            var kept = forms.Skip(at).Take(end - at).ToList();
            isWithinKept = true;
            var steps = Steps(kept);
            isWithinKept = false;
            yield return new KeptStep(forms[at].At, steps, ReuseOf(Dependence().Add(kept)));
            at = end;
        }
    }

    private Dependence Dependence() => new(semantics, [.. loops.Select(l => l.Variable)]);

    private bool MayBeKept(Dependence on) => layout.Kept is not null && !on.IsPersonal && on.Segments.Count <= Reuse.MostSegments;

    private Reuse ReuseOf(Dependence on) => new(layout.Kept!.Take(1 << on.Segments.Count), [.. on.Segments]);

    private Step Step(Form form) => form switch
    {
        LiteralForm literal when keepsIndent => new IndentedLiteralStep(Encoding.UTF8.GetBytes(literal.Text), Encoding.UTF8.GetBytes(literal.Indent ?? "")),
        LiteralForm literal => new LiteralStep(Encoding.UTF8.GetBytes(literal.Text)),
        OutputForm output when escapers.At(output.At) is { } escaper =>
            new OutputStep(output.At, Term(output.Value).Term, escaper, keepsIndent ? Encoding.UTF8.GetBytes(output.Indent ?? "") : null),
        OutputForm output => NotTaken("a value whose place nobody knows", output.At),
        PreheaderForm => new PreheaderStep(),
        EvaluateForm evaluate => new EvaluateStep(evaluate.At, Term(evaluate.Value).Term),
        ChoiceForm choice => new ChoiceStep(
            choice.At,
            [.. choice.Branches.Select(b => Term(b.Test).Term)],
            [.. choice.Branches.Select(b => Steps(b.Body))],
            Steps(choice.Otherwise)),
        LoopForm loop => Loop(loop),
        WhileForm loop => While(loop),
        CaptureForm capture => new CaptureStep(locals[capture.Variable], Steps(capture.Body)),
        LeaveForm leave when loops.Count > 0 => new LeaveStep(leave.Goes == Leave.Break ? Flow.Break : Flow.Continue),
        LeaveForm leave => NotTaken("break outside of a loop", leave.At),
        BeyondForm beyond => NotTaken(beyond.What, beyond.At),
        _ => NotTaken(form.GetType().Name, form.At),
    };

    private LoopStep Loop(LoopForm loop)
    {
        var (over, shape) = Term(loop.Over);
        var offset = loop.Offset is null ? null : Term(loop.Offset).Term;
        var limit = loop.Limit is null ? null : Term(loop.Limit).Term;
        loops.Add((loop.Variable, shape?.ItemsOrNew() ?? new Shape()));
        var body = Steps(loop.Body);
        loops.RemoveAt(loops.Count - 1);
        return new LoopStep(loop.At, over, offset, limit, loop.IsReversed, body, Steps(loop.Otherwise));
    }

    private WhileStep While(WhileForm loop)
    {
        loops.Add((null, new Shape()));
        var test = Term(loop.Test).Term;
        var body = Steps(loop.Body);
        loops.RemoveAt(loops.Count - 1);
        return new WhileStep(loop.At, test, body);
    }

    // The shape is that of the JSON value that a term gives, where it is known.
    private (Term Term, Shape? Shape) Term(Expression expression)
    {
        switch (expression)
        {
            case ConstantExpression constant:
                return (new ConstantTerm(semantics.Constant(constant.Value)), null);
            case NameExpression name:
                return Name(name);
            case MemberExpression member:
                return Member(member);
            case IndexExpression index:
                var (target, shape) = Term(index.Target);
                if (shape is not null && index.Key is ConstantExpression { Value: string key })
                {
                    var slot = shape.SlotOf(key);
                    return (new IndexTerm(target, Term(index.Key).Term, index.MayBeNothing, index.At) { Slot = slot }, shape[slot].Shape);
                }

                return (new IndexTerm(target, Term(index.Key).Term, index.MayBeNothing, index.At), null);
            case BinaryExpression binary:
                return (Binary(binary, Term(binary.Left).Term, Term(binary.Right).Term), null);
            case UnaryExpression { Operator: Operator.Not } unary:
                return (new NotTerm(Term(unary.Value).Term), null);
            case UnaryExpression unary:
                return (new SignTerm(unary.Operator, Term(unary.Value).Term, unary.At), null);
            case EitherExpression either:
                return (new EitherTerm(Term(either.Test).Term, Term(either.Then).Term, Term(either.Otherwise).Term), null);
            case ListExpression list:
                return (new ListTerm([.. list.Items.Select(i => Term(i).Term)]), null);
            case ObjectExpression members:
                return (new ObjectTerm([.. members.Members.Select(m => m.Name)], [.. members.Members.Select(m => Term(m.Value).Term)]), null);
            case AssignExpression assign:
                return (new AssignTerm(locals[assign.Variable], Term(assign.Value).Term), null);
            case CallExpression call:
                return (Call(call), null);
            case BeyondExpression beyond:
                return (NoTerm(beyond.What, beyond.At), null);
            default:
                return (NoTerm(expression.GetType().Name, expression.At), null);
        }
    }

    private static Term Binary(BinaryExpression binary, Term left, Term right) => binary.Operator switch
    {
        Operator.And => new AndTerm(left, right),
        Operator.Or => new OrTerm(left, right),
        Operator.IfNothing => new IfNothingTerm(left, right),
        Operator.IfSomething => new IfSomethingTerm(left, right),
        >= Operator.Equal and <= Operator.GreaterOrEqual => new CompareTerm(binary.Operator, left, right, binary.At),
        _ => new BinaryTerm(binary.Operator, left, right, binary.At),
    };

    private Term Call(CallExpression call)
    {
        var arguments = call.Arguments.Select(a => Term(a).Term).ToArray();
        return call.Named.Count > 0 ? NoTerm("named arguments", call.At)
            : semantics.Call(call.Function, arguments) ?? NoTerm($"the function '{call.Function}'", call.At);
    }

    private (Term Term, Shape? Shape) Name(NameExpression name)
    {
        for (var up = 0; up < loops.Count; up++)
        {
            if (loops[^(up + 1)] is var loop && loop.Variable == name.Name)
            {
                return (new ItemTerm(up), loop.Items);
            }
        }

        switch (name.Name)
        {
            case ScopeNames.Profile:
                return (new ProfileTerm(), layout.Profile);
            case ScopeNames.Data:
                layout.ReadsData = true;
                return (new WholeDataTerm(), layout.Data);
            case "for" or "while" when loops.Count > 0:
                return (NoTerm("a loop as a value", name.At), null);
        }

        if (MessageTerms.Of(name.Name) is { } own)
        {
            return (own, null);
        }

        if (ScopeNames.Values.Contains(name.Name))
        {
            return (NoTerm($"'{name.Name}' as a value", name.At), null);
        }

        var slot = layout.Data.SlotOf(name.Name);
        var data = new DataTerm(slot);
        return locals.TryGetValue(name.Name, out var local) ? (new LocalTerm(local, data), null) : (data, layout.Data[slot].Shape);
    }

    private (Term Term, Shape? Shape) Member(MemberExpression member)
    {
        if (member.Target is NameExpression root)
        {
            switch (root.Name)
            {
                case "for" or "while" when loops.FindLastIndex(l => l.Variable is null == (root.Name == "while")) is var at && at >= 0:
                    return (LoopTerm.Of(member.Name) is { } fact ? new LoopTerm(loops.Count - 1 - at, fact) : NoTerm($"{root.Name}.{member.Name}", member.At), null);
                case ScopeNames.Segments:
                    return (new SegmentTerm(member.Name), null);
                case ScopeNames.Message when member.Name == "id":
                    return (MessageTerms.Id, null);
            }
        }

        var (target, shape) = Term(member.Target);
        if (shape is null)
        {
            return (new MemberTerm(target, -1, member.Name, member.MayBeNothing, member.At), null);
        }

        var slot = shape.SlotOf(member.Name);
        Term term = target switch
        {
            ProfileTerm => new AttributeTerm(slot),
            WholeDataTerm => new DataTerm(slot),
            _ => new MemberTerm(target, slot, member.Name, member.MayBeNothing, member.At),
        };
        return (term, shape[slot].Shape);
    }

    private LiteralStep NotTaken(string what, int at)
    {
        Beyond ??= (what, at);
        return new LiteralStep([]);
    }

    private ConstantTerm NoTerm(string what, int at)
    {
        Beyond ??= (what, at);
        return new ConstantTerm(Value.Nothing);
    }
}
