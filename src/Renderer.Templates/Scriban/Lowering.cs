using Renderer.Templates.Forms;
using Scriban.Syntax;

namespace Renderer.Templates.Scriban;

/// <summary>The front end for Scriban: its syntax tree as the intermediate form.</summary>
internal sealed class Lowering
{
    private readonly ExpressionLowering expressions = new();
    private int cases;

    // What stands before the code on its line, where that is white space.
    private string? indent;

    public static IReadOnlyList<Form> Lower(ScriptBlockStatement body) => new Lowering().Body(body);

    private List<Form> Body(ScriptBlockStatement? block)
    {
        var forms = new List<Form>();
        var outer = indent;
        foreach (var statement in block?.Statements ?? [])
        {
            if (statement is ScriptEscapeStatement escape)
            {
                indent = escape.IsEntering ? escape.Indent : outer;
            }
            else
            {
                Add(statement, forms);
            }
        }

        indent = outer;
        return forms;
    }

    private void Add(ScriptStatement statement, List<Form> forms)
    {
        var at = statement.Span.Start.Offset;
        switch (statement)
        {
            case ScriptRawStatement { Text.Length: > 0 } raw:
                forms.Add(new LiteralForm(raw.Text.Index, raw.Text.ToString()) { Indent = indent });
                break;
            case ScriptExpressionStatement { Expression: ScriptAssignExpression assign }:
                forms.Add(new EvaluateForm(at, expressions.Lower(assign)));
                break;
            case ScriptExpressionStatement output:
                forms.Add(new OutputForm(at, expressions.Lower(output.Expression)) { Indent = indent });
                break;
            case ScriptIfStatement choice:
                forms.Add(If(choice));
                break;
            case ScriptCaseStatement { Value: { } value } choice:
                var variable = $"case {++cases}";
                forms.Add(new EvaluateForm(at, new AssignExpression(at, variable, expressions.Lower(value))));
                forms.AddRange(Body(choice.Body).Select(form => form is ChoiceForm chain ? Named(chain, variable) : form));
                break;
            case ScriptWhenStatement chain:
                forms.Add(When(chain));
                break;
            case ScriptElseStatement otherwise:
                forms.AddRange(Body(otherwise.Body));
                break;
            case ScriptTableRowStatement row:
                forms.Add(new BeyondForm(at, "tablerow", [Body(row.Body), Body(row.Else?.Body)], []) { IsLoop = true, WritesTags = true });
                break;
            case ScriptForStatement { Variable: ScriptVariableGlobal item } loop:
                forms.Add(For(loop, item.Name));
                break;
            case ScriptWhileStatement loop:
                forms.Add(new WhileForm(at, expressions.Lower(loop.Condition), Body(loop.Body)));
                break;
            case ScriptCaptureStatement { Target: ScriptVariableGlobal target } capture:
                forms.Add(new CaptureForm(at, target.Name, Body(capture.Body)));
                break;
            case ScriptCaptureStatement capture:
                forms.Add(new BeyondForm(at, "capture into a member", [], []));
                forms.Add(new CaptureForm(at, $"{capture.Target}", Body(capture.Body)));
                break;
            case ScriptBreakStatement:
                forms.Add(new LeaveForm(at, Leave.Break));
                break;
            case ScriptContinueStatement:
                forms.Add(new LeaveForm(at, Leave.Continue));
                break;
            case ScriptBlockStatement block:
                forms.AddRange(Body(block));
                break;
            case ScriptRawStatement or ScriptNopStatement or ScriptEndStatement:
                break;
            default:
                forms.Add(Beyond(statement));
                break;
        }
    }

    private ChoiceForm If(ScriptIfStatement first)
    {
        var branches = new List<Branch>();
        ScriptStatement? next = first;
        while (next is ScriptIfStatement choice)
        {
            branches.Add(new Branch(choice.Span.Start.Offset, expressions.Lower(choice.Condition), Body(choice.Then)));
            next = choice.Else;
        }

        return new ChoiceForm(first.Span.Start.Offset, branches, Body((next as ScriptElseStatement)?.Body));
    }

    // A test names its values alone until the case's variable is known.
    private ChoiceForm When(ScriptWhenStatement first)
    {
        var branches = new List<Branch>();
        ScriptStatement? next = first;
        while (next is ScriptWhenStatement one)
        {
            var at = one.Span.Start.Offset;
            branches.Add(new Branch(at, new ListExpression(at, one.Values.Select(expressions.Lower).ToList()), Body(one.Body)));
            next = one.Next;
        }

        return new ChoiceForm(first.Span.Start.Offset, branches, Body((next as ScriptElseStatement)?.Body));
    }

    private static ChoiceForm Named(ChoiceForm chain, string variable) => chain with
    {
        Branches = chain.Branches.Select(b => b with { Test = b.Test is ListExpression values ? AnyOf(values, variable) : b.Test }).ToList(),
    };

    private static Expression AnyOf(ListExpression values, string variable) => values.Items
        .Select(v => (Expression)new BinaryExpression(v.At, Operator.Equal, new NameExpression(values.At, variable), v))
        .Aggregate((all, one) => new BinaryExpression(all.At, Operator.Or, all, one));

    private Form For(ScriptForStatement loop, string variable)
    {
        Expression? offset = null;
        Expression? limit = null;
        var isReversed = false;
        foreach (var argument in loop.NamedArguments)
        {
            switch (argument.Name?.Name)
            {
                case "offset" when argument.Value is { } value:
                    offset = expressions.Lower(value);
                    break;
                case "limit" when argument.Value is { } value:
                    limit = expressions.Lower(value);
                    break;
                case "reversed":
                    isReversed = true;
                    break;
                default:
                    return Beyond(loop);
            }
        }

        return new LoopForm(
            loop.Span.Start.Offset, variable, expressions.Lower(loop.Iterator), offset, limit, isReversed, Body(loop.Body), Body(loop.Else?.Body));
    }

    private BeyondForm Beyond(ScriptStatement statement)
    {
        var at = statement.Span.Start.Offset;
        return statement switch
        {
            ScriptForStatement loop => new BeyondForm(at, "this form of 'for'", [Body(loop.Body), Body(loop.Else?.Body)], []) { IsLoop = true },
            ScriptWithStatement with => new BeyondForm(at, "with", [Body(with.Body)], []),
            ScriptWrapStatement wrap => new BeyondForm(at, "wrap", [], [Body(wrap.Body)]),
            ScriptFunction function => new BeyondForm(at, "func", [], [Body(function.Body as ScriptBlockStatement)]),
            _ => new BeyondForm(at, Name(statement), [], []) { EndsScript = statement is ScriptReturnStatement },
        };
    }

    private static string Name(ScriptStatement statement) =>
        statement.GetType().Name.Replace("Script", "", StringComparison.Ordinal).Replace("Statement", "", StringComparison.Ordinal).ToLowerInvariant();
}
