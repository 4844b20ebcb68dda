using Renderer.Templates.Forms;

namespace Renderer.Templates.Plans;

/// <summary>What a language's operators, members and functions mean, for the values that no step settles by itself.</summary>
internal abstract class Semantics
{
    /// <summary>A value that the source gives.</summary>
    public abstract Value Constant(object? value);

    public abstract Value Binary(PlanRun run, Operator between, in Value left, in Value right, int at);

    public abstract Value Unary(PlanRun run, Operator before, in Value value, int at);

    public abstract Value Member(PlanRun run, in Value target, string name, bool isSoft, int at);

    public abstract Value Index(PlanRun run, in Value target, in Value key, bool isSoft, int at);

    /// <summary>A value as text; null for nothing.</summary>
    public abstract string? Text(PlanRun run, in Value value);

    /// <summary>A value as JSON; null where the language writes it as text there, too.</summary>
    public virtual string? Json(PlanRun run, in Value value) => null;

    public abstract int Int(PlanRun run, in Value value, int at);

    /// <summary>Whether two values are the same, as <c>for.changed</c> has it.</summary>
    public abstract bool AreSame(PlanRun run, in Value one, in Value other);

    /// <summary>What a loop over a value walks through.</summary>
    public abstract IReadOnlyList<Value> Items(PlanRun run, in Value value, int at);

    public abstract Value List(PlanRun run, ReadOnlySpan<Value> items);

    public abstract Value Object(PlanRun run, ReadOnlySpan<string> names, ReadOnlySpan<Value> values);

    /// <summary>A function gives the same for the same arguments and locale, whoever the message is for, whenever, and in whatever time zone.</summary>
    public abstract bool IsSteady(string function);

    /// <summary>A term that calls a function; null when there is none of this name.</summary>
    public abstract Term? Call(string function, Term[] arguments);
}
