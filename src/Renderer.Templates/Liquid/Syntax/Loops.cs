using System.Globalization;
using Renderer.Templates.Liquid.Running;

namespace Renderer.Templates.Liquid.Syntax;

/// <summary>What <c>for</c> and <c>tablerow</c> go through.</summary>
/// <param name="Variable">What holds the item.</param>
/// <param name="Over">The list.</param>
/// <param name="Name">What <c>offset: continue</c> goes on with.</param>
/// <param name="Offset">How many items are passed over.</param>
/// <param name="Limit">The most items.</param>
/// <param name="Continues"><c>offset: continue</c>.</param>
/// <param name="IsReversed">From the last to the first.</param>
internal sealed record Walk(string Variable, Term Over, string Name, Term? Offset, Term? Limit, bool Continues, bool IsReversed)
{
    public IEnumerable<Term> Terms => new[] { Over, Offset, Limit }.OfType<Term>();

    /// <summary>The items, in order.</summary>
    public IReadOnlyList<object?> Items(Frame frame, int at)
    {
        var over = Over.Evaluate(frame);
        var from = Continues ? frame.Scope.Continues.GetValueOrDefault(Name) : Number(Offset?.Evaluate(frame), at) ?? 0;
        var most = Number(Limit?.Evaluate(frame), at);
        var items = Lists.ForLoop(over, Math.Max(0, from), most, frame.Budget, at);
        frame.Scope.Continues[Name] = from + items.Count;
        if (IsReversed)
        {
            items.Reverse();
        }

        return items;
    }

    /// <summary>An offset or a limit: a whole number, or none.</summary>
    public static int? Number(object? value, int at) =>
        value is null ? null
        : Values.Integer(value) is { } whole ? (int)Math.Clamp(whole, int.MinValue / 2, int.MaxValue / 2)
        : throw new LiquidError(at, "invalid integer");
}

/// <summary><c>for</c>.</summary>
internal sealed class For(int at, Walk walk, Body body, Body otherwise) : Statement(at)
{
    public override bool IsBlank => body.IsBlank && otherwise.IsBlank;

    public override IEnumerable<Term> Terms => walk.Terms;

    public override IEnumerable<Body> Bodies => [body, otherwise];

    public override string Assigned => walk.Variable;

    public Walk Walk => walk;

    public Body Body => body;

    public Body Otherwise => otherwise;

    public override Flow Write(Frame frame)
    {
        var items = walk.Items(frame, At);
        if (items.Count == 0)
        {
            return otherwise.Write(frame);
        }

        var loop = new LoopState(walk.Name, items.Count, frame.Scope.Loop);
        frame.Scope.Enter(walk.Variable, loop);
        frame.Budget.EnterLoop();
        try
        {
            foreach (var item in items)
            {
                frame.Budget.Turn(At);
                frame.Scope.SetItem(item);
                if (body.Write(frame) == Flow.Break)
                {
                    break;
                }

                loop.Index++;
            }
        }
        finally
        {
            frame.Budget.LeaveLoop();
            frame.Scope.Leave();
        }

        return Flow.On;
    }
}

/// <summary><c>tablerow</c>: a table's rows and cells around its body.</summary>
internal sealed class TableRow(int at, Walk walk, Term? columns, Body body) : Statement(at)
{
    public override IEnumerable<Term> Terms => columns is null ? walk.Terms : [.. walk.Terms, columns];

    public override IEnumerable<Body> Bodies => [body];

    public override string Assigned => walk.Variable;

    public Walk Walk => walk;

    public Term? Columns => columns;

    public Body Body => body;

    public override Flow Write(Frame frame)
    {
        if (walk.Over.Evaluate(frame) is null)
        {
            return Flow.On;
        }

        if (frame.Escapes && !frame.TakesMarkup(At))
        {
            throw new LiquidError(At, "the rows of a table cannot stand here");
        }

        var items = walk.Items(frame, At);
        var asked = columns?.Evaluate(frame);
        var width = asked is null ? items.Count : Values.Integer(asked) ?? throw new LiquidError(At, "invalid integer");
        var loop = new RowState(items.Count, (int)Math.Clamp(width, 1, int.MaxValue));
        frame.Scope.EnterRow(walk.Variable, loop);
        frame.Budget.EnterLoop();
        frame.Literal("<tr class=\"row1\">\n", At);
        try
        {
            foreach (var item in items)
            {
                frame.Budget.Turn(At);
                frame.Scope.SetItem(item);
                frame.Literal(string.Create(CultureInfo.InvariantCulture, $"<td class=\"col{loop.Column}\">"), At);
                var flow = body.Write(frame);
                frame.Literal("</td>", At);
                if (flow == Flow.Break)
                {
                    break;
                }

                if (loop.IsLastColumn && !loop.IsLast)
                {
                    frame.Literal(string.Create(CultureInfo.InvariantCulture, $"</tr>\n<tr class=\"row{loop.Row + 1}\">"), At);
                }

                loop.Index++;
            }
        }
        finally
        {
            frame.Budget.LeaveLoop();
            frame.Scope.Leave();
        }

        frame.Literal("</tr>\n", At);
        return Flow.On;
    }
}
