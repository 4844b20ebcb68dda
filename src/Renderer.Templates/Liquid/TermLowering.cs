using Renderer.Templates.Forms;
using Renderer.Templates.Liquid.Syntax;

namespace Renderer.Templates.Liquid;

/// <summary>
/// Terms as expressions of the intermediate form. A filter is a call whose first argument is what it is applied to; nothing has nothing as its members.
/// </summary>
internal static class TermLowering
{
    public static Expression Lower(Term term) => term switch
    {
        Literal literal => new ConstantExpression(term.At, literal.Value),
        Variable variable => variable.Path.Aggregate((Expression)new NameExpression(term.At, variable.Name), Step),
        Step step => Step(Lower(step.Target), step.Key),
        RangeTerm range => new BinaryExpression(term.At, Operator.RangeInclude, Lower(range.From), Lower(range.To)),
        Comparison comparison => new BinaryExpression(term.At, OperatorOf(comparison.Sign), Lower(comparison.Left), Lower(comparison.Right)),
        Logic logic => new BinaryExpression(term.At, logic.IsAnd ? Operator.And : Operator.Or, Lower(logic.Left), Lower(logic.Right)),
        Filtered filtered => new CallExpression(
            term.At,
            filtered.Filter.Name,
            [Lower(filtered.Input), .. filtered.Arguments.Select(Lower)],
            [.. filtered.Named.Select(n => new NamedArgument(n.Key, Lower(n.Value)))]),
        _ => new BeyondExpression(term.At, "a name in brackets"),
    };

    private static Expression Step(Expression target, Term key) => key is Literal { Value: string name }
        ? new MemberExpression(key.At, target, name, MayBeNothing: true)
        : new IndexExpression(key.At, target, Lower(key), MayBeNothing: true);

    private static Operator OperatorOf(string sign) => sign switch
    {
        "==" => Operator.Equal,
        "!=" or "<>" => Operator.NotEqual,
        "<" => Operator.Less,
        "<=" => Operator.LessOrEqual,
        ">" => Operator.Greater,
        ">=" => Operator.GreaterOrEqual,
        _ => Operator.Contains,
    };
}
