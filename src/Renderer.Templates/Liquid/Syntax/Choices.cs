using Renderer.Templates.Liquid.Running;

namespace Renderer.Templates.Liquid.Syntax;

/// <summary><c>if</c>, <c>unless</c>: the first branch whose test holds.</summary>
/// <param name="at">Where it begins, an offset in the source.</param>
/// <param name="branches">In the order in which they are tested; a null test always holds.</param>
internal sealed class Choice(int at, IReadOnlyList<(Term? Test, bool Wanted, Body Body)> branches) : Statement(at)
{
    public override bool IsBlank => branches.All(b => b.Body.IsBlank);

    public override IEnumerable<Term> Terms => branches.Select(b => b.Test).OfType<Term>();

    public override IEnumerable<Body> Bodies => branches.Select(b => b.Body);

    public IReadOnlyList<(Term? Test, bool Wanted, Body Body)> Branches => branches;

    public override Flow Write(Frame frame)
    {
        foreach (var (test, wanted, body) in branches)
        {
            if (test is null || Values.Holds(test.Evaluate(frame)) == wanted)
            {
                return body.Write(frame);
            }
        }

        return Flow.On;
    }
}

/// <summary><c>case</c>: each value of each <c>when</c> that is the same writes its body; an <c>else</c> writes where none before it did.</summary>
/// <param name="at">Where it begins, an offset in the source.</param>
/// <param name="value">What is compared.</param>
/// <param name="branches">In the order of the source; null values are an <c>else</c>.</param>
internal sealed class Case(int at, Term value, IReadOnlyList<(IReadOnlyList<Term>? Values, Body Body)> branches) : Statement(at)
{
    public override bool IsBlank => branches.All(b => b.Body.IsBlank);

    public override IEnumerable<Term> Terms => [value, .. branches.SelectMany(b => b.Values ?? [])];

    public override IEnumerable<Body> Bodies => branches.Select(b => b.Body);

    public Term Value => value;

    public IReadOnlyList<(IReadOnlyList<Term>? Values, Body Body)> Branches => branches;

    public override Flow Write(Frame frame)
    {
        var left = value.Evaluate(frame);
        var found = false;
        foreach (var (values, body) in branches)
        {
            var times = values is null ? (found ? 0 : 1) : values.Count(v => Values.Same(left, v.Evaluate(frame)));
            found |= values is not null && times > 0;
            for (var i = 0; i < times; i++)
            {
                if (body.Write(frame) is var flow and not Flow.On)
                {
                    return flow;
                }
            }
        }

        return Flow.On;
    }
}
