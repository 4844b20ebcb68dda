using Renderer.Templates.Liquid.Running;

namespace Renderer.Templates.Liquid.Syntax;

/// <summary><c>{% assign a = b %}</c>.</summary>
internal sealed class Assign(int at, string name, Term value) : Statement(at)
{
    public override bool IsBlank => true;

    public override IEnumerable<Term> Terms => [value];

    public override string Assigned => name;

    public Term Value => value;

    public override Flow Write(Frame frame)
    {
        frame.Scope.Assign(name, value.Evaluate(frame));
        return Flow.On;
    }
}

/// <summary><c>{% capture a %}</c>: what it collects was escaped already, and is not escaped again.</summary>
internal sealed class Capture(int at, string name, Body body) : Statement(at)
{
    public Body Body => body;

    public override bool IsBlank => true;

    public override IEnumerable<Body> Bodies => [body];

    public override string Assigned => name;

    public override Flow Write(Frame frame)
    {
        var flow = Flow.On;
        var text = frame.Collect(At, () => flow = body.Write(frame));
        frame.Scope.Assign(name, frame.Escapes ? new Markup(text) : text);
        return flow;
    }
}

/// <summary><c>{% increment a %}</c> and <c>{% decrement a %}</c>: counters of their own, beside the variables.</summary>
internal sealed class Counter(int at, string name, bool up) : Statement(at)
{
    public string Name => name;

    public bool IsUp => up;

    public override string Assigned => name;

    public override Flow Write(Frame frame)
    {
        frame.Output(frame.Scope.Count(name, up), At);
        return Flow.On;
    }
}

/// <summary><c>{% cycle 'a', 'b' %}</c>.</summary>
/// <param name="at">Where it begins, an offset in the source.</param>
/// <param name="group">What tells it from others; null: its values do.</param>
/// <param name="signature">Its values as written.</param>
/// <param name="values">What it goes through.</param>
internal sealed class Cycle(int at, Term? group, string signature, IReadOnlyList<Term> values) : Statement(at)
{
    public override IEnumerable<Term> Terms => group is null ? values : [group, .. values];

    public Term? Group => group;

    public IReadOnlyList<Term> Values => values;

    /// <summary>What tells it from others; a group's text does so where it has one.</summary>
    public static string Key(string? group, string signature) => group is null ? "=" + signature : ":" + group;

    public string Signature => signature;

    public override Flow Write(Frame frame)
    {
        var key = Key(group is null ? null : Running.Values.Text(group.Evaluate(frame)), signature);
        var turn = frame.Scope.Cycles.GetValueOrDefault(key);
        frame.Output(turn < values.Count ? values[turn].Evaluate(frame) : null, At);
        frame.Scope.Cycles[key] = turn + 1 >= values.Count ? 0 : turn + 1;
        return Flow.On;
    }
}

/// <summary><c>{% ifchanged %}</c>: writes its body where it is not what the last one was.</summary>
internal sealed class IfChanged(int at, Body body) : Statement(at)
{
    public override IEnumerable<Body> Bodies => [body];

    public override Flow Write(Frame frame)
    {
        var flow = Flow.On;
        var text = frame.Collect(At, () => flow = body.Write(frame));
        if (text != frame.Scope.LastChanged)
        {
            frame.Scope.LastChanged = text;
            frame.Literal(text, At);
        }

        return flow;
    }
}
