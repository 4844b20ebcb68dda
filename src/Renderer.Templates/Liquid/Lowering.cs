using Renderer.Templates.Definitions;
using Renderer.Templates.Forms;
using Renderer.Templates.Liquid.Syntax;

namespace Renderer.Templates.Liquid;

/// <summary>The front end for Liquid: its syntax tree as the intermediate form. Offsets are those of the source as it was brought.</summary>
/// <param name="source">What was parsed.</param>
internal sealed class Lowering(SourceText source)
{
    /// <summary>The name under which the rows of a table tell of their turn.</summary>
    public const string Row = "tablerowloop";

    public static IReadOnlyList<Form> Lower(Body body, SourceText source) => new Lowering(source).Forms(body);

    private List<Form> Forms(Body body)
    {
        var forms = new List<Form>();
        foreach (var statement in body.Statements)
        {
            Add(statement, forms);
        }

        return forms;
    }

    private void Add(Statement statement, List<Form> forms)
    {
        var at = statement.At;
        switch (statement)
        {
            case TextStatement text:
                forms.Add(new LiteralForm(at, text.Text));
                break;
            case OutputStatement output:
                forms.Add(new OutputForm(at, TermLowering.Lower(output.Value)));
                break;
            case Assign assign:
                forms.Add(new EvaluateForm(at, new AssignExpression(at, assign.Assigned, TermLowering.Lower(assign.Value))));
                break;
            case Capture capture:
                forms.Add(new CaptureForm(at, capture.Assigned, Forms(capture.Body)));
                break;
            case Choice choice:
                forms.Add(If(choice));
                break;
            case Case choice:
                Add(choice, forms);
                break;
            case For loop:
                forms.Add(Loop(at, loop.Walk, loop.Body, loop.Otherwise) with { Itself = "forloop" });
                break;
            case TableRow row:
                forms.Add(Loop(at, row.Walk, row.Body, Body.Empty) with { Itself = Row, IsTable = true, Columns = Lower(row.Columns) });
                break;
            case Jump jump:
                forms.Add(new LeaveForm(at, jump.Flow == Flow.Break ? Leave.Break : Leave.Continue));
                break;
            case Lines lines:
                forms.AddRange(Forms(lines.Body));
                break;
            case ShowBlock block:
                forms.Add(new OutputForm(at, new CallExpression(at, "block", [TermLowering.Lower(block.Name)], [])));
                break;
            case Insert insert:
                forms.Add(new OutputForm(at, new InsertExpression(
                    at, TermLowering.Lower(insert.Name), insert.IsApart, Lower(insert.With), insert.IsEach, insert.Alias, [.. insert.Given.Select(g => new NamedArgument(g.Key, TermLowering.Lower(g.Value)))])));
                break;
            case Counter counter:
                forms.Add(new OutputForm(at, new CountExpression(at, counter.Name, counter.IsUp)));
                break;
            case Cycle cycle:
                forms.Add(new OutputForm(at, cycle.Group is null or Literal
                    ? new CycleExpression(at, Cycle.Key(cycle.Group is Literal group ? Running.Values.Text(group.Value) : null, cycle.Signature), [.. cycle.Values.Select(TermLowering.Lower)])
                    : new BeyondExpression(at, "a cycle by a computed name")));
                break;
            case Skip skip:
                forms.Add(new EvaluateForm(at, new CallExpression(at, "skip", skip.Why is null ? [] : [TermLowering.Lower(skip.Why)], [])));
                break;
            case Silence:
                break;
            default:
                forms.Add(new BeyondForm(at, "ifchanged", [.. statement.Bodies.Select(Forms)], []));
                break;
        }
    }

    private ChoiceForm If(Choice choice)
    {
        var branches = choice.Branches.TakeWhile(b => b.Test is not null).Select(b => new Branch(b.Test!.At, Test(b.Test, b.Wanted), Forms(b.Body))).ToList();
        var otherwise = choice.Branches.FirstOrDefault(b => b.Test is null).Body;
        return new ChoiceForm(choice.At, branches, otherwise is null ? [] : Forms(otherwise));
    }

    private static Expression Test(Term test, bool wanted) =>
        wanted ? TermLowering.Lower(test) : new UnaryExpression(test.At, Operator.Not, TermLowering.Lower(test));

    // Each 'when' may write, not the first alone, and each of its values again. Where all values are different constants that is a chain.
    private void Add(Case choice, List<Form> forms)
    {
        var variable = $"case {choice.At} of {source.File} {source.Part}";
        forms.Add(new EvaluateForm(choice.At, new AssignExpression(choice.At, variable, TermLowering.Lower(choice.Value))));
        var isChain = AreDifferent(choice.Branches.SelectMany(b => b.Values ?? [])) && choice.Branches.SkipLast(1).All(b => b.Values is not null);
        if (isChain)
        {
            var branches = choice.Branches.Where(b => b.Values is not null).Select(b => When(b.Values!, variable, Forms(b.Body))).ToList();
            var otherwise = choice.Branches.FirstOrDefault(b => b.Values is null).Body;
            forms.Add(new ChoiceForm(choice.At, branches, otherwise is null ? [] : Forms(otherwise)));
            return;
        }

        var found = $"found {variable}";
        forms.Add(new EvaluateForm(choice.At, new AssignExpression(choice.At, found, new ConstantExpression(choice.At, false))));
        foreach (var (values, body) in choice.Branches)
        {
            if (values is { Count: > 1 } && !AreDifferent(values))
            {
                forms.Add(new BeyondForm(choice.At, "several computed values of a 'when'", [Forms(body)], []));
                continue;
            }

            var branch = values is null
                ? new Branch(choice.At, new UnaryExpression(choice.At, Operator.Not, new NameExpression(choice.At, found)), Forms(body))
                : When(values, variable, [new EvaluateForm(values[0].At, new AssignExpression(values[0].At, found, new ConstantExpression(values[0].At, true))), .. Forms(body)]);
            forms.Add(new ChoiceForm(branch.At, [branch], []));
        }
    }

    private static bool AreDifferent(IEnumerable<Term> values)
    {
        var all = values.ToList();
        return all.TrueForAll(v => v is Literal { Value: string or long }) && all.OfType<Literal>().DistinctBy(v => v.Value).Count() == all.Count;
    }

    private static Branch When(IReadOnlyList<Term> values, string variable, IReadOnlyList<Form> body) => new(values[0].At, AnyOf(values, variable), body);

    private static Expression AnyOf(IReadOnlyList<Term> values, string variable) => values
        .Select(v => (Expression)new BinaryExpression(v.At, Operator.Equal, new NameExpression(v.At, variable), TermLowering.Lower(v)))
        .Aggregate((all, one) => new BinaryExpression(all.At, Operator.Or, all, one));

    private LoopForm Loop(int at, Walk walk, Body body, Body otherwise) =>
        new(at, walk.Variable, TermLowering.Lower(walk.Over), Lower(walk.Offset), Lower(walk.Limit), walk.IsReversed, Forms(body), Forms(otherwise))
        {
            Label = walk.Name, Continues = walk.Continues,
        };

    private static Expression? Lower(Term? term) => term is null ? null : TermLowering.Lower(term);
}
