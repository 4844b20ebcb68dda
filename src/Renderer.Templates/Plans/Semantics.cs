using Renderer.Templates.Definitions;
using Renderer.Templates.Forms;
using Renderer.Templates.Rendering;

namespace Renderer.Templates.Plans;

/// <summary>What a language's operators, members, loops and functions mean, for the values that no step settles by itself.</summary>
internal abstract class Semantics
{
    /// <summary>In plain text, the indent of code is written again after each line end of a value.</summary>
    public virtual bool KeepsIndent => false;

    /// <summary>A statement that leaves a loop, outside of all loops, ends the script; else it is none.</summary>
    public virtual bool LeavesScripts => false;

    /// <summary>A value that the source gives.</summary>
    public abstract Value Constant(object? value);

    public abstract Value Binary(PlanRun run, Operator between, in Value left, in Value right, int at);

    public abstract Value Unary(PlanRun run, Operator before, in Value value, int at);

    /// <summary>A member of this name is what an object has under it, and nothing else.</summary>
    public virtual bool IsPlain(string member) => true;

    public abstract Value Member(PlanRun run, in Value target, string name, bool isSoft, int at);

    public abstract Value Index(PlanRun run, in Value target, in Value key, bool isSoft, int at);

    /// <summary>A value as text; null for nothing.</summary>
    public abstract string? Text(PlanRun run, in Value value);

    /// <summary>A value as JSON.</summary>
    public abstract string Json(PlanRun run, in Value value);

    /// <summary>What was written aside, as a value.</summary>
    public abstract Value Captured(PlanRun run, byte[] written, int at);

    /// <summary>Whether two values are the same, as <c>for.changed</c> has it.</summary>
    public virtual bool AreSame(PlanRun run, in Value one, in Value other) => throw new NotSupportedException();

    /// <summary>How a loop walks through a value.</summary>
    /// <param name="run">The run.</param>
    /// <param name="over">What is walked through.</param>
    /// <param name="offset">How many items are passed over; unset: none.</param>
    /// <param name="limit">The most items; unset: all.</param>
    /// <param name="isReversed">From the last to the first.</param>
    /// <param name="at">Where the loop stands.</param>
    public abstract Walk Walk(PlanRun run, in Value over, in Value offset, in Value limit, bool isReversed, int at);

    /// <summary>What a loop knows of its turn, by a name; null where the compiler does not take that.</summary>
    /// <param name="member">The name.</param>
    /// <param name="up">How many loops stand between; 0 for the innermost.</param>
    /// <param name="itself">The name under which the loop tells of its turn.</param>
    /// <param name="label">What the loop is called.</param>
    public abstract Term? Loop(string member, int up, string itself, string label);

    /// <summary>The name under which a loop has the one around it; null where it has not.</summary>
    public virtual string? ParentLoop => null;

    /// <summary>How many cells a table's row has.</summary>
    public virtual int Columns(PlanRun run, in Value columns, int at) => throw new NotSupportedException();

    /// <summary>The items for which a block is inserted once each; null where it is inserted once for all.</summary>
    /// <param name="run">The run.</param>
    /// <param name="value">What the block is given.</param>
    /// <param name="listsAlone">Only a list has items.</param>
    /// <param name="at">Where it stands.</param>
    public virtual IReadOnlyList<Value>? Each(PlanRun run, in Value value, bool listsAlone, int at) => throw new NotSupportedException();

    public virtual Value List(PlanRun run, ReadOnlySpan<Value> items) => throw new NotSupportedException();

    public virtual Value Object(PlanRun run, ReadOnlySpan<string> names, ReadOnlySpan<Value> values) => throw new NotSupportedException();

    /// <summary>A function gives the same for the same arguments and locale, whoever the message is for, whenever, and in whatever time zone.</summary>
    public abstract bool IsSteady(string function);

    /// <summary>A term that calls a function; null where the compiler does not take it.</summary>
    public abstract Term? Call(string function, Term[] arguments, NamedTerm[] named, int at);

    /// <summary>What became of a script that threw.</summary>
    /// <param name="error">What it threw.</param>
    /// <param name="at">Where it was, an offset in the source.</param>
    /// <param name="source">What was running.</param>
    public abstract ScriptResult Fault(Exception error, int at, SourceText source);
}

/// <summary>An argument by its name.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value.</param>
internal readonly record struct NamedTerm(string Name, Term Value);
