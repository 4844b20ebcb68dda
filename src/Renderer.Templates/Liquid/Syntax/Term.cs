using Renderer.Templates.Liquid.Running;

namespace Renderer.Templates.Liquid.Syntax;

/// <summary>What has a value: the expressions of Liquid.</summary>
/// <param name="at">Where it begins, an offset in the source.</param>
internal abstract class Term(int at)
{
    public int At => at;

    /// <summary>The terms it is made of.</summary>
    public virtual IEnumerable<Term> Parts => [];

    public abstract object? Evaluate(Frame frame);
}

/// <summary>A value that the source gives.</summary>
internal sealed class Literal(int at, object? value) : Term(at)
{
    public object? Value => value;

    public override object? Evaluate(Frame frame) => value;
}

/// <summary><c>a.b[c]</c>: a name in scope and the way from there.</summary>
internal sealed class Variable(int at, string name, IReadOnlyList<Term> path) : Term(at)
{
    public string Name => name;

    /// <summary>Members and keys in order; a member by its own name is a <see cref="Literal"/>.</summary>
    public IReadOnlyList<Term> Path => path;

    public override IEnumerable<Term> Parts => path;

    public override object? Evaluate(Frame frame)
    {
        var value = frame.Find(name, At);
        foreach (var step in path)
        {
            value = Members.Of(value, step.Evaluate(frame), frame.Budget, At);
        }

        return value;
    }
}

/// <summary><c>['a name']</c>: a name in scope that is not an identifier.</summary>
internal sealed class ComputedName(int at, Term name) : Term(at)
{
    public Term Name => name;

    public override IEnumerable<Term> Parts => [name];

    public override object? Evaluate(Frame frame) => frame.Find(Values.Text(name.Evaluate(frame)), At);
}

/// <summary>A member of anything, where the way does not begin with a name.</summary>
internal sealed class Step(int at, Term of, Term key) : Term(at)
{
    public override IEnumerable<Term> Parts => [of, key];

    public Term Target => of;

    public Term Key => key;

    public override object? Evaluate(Frame frame) => Members.Of(of.Evaluate(frame), key.Evaluate(frame), frame.Budget, At);
}

/// <summary><c>(1..5)</c>.</summary>
internal sealed class RangeTerm(int at, Term from, Term to) : Term(at)
{
    public override IEnumerable<Term> Parts => [from, to];

    public Term From => from;

    public Term To => to;

    public override object? Evaluate(Frame frame) =>
        new Span(Values.Whole(from.Evaluate(frame)) ?? 0, Values.Whole(to.Evaluate(frame)) ?? 0);
}

/// <summary><c>a == b</c>, <c>a contains b</c>.</summary>
internal sealed class Comparison(int at, string sign, Term left, Term right) : Term(at)
{
    public override IEnumerable<Term> Parts => [left, right];

    public string Sign => sign;

    public Term Left => left;

    public Term Right => right;

    public override object? Evaluate(Frame frame)
    {
        var (a, b) = (left.Evaluate(frame), right.Evaluate(frame));
        return sign switch
        {
            "==" => Values.Same(a, b),
            "!=" or "<>" => !Values.Same(a, b),
            "contains" => Values.Contains(a, b, frame.Budget, At),
            _ => Ordered(a, b),
        };
    }

    private bool Ordered(object? a, object? b)
    {
        var order = Comparing.Ordered(a, b, At);
        return sign switch
        {
            "<" => order < 0,
            "<=" => order <= 0,
            ">" => order > 0,
            _ => order >= 0,
        };
    }
}

/// <summary><c>a and b</c>, <c>a or b</c>: what stands on the right binds first.</summary>
internal sealed class Logic(int at, bool isAnd, Term left, Term right) : Term(at)
{
    public override IEnumerable<Term> Parts => [left, right];

    public bool IsAnd => isAnd;

    public Term Left => left;

    public Term Right => right;

    public override object? Evaluate(Frame frame) =>
        Values.Holds(left.Evaluate(frame)) == isAnd ? Values.Holds(right.Evaluate(frame)) : !isAnd;
}
