using Renderer.Templates.Liquid.Filters;
using Renderer.Templates.Liquid.Running;

namespace Renderer.Templates.Liquid.Syntax;

/// <summary><c>a | filter: b, name: c</c>.</summary>
/// <param name="at">Where the filter's name begins, an offset in the source.</param>
/// <param name="input">What it is applied to.</param>
/// <param name="filter">Which.</param>
/// <param name="arguments">In order.</param>
/// <param name="named">By name.</param>
internal sealed class Filtered(int at, Term input, Filter filter, IReadOnlyList<Term> arguments, IReadOnlyList<KeyValuePair<string, Term>> named) : Term(at)
{
    public Term Input => input;

    public Filter Filter => filter;

    public IReadOnlyList<Term> Arguments => arguments;

    public IReadOnlyList<KeyValuePair<string, Term>> Named => named;

    public override IEnumerable<Term> Parts => [input, .. arguments, .. named.Select(n => n.Value)];

    public override object? Evaluate(Frame frame)
    {
        var value = input.Evaluate(frame);
        var call = new Call(
            frame.Here,
            At,
            [.. arguments.Select(a => a.Evaluate(frame))],
            named.Count == 0 ? [] : [.. named.Select(n => KeyValuePair.Create(n.Key, n.Value.Evaluate(frame)))]);
        return filter.Apply(call, value);
    }
}
