using Renderer.Templates.Checks;
using Renderer.Templates.Definitions;
using Renderer.Templates.Forms;
using Renderer.Templates.Plans.Terms;

namespace Renderer.Templates.Plans;

/// <summary>Makes the terms of a plan, and keeps what is known while its steps are made.</summary>
/// <param name="layout">Where the mail's values stand; grows by what this script reads.</param>
/// <param name="semantics">What its language means.</param>
/// <param name="source">The script's source.</param>
internal sealed class TermPlanner(Layout layout, Semantics semantics, SourceText source)
{
    /// <summary>What names mean here.</summary>
    public PlanScope Scope { get; set; } = new(new PlanScope.Slots());

    /// <summary>The source whose forms are planned.</summary>
    public SourceText Source { get; set; } = source;

    /// <summary>The first thing that the compiler does not take; null when it takes all.</summary>
    public (string What, Place At)? Beyond { get; private set; }

    /// <summary>Notes what the compiler does not take.</summary>
    public ConstantTerm NotTaken(string what, int at)
    {
        Beyond ??= (what, Source.At(at));
        return new ConstantTerm(Value.Nothing);
    }

    public Term Term(Expression expression) => Shaped(expression).Term;

    /// <summary>A term, and what of the JSON value that it gives has slots, where that is known.</summary>
    public (Term Term, Shape? Shape) Shaped(Expression expression)
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
                return Index(index);
            case BinaryExpression binary:
                return (Binary(binary, Term(binary.Left), Term(binary.Right)), null);
            case UnaryExpression { Operator: Operator.Not } unary:
                return (new NotTerm(Term(unary.Value)), null);
            case UnaryExpression unary:
                return (new SignTerm(unary.Operator, Term(unary.Value), unary.At), null);
            case EitherExpression either:
                return (new EitherTerm(Term(either.Test), Term(either.Then), Term(either.Otherwise)), null);
            case ListExpression list:
                return (new ListTerm([.. list.Items.Select(Term)]), null);
            case ObjectExpression members:
                return (new ObjectTerm([.. members.Members.Select(m => m.Name)], [.. members.Members.Select(m => Term(m.Value))]), null);
            case AssignExpression assign:
                return (new AssignTerm(Scope.Declare(assign.Variable), Term(assign.Value)), null);
            case CountExpression count:
                return (new CountTerm(Scope.Declare(Assigned.Counter(count.Counter)), count.IsUp), null);
            case CycleExpression cycle:
                return (new CycleTerm(Scope.Declare(Assigned.Cycle(cycle.Key)), [.. cycle.Values.Select(Term)]), null);
            case CallExpression call:
                return (Call(call), null);
            case BeyondExpression beyond:
                return (NotTaken(beyond.What, beyond.At), null);
            default:
                return (NotTaken(expression.GetType().Name, expression.At), null);
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
        Term[] arguments = [.. call.Arguments.Select(Term)];
        NamedTerm[] named = [.. call.Named.Select(n => new NamedTerm(n.Name, Term(n.Value)))];
        return semantics.Call(call.Function, arguments, named, call.At)
            ?? NotTaken($"{(named.Length > 0 ? "named arguments of " : "")}the function '{call.Function}'", call.At);
    }

    private (Term Term, Shape? Shape) Name(NameExpression name)
    {
        if (Scope.Find(name.Name) is var (up, slotOfGiven, items))
        {
            return (up is { } loop ? new ItemTerm(loop) : new LocalTerm(slotOfGiven, new ConstantTerm(Value.Nothing)), items);
        }

        if (Scope.Loop(name.Name) is not null)
        {
            return (NotTaken("a loop as a value", name.At), null);
        }

        switch (name.Name)
        {
            case ScopeNames.Profile:
                return (new ProfileTerm(), layout.Profile);
            case ScopeNames.Data:
                layout.ReadsData = true;
                return (new WholeDataTerm(), layout.Data);
        }

        if (MessageTerms.Of(name.Name) is { } own)
        {
            return (own, null);
        }

        return ScopeNames.Values.Contains(name.Name) ? (NotTaken($"'{name.Name}' as a value", name.At), null) : Variable(name.Name);
    }

    // While a variable is not assigned, what else has its name: a counter, a member of the data.
    private (Term Term, Shape? Shape) Variable(string name)
    {
        var slot = layout.Data.SlotOf(name);
        var counter = Scope.Local(Assigned.Counter(name));
        Term term = new DataTerm(slot);
        term = counter is { } kept ? new LocalTerm(kept, term) : term;
        term = Scope.Local(name) is { } local ? new LocalTerm(local, term) : term;
        return (term, term is DataTerm ? layout.Data[slot].Shape : null);
    }

    // The loop that an expression means: by its name, or as the one around another.
    private (bool IsLoop, int? At) LoopOf(Expression expression) => expression switch
    {
        NameExpression name when Scope.Loop(name.Name) is { } at => (true, at),
        MemberExpression member when member.Name == semantics.ParentLoop && LoopOf(member.Target) is (true, { } inner) => (true, Scope.Around(inner)),
        _ => (false, null),
    };

    private (Term Term, Shape? Shape) Member(MemberExpression member)
    {
        if (LoopOf(member) is (true, var itself))
        {
            return (itself is null ? new ConstantTerm(Value.Nothing) : NotTaken("a loop as a value", member.At), null);
        }

        if (LoopOf(member.Target) is (true, { } loop))
        {
            return (semantics.Loop(member.Name, Scope.Up(loop), Scope.Names(loop).Itself!, Scope.Names(loop).Label) ?? NotTaken($"'{member.Name}' of a loop", member.At), null);
        }

        if (member.Target is NameExpression { Name: ScopeNames.Segments })
        {
            return (new SegmentTerm(member.Name, member.At), null);
        }

        if (member is { Target: NameExpression { Name: ScopeNames.Message }, Name: "id" })
        {
            return (MessageTerms.Id, null);
        }

        if (member is { Target: NameExpression { Name: ScopeNames.Open }, Name: "relative" })
        {
            return (MessageTerms.Relative, null);
        }

        var (target, shape) = Shaped(member.Target);
        if (shape is null || !semantics.IsPlain(member.Name))
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

    private (Term Term, Shape? Shape) Index(IndexExpression index)
    {
        var (target, shape) = Shaped(index.Target);
        var key = Term(index.Key);
        if (shape is null || index.Key is not ConstantExpression { Value: string name } || !semantics.IsPlain(name))
        {
            return (new IndexTerm(target, key, index.MayBeNothing, index.At), null);
        }

        var slot = shape.SlotOf(name);
        return (new IndexTerm(target, key, index.MayBeNothing, index.At) { Slot = slot }, shape[slot].Shape);
    }
}
