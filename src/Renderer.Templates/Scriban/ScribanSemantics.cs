using System.Collections;
using System.Text;
using Renderer.Templates.Definitions;
using Renderer.Templates.Forms;
using Renderer.Templates.Plans;
using Renderer.Templates.Plans.Terms;
using Renderer.Templates.Rendering;
using Renderer.Templates.Scriban.Calls;
using Scriban.Functions;
using Scriban.Runtime;
using Scriban.Syntax;

namespace Renderer.Templates.Scriban;

/// <summary>What Scriban's operators, members and functions mean: asked of Scriban itself, so that a plan and the interpreter agree.</summary>
internal sealed class ScribanSemantics : Semantics
{
    public static readonly ScribanSemantics Instance = new();

    private static readonly Dictionary<Operator, ScriptBinaryOperator> Operators = ExpressionLowering.Operators.ToDictionary(o => o.Value, o => o.Key);

    private static readonly Dictionary<string, LoopTerm.Fact> LoopFacts = new(StringComparer.Ordinal)
    {
        ["index"] = LoopTerm.Fact.Index,
        ["rindex"] = LoopTerm.Fact.ReverseIndex,
        ["length"] = LoopTerm.Fact.Length,
        ["first"] = LoopTerm.Fact.First,
        ["last"] = LoopTerm.Fact.Last,
        ["even"] = LoopTerm.Fact.Even,
        ["odd"] = LoopTerm.Fact.Odd,
        ["changed"] = LoopTerm.Fact.Changed,
    };

    public override bool KeepsIndent => true;

    public override Value Constant(object? value) => value is string text ? Value.Utf8(text) : From(value);

    public override Value Binary(PlanRun run, Operator between, in Value left, in Value right, int at) =>
        TryNumbers(between, left, right, out var result) ? result
        : From(ScriptBinaryExpression.Evaluate(run.Bridge, default, Operators[between], ToObject(run, left), ToObject(run, right)));

    // The arithmetic that mails are full of, without boxes.
    private static bool TryNumbers(Operator between, in Value left, in Value right, out Value result)
    {
        result = default;
        if (left.Kind == Kind.Int && right.Kind == Kind.Int)
        {
            long? whole = between switch
            {
                Operator.Add => left.Whole + right.Whole,
                Operator.Subtract => left.Whole - right.Whole,
                Operator.Multiply => left.Whole * right.Whole,
                _ => null,
            };
            result = whole is not { } fit ? between == Operator.Divide ? Value.Of((double)left.Whole / right.Whole) : default
                : fit is >= int.MinValue and <= int.MaxValue ? Value.Of((int)fit) : Value.Of(fit);
        }
        else if (IsNumber(left) && IsNumber(right) && (left.Kind == Kind.Double || right.Kind == Kind.Double))
        {
            var a = left.Kind == Kind.Double ? left.Double : left.Whole;
            var b = right.Kind == Kind.Double ? right.Double : right.Whole;
            result = between switch
            {
                Operator.Add => Value.Of(a + b),
                Operator.Subtract => Value.Of(a - b),
                Operator.Multiply => Value.Of(a * b),
                Operator.Divide => Value.Of(a / b),
                _ => default,
            };
        }

        return result.Kind != Kind.Unset;
    }

    private static bool IsNumber(in Value value) => value.Kind is Kind.Int or Kind.Long or Kind.Double;

    public override Value Unary(PlanRun run, Operator before, in Value value, int at) =>
        From(ScriptUnaryExpression.Evaluate(
            run.Bridge, default, before == Operator.Minus ? ScriptUnaryOperator.Negate : ScriptUnaryOperator.Plus, ToObject(run, value)));

    public override Value Member(PlanRun run, in Value target, string name, bool isSoft, int at)
    {
        if (target.IsNothing)
        {
            return isSoft ? Value.Nothing : throw new PlanFault(at, $"There is nothing here that could have a member '{name}'.");
        }

        if (target.Kind == Kind.List && name == "size")
        {
            return Value.Of(target.Count);
        }

        var of = ToObject(run, target)!;
        run.Bridge.GetMemberAccessor(of).TryGetValue(run.Bridge, default, of, name, out var value);
        return From(value);
    }

    public override Value Index(PlanRun run, in Value target, in Value key, bool isSoft, int at)
    {
        if (target.IsNothing)
        {
            return isSoft ? Value.Nothing : throw new PlanFault(at, "There is nothing here that could have an item.");
        }

        // Scriban's own rules for lists, objects and texts, applied to two values.
        var index = new ScriptIndexerExpression { Target = new ScriptLiteral(ToObject(run, target)!), Index = new ScriptLiteral(ToObject(run, key)!) };
        return From(index.GetValue(run.Bridge));
    }

    public override string? Text(PlanRun run, in Value value) => value.Kind switch
    {
        Kind.Text => value.String,
        Kind.Utf8 => value.Characters,
        _ => run.Bridge.ObjectToString(ToObject(run, value)),
    };

    public override string Json(PlanRun run, in Value value) => ObjectFunctions.ToJson(run.Bridge, ToObject(run, value));

    public override Value Captured(PlanRun run, byte[] written, int at) => Value.Captured(written);

    public override bool AreSame(PlanRun run, in Value one, in Value other) => Equals(ToObject(run, one), ToObject(run, other));

    public override Walk Walk(PlanRun run, in Value over, in Value offset, in Value limit, bool isReversed, int at)
    {
        var from = offset.Kind == Kind.Unset ? 0 : Math.Max(0, Int(run, offset));
        var most = limit.Kind == Kind.Unset ? 0 : Int(run, limit);
        if (over.IsNothing)
        {
            return new Walk { IsOver = true };
        }

        var items = over.Kind == Kind.List ? null : Items(run, over, at);
        var count = items?.Count ?? over.Count;
        var length = Math.Max(0, most > 0 ? Math.Min(count - from, most) : count - from);
        return new Walk(items, (items is null ? over.Slot : 0) + (isReversed ? count - 1 : from), length, isReversed ? -1 : 1);
    }

    public override Term? Loop(string member, int up, string itself, string label) => LoopFacts.TryGetValue(member, out var fact) ? new LoopTerm(up, fact) : null;

    private static int Int(PlanRun run, in Value value) => value.Kind == Kind.Int ? (int)value.Whole : run.Bridge.ToInt(default, ToObject(run, value));

    private static List<Value> Items(PlanRun run, in Value value, int at)
    {
        var limit = run.Mail.Mail.Definition.Limits.Loop;
        var items = new List<Value>();
        if (ToObject(run, value) is not IEnumerable all)
        {
            throw new PlanFault(at, "This is nothing that a loop can walk through.");
        }

        foreach (var item in all)
        {
            // One more than can be walked, so that the loop itself meets the limit.
            if (items.Count > limit)
            {
                break;
            }

            items.Add(From(item));
        }

        return items;
    }

    public override Value List(PlanRun run, ReadOnlySpan<Value> items)
    {
        var list = new ScriptArray(items.Length);
        foreach (var item in items)
        {
            list.Add(ToObject(run, item));
        }

        return Value.Object(list);
    }

    public override Value Object(PlanRun run, ReadOnlySpan<string> names, ReadOnlySpan<Value> values)
    {
        var made = new ScriptObject();
        for (var i = 0; i < names.Length; i++)
        {
            made[names[i]] = ToObject(run, values[i]);
        }

        return Value.Object(made);
    }

    public override bool IsSteady(string function) =>
        function is not ("block" or "include" or "skip" or "math.random" or "math.uuid" or "array.cycle" or "time_left" or "format_date" or "format_time" or "format_date_time")
        && !function.StartsWith("date.", StringComparison.Ordinal);

    public override Term? Call(string function, Term[] arguments, NamedTerm[] named, int at) => named.Length > 0 ? null : ScribanCalls.Make(function, arguments);

    public override ScriptResult Fault(Exception error, int at, SourceText source) => Faults.Of(error, at, source);

    /// <summary>A value of Scriban's.</summary>
    public static Value From(object? value) =>
        value is Markup markup ? Value.Markup(Encoding.UTF8.GetBytes(markup.ToString())) : Value.From(value);

    /// <summary>A value as Scriban has it.</summary>
    public static object? ToObject(PlanRun run, in Value value) => value.Kind switch
    {
        Kind.Captured => run.Once(value.Reference, Captured),
        Kind.Markup => run.Once(value.Reference, bytes => new Markup(Encoding.UTF8.GetString(bytes))),
        _ => value.ToObject(run),
    };

    private static StringBuilderOutput Captured(byte[] text)
    {
        var output = new StringBuilderOutput();
        var characters = Encoding.UTF8.GetString(text);
        output.Write(characters, 0, characters.Length);
        return output;
    }
}
