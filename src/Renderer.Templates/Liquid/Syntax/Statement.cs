using Renderer.Templates.Liquid.Running;

namespace Renderer.Templates.Liquid.Syntax;

/// <summary>What is done in order: text, outputs and tags.</summary>
/// <param name="at">Where it begins, an offset in the source.</param>
internal abstract class Statement(int at)
{
    public int At => at;

    /// <summary>It writes nothing, so that a body of such writes not even its white space.</summary>
    public virtual bool IsBlank => false;

    /// <summary>The terms it evaluates.</summary>
    public virtual IEnumerable<Term> Terms => [];

    /// <summary>The bodies within it.</summary>
    public virtual IEnumerable<Body> Bodies => [];

    /// <summary>The variable it makes.</summary>
    public virtual string? Assigned => null;

    public abstract Flow Write(Frame frame);
}

/// <summary>How it goes on after a statement.</summary>
internal enum Flow
{
    On,
    Break,
    Continue,
}

/// <summary>Statements in order.</summary>
internal sealed class Body(IReadOnlyList<Statement> statements)
{
    public static readonly Body Empty = new([]);

    public IReadOnlyList<Statement> Statements => statements;

    public bool IsBlank { get; } = statements.All(s => s.IsBlank);

    /// <summary>Without its text, where it has nothing else to write: what Shopify does, so that blocks of assignments leave no gap.</summary>
    public Body WithoutText() => new([.. statements.Where(s => s is not TextStatement)]);

    public Flow Write(Frame frame)
    {
        foreach (var statement in statements)
        {
            frame.Budget.Step(statement.At);
            if (statement.Write(frame) is var flow and not Flow.On)
            {
                return flow;
            }
        }

        return Flow.On;
    }
}

/// <summary>Text that is written as it stands.</summary>
internal sealed class TextStatement(int at, string text) : Statement(at)
{
    public string Text => text;

    public override bool IsBlank { get; } = string.IsNullOrWhiteSpace(text);

    public override Flow Write(Frame frame)
    {
        frame.Literal(text, At);
        return Flow.On;
    }
}

/// <summary><c>{{ a }}</c> and <c>{% echo a %}</c>.</summary>
/// <param name="at">Where its expression begins.</param>
/// <param name="value">What is written.</param>
internal sealed class OutputStatement(int at, Term value) : Statement(at)
{
    public Term Value => value;

    public override IEnumerable<Term> Terms => [value];

    public override Flow Write(Frame frame)
    {
        frame.Output(value.Evaluate(frame), At);
        return Flow.On;
    }
}

/// <summary>A comment, or a tag that does nothing.</summary>
internal sealed class Silence(int at) : Statement(at)
{
    public override bool IsBlank => true;

    public override Flow Write(Frame frame) => Flow.On;
}

/// <summary><c>{% liquid %}</c>: its lines.</summary>
internal sealed class Lines(int at, Body body) : Statement(at)
{
    public Body Body => body;

    public override bool IsBlank => body.IsBlank;

    public override IEnumerable<Body> Bodies => [body];

    public override Flow Write(Frame frame) => body.Write(frame);
}

/// <summary><c>{% break %}</c> and <c>{% continue %}</c>.</summary>
internal sealed class Jump(int at, Flow flow) : Statement(at)
{
    public Flow Flow => flow;

    public override Flow Write(Frame frame) => flow;
}
