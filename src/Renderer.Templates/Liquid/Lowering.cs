using Renderer.Templates.Forms;
using Renderer.Templates.Liquid.Syntax;

namespace Renderer.Templates.Liquid;

/// <summary>The front end for Liquid: its syntax tree as the intermediate form. Offsets are those of the source as it was brought.</summary>
internal sealed class Lowering
{
    private int cases;

    public static IReadOnlyList<Form> Lower(Body body) => new Lowering().Forms(body);

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
            case For { Walk.Continues: false } loop:
                forms.Add(Loop(loop));
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
            case Insert or Counter or Cycle:
                forms.Add(new OutputForm(at, new BeyondExpression(at, Name(statement))));
                break;
            case Silence:
                break;
            default:
                forms.Add(new BeyondForm(at, Name(statement), [.. statement.Bodies.Select(Forms)], []));
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

    // Each 'when' may write, not the first alone, and each of its values again: a chain says that only where all values are different constants.
    private void Add(Case choice, List<Form> forms)
    {
        var values = choice.Branches.SelectMany(b => b.Values ?? []).ToList();
        var constants = values.OfType<Literal>().Select(v => v.Value).ToList();
        var isChain = constants.Count == values.Count && constants.All(v => v is string or long) && constants.Distinct().Count() == constants.Count
            && choice.Branches.SkipLast(1).All(b => b.Values is not null);
        if (!isChain)
        {
            forms.Add(new BeyondForm(choice.At, "a case whose values are computed", [.. choice.Bodies.Select(Forms)], []));
            return;
        }

        var variable = $"case {++cases}";
        forms.Add(new EvaluateForm(choice.At, new AssignExpression(choice.At, variable, TermLowering.Lower(choice.Value))));
        var branches = choice.Branches.Where(b => b.Values is not null)
            .Select(b => new Branch(b.Values![0].At, AnyOf(b.Values, variable), Forms(b.Body)))
            .ToList();
        var otherwise = choice.Branches.FirstOrDefault(b => b.Values is null).Body;
        forms.Add(new ChoiceForm(choice.At, branches, otherwise is null ? [] : Forms(otherwise)));
    }

    private static Expression AnyOf(IReadOnlyList<Term> values, string variable) => values
        .Select(v => (Expression)new BinaryExpression(v.At, Operator.Equal, new NameExpression(v.At, variable), TermLowering.Lower(v)))
        .Aggregate((all, one) => new BinaryExpression(all.At, Operator.Or, all, one));

    private LoopForm Loop(For loop) => new(
        loop.At,
        loop.Walk.Variable,
        TermLowering.Lower(loop.Walk.Over),
        loop.Walk.Offset is { } offset ? TermLowering.Lower(offset) : null,
        loop.Walk.Limit is { } limit ? TermLowering.Lower(limit) : null,
        loop.Walk.IsReversed,
        Forms(loop.Body),
        Forms(loop.Otherwise));

    private static string Name(Statement statement) => statement switch
    {
        For => "offset: continue",
        TableRow => "tablerow",
        Insert { IsApart: true } => "render",
        Insert => "include",
        Counter => "a counter",
        Cycle => "cycle",
        IfChanged => "ifchanged",
        _ => "skip",
    };
}
