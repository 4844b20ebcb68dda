using Renderer.Templates.Definitions;
using Renderer.Templates.Liquid.Running;

namespace Renderer.Templates.Liquid.Syntax;

/// <summary><c>{% block "name" %}</c>: a block of the template, decided, and with its ladder.</summary>
internal sealed class ShowBlock(int at, Term name) : Statement(at)
{
    public Term Name => name;

    public override IEnumerable<Term> Terms => [name];

    public override Flow Write(Frame frame)
    {
        Blocks.Show(frame, Values.Text(name.Evaluate(frame)), At);
        return Flow.On;
    }
}

/// <summary><c>{% include "name" %}</c> and <c>{% render "name" %}</c>: a block's content, part of the script that shows it.</summary>
/// <param name="at">Where it begins, an offset in the source.</param>
/// <param name="name">Which.</param>
/// <param name="isApart"><c>render</c>: it sees none of the variables, and leaves none.</param>
/// <param name="with">What it is given under its own name.</param>
/// <param name="each">Shown once for each item of <paramref name="with"/>.</param>
/// <param name="alias">The name that it is given under, instead of its own.</param>
/// <param name="arguments">What else it is given.</param>
internal sealed class Insert(int at, Term name, bool isApart, Term? with, bool each, string? alias, IReadOnlyList<KeyValuePair<string, Term>> arguments) : Statement(at)
{
    public Term Name => name;

    public bool IsApart => isApart;

    public Term? With => with;

    public bool IsEach => each;

    public string? Alias => alias;

    public IReadOnlyList<KeyValuePair<string, Term>> Given => arguments;

    public bool HasArguments => with is not null || arguments.Count > 0;

    public override IEnumerable<Term> Terms => [name, .. with is null ? [] : new[] { with }, .. arguments.Select(a => a.Value)];

    public override Flow Write(Frame frame)
    {
        var block = Values.Text(name.Evaluate(frame));
        var given = arguments.Select(a => KeyValuePair.Create(a.Key, a.Value.Evaluate(frame))).ToList();
        if (with is null)
        {
            return Blocks.Insert(frame, this, block, given, null);
        }

        var value = with.Evaluate(frame);
        var own = alias ?? block;
        if (ScopeNames.Values.Contains(own))
        {
            throw new LiquidError(At, "what is always in scope cannot be given to a block");
        }

        // As Shopify does: include walks through lists whatever it was told, render where it was told 'for'.
        var items = isApart ? (each ? Lists.Each(value, frame.Budget, At) : null)
            : value is System.Collections.IList and not IDictionary<string, object?> ? Lists.Each(value, frame.Budget, At) : null;
        if (items is null)
        {
            return Blocks.Insert(frame, this, block, [.. given, KeyValuePair.Create(own, value)], null);
        }

        var loop = new LoopState(block, items.Count, null);
        frame.Budget.EnterLoop();
        foreach (var item in items)
        {
            frame.Budget.Turn(At);
            if (Blocks.Insert(frame, this, block, [.. given, KeyValuePair.Create(own, item)], isApart ? loop : null) is var flow and not Flow.On)
            {
                frame.Budget.LeaveLoop();
                return flow;
            }

            loop.Index++;
        }

        frame.Budget.LeaveLoop();
        return Flow.On;
    }
}

/// <summary><c>{% skip "why" %}</c>, and Braze's <c>{% abort_message("why") %}</c>.</summary>
internal sealed class Skip(int at, Term? why) : Statement(at)
{
    public Term? Why => why;

    public override IEnumerable<Term> Terms => why is null ? [] : [why];

    public override Flow Write(Frame frame) =>
        frame.Run.IgnoresSkip ? Flow.On : throw new SkipSignal(Values.Text(why?.Evaluate(frame)));
}
