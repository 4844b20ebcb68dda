using System.Collections;
using Renderer.Templates.Definitions;
using Renderer.Templates.Forms;
using Renderer.Templates.Liquid.Calls;
using Renderer.Templates.Liquid.Running;
using Renderer.Templates.Plans;
using Renderer.Templates.Plans.Terms;
using Renderer.Templates.Rendering;
using Lists = Renderer.Templates.Liquid.Running.Lists;

namespace Renderer.Templates.Liquid;

/// <summary>What Liquid's operators, members, loops and filters mean: what mails are full of at once, the rest asked of the interpreter's own code.</summary>
internal sealed class LiquidSemantics : Semantics
{
    public static readonly LiquidSemantics Instance = new();

    private static readonly Dictionary<string, LoopTerm.Fact> LoopFacts = new(StringComparer.Ordinal)
    {
        ["index"] = LoopTerm.Fact.Number,
        ["index0"] = LoopTerm.Fact.Index,
        ["rindex"] = LoopTerm.Fact.ReverseNumber,
        ["rindex0"] = LoopTerm.Fact.ReverseIndex,
        ["length"] = LoopTerm.Fact.Length,
        ["first"] = LoopTerm.Fact.First,
        ["last"] = LoopTerm.Fact.Last,
    };

    private static readonly Dictionary<string, LoopTerm.Fact> RowFacts = new(LoopFacts, StringComparer.Ordinal)
    {
        ["col"] = LoopTerm.Fact.ColumnNumber,
        ["col0"] = LoopTerm.Fact.Column,
        ["col_first"] = LoopTerm.Fact.IsFirstColumn,
        ["col_last"] = LoopTerm.Fact.IsLastColumn,
        ["row"] = LoopTerm.Fact.RowNumber,
    };

    public override bool LeavesScripts => true;

    public override string ParentLoop => "parentloop";

    public override Value Constant(object? value) => value is string text ? Value.Utf8(text) : LiquidValues.From(value);

    public override Value Binary(PlanRun run, Operator between, in Value left, in Value right, int at)
    {
        switch (between)
        {
            case Operator.Equal or Operator.NotEqual:
                return Value.Of(AreEqual(run, left, right) == (between == Operator.Equal));
            case Operator.Contains:
                return Value.Of(Values.Contains(LiquidValues.ToObject(run, left), LiquidValues.ToObject(run, right), LiquidRun.Of(run).Budget, at));
            case Operator.RangeInclude:
                return Value.Object(new Span(Whole(run, left), Whole(run, right)));
        }

        var order = IsWhole(left) && IsWhole(right)
            ? left.Whole.CompareTo(right.Whole)
            : Comparing.Ordered(LiquidValues.ToObject(run, left), LiquidValues.ToObject(run, right), at);
        return Value.Of(between switch
        {
            Operator.Less => order < 0,
            Operator.LessOrEqual => order <= 0,
            Operator.Greater => order > 0,
            _ => order >= 0,
        });
    }

    private static bool AreEqual(PlanRun run, in Value left, in Value right) =>
        IsWhole(left) && IsWhole(right) ? left.Whole == right.Whole
        : left.Kind == Kind.Utf8 && right.Kind == Kind.Utf8 ? left.Bytes.SequenceEqual(right.Bytes)
        : Values.Same(LiquidValues.ToObject(run, left), LiquidValues.ToObject(run, right));

    private static bool IsWhole(in Value value) => value.Kind is Kind.Int or Kind.Long;

    private static long Whole(PlanRun run, in Value value) => IsWhole(value) ? value.Whole : Values.Whole(LiquidValues.ToObject(run, value)) ?? 0;

    // Liquid has no operators before a value but 'not', which is a term of its own.
    public override Value Unary(PlanRun run, Operator before, in Value value, int at) => throw new NotSupportedException();

    public override bool IsPlain(string member) => member is not ("size" or "first" or "last");

    public override Value Member(PlanRun run, in Value target, string name, bool isSoft, int at) => (target.Kind, name) switch
    {
        ( <= Kind.Nothing, _) => Value.Nothing,
        (Kind.List, "size") => Value.Of(target.Count),
        (Kind.List, "first") => target.Count == 0 ? Value.Nothing : run.Rows.Slots[target.Slot],
        (Kind.List, "last") => target.Count == 0 ? Value.Nothing : run.Rows.Slots[target.Slot + target.Count - 1],
        _ => LiquidValues.From(Members.Of(LiquidValues.ToObject(run, target), name, LiquidRun.Of(run).Budget, at)),
    };

    public override Value Index(PlanRun run, in Value target, in Value key, bool isSoft, int at) => target.IsNothing
        ? Value.Nothing
        : LiquidValues.From(Members.Of(LiquidValues.ToObject(run, target), LiquidValues.ToObject(run, key), LiquidRun.Of(run).Budget, at));

    public override string? Text(PlanRun run, in Value value) => Values.Text(LiquidValues.ToObject(run, value));

    public override string Json(PlanRun run, in Value value) => LiquidJson.Of(LiquidValues.ToObject(run, value));

    public override Value Captured(PlanRun run, byte[] written, int at)
    {
        LiquidRun.Of(run).Budget.Spend(written.Length, at);
        return run.Escapes ? Value.Markup(written) : Value.Utf8(written, 0, written.Length);
    }

    public override Walk Walk(PlanRun run, in Value over, in Value offset, in Value limit, bool isReversed, int at)
    {
        var from = Number(run, offset, at) ?? 0;
        var most = Number(run, limit, at);
        if (over.Kind == Kind.List)
        {
            return Part(null, over.Slot, over.Count, from, most, isReversed);
        }

        var value = LiquidValues.ToObject(run, over);
        if (value is not Span span)
        {
            // A text is walked through as a whole, wherever the loop begins.
            var items = Lists.ForLoop(value, value is string or Markup ? 0 : Math.Max(0, from), most, LiquidRun.Of(run).Budget, at);
            return new Walk(new Converted(items), isReversed ? items.Count - 1 : 0, items.Count, isReversed ? -1 : 1) { End = from + items.Count };
        }

        var part = Part(new Numbers(span), 0, (int)Math.Min(span.Count, int.MaxValue), from, most, isReversed);
        Budget.Items(part.Length, at);
        return part;
    }

    private static Walk Part(IReadOnlyList<Value>? items, int slot, int count, int from, int? most, bool isReversed)
    {
        var begin = Math.Min(Math.Max(0, from), count);
        var length = most is { } limit ? (int)Math.Clamp((long)Math.Max(0, from) + limit - begin, 0, count - begin) : count - begin;
        return new Walk(items, slot + (isReversed ? begin + length - 1 : begin), length, isReversed ? -1 : 1) { End = from + length };
    }

    private static int? Number(PlanRun run, in Value value, int at) =>
        value.IsNothing ? null
        : value.Kind == Kind.Int ? (int)Math.Clamp(value.Whole, int.MinValue / 2, int.MaxValue / 2)
        : Syntax.Walk.Number(LiquidValues.ToObject(run, value), at);

    public override Term? Loop(string member, int up, string itself, string label)
    {
        var isRow = itself == Lowering.Row;
        return member == "name" && !isRow ? new LoopNameTerm(up, label)
            : (isRow ? RowFacts : LoopFacts).TryGetValue(member, out var fact) ? new LoopTerm(up, fact)
            : new ConstantTerm(Value.Nothing);
    }

    public override int Columns(PlanRun run, in Value columns, int at) =>
        Values.Integer(LiquidValues.ToObject(run, columns)) is { } width ? (int)Math.Clamp(width, 1, int.MaxValue) : throw new LiquidError(at, "invalid integer");

    public override IReadOnlyList<Value>? Each(PlanRun run, in Value value, bool listsAlone, int at)
    {
        var all = LiquidValues.ToObject(run, value);
        return listsAlone && all is not (IList and not IDictionary<string, object?>) ? null
            : Lists.Each(all, LiquidRun.Of(run).Budget, at) is { } items ? new Converted(items) : null;
    }

    public override bool IsSteady(string function) => function is not ("block" or "skip" or "date" or "time_left" or "format_date" or "format_time" or "format_date_time");

    public override Term? Call(string function, Term[] arguments, NamedTerm[] named, int at) => LiquidCalls.Make(function, arguments, named, at);

    public override ScriptResult Fault(Exception error, int at, SourceText source) => LiquidFaults.Of(error, at, source);

    /// <summary>A list of the interpreter's.</summary>
    private sealed class Converted(List<object?> items) : IReadOnlyList<Value>
    {
        public int Count => items.Count;

        public Value this[int index] => LiquidValues.From(items[index]);

        public IEnumerator<Value> GetEnumerator() => items.Select(LiquidValues.From).GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }

    /// <summary>The numbers of a range, as far as a loop can count.</summary>
    private sealed class Numbers(Span span) : IReadOnlyList<Value>
    {
        public int Count => (int)Math.Min(span.Count, int.MaxValue);

        public Value this[int index] => LiquidValues.Whole(span.From + index);

        public IEnumerator<Value> GetEnumerator() => Enumerable.Range(0, Count).Select(i => this[i]).GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
