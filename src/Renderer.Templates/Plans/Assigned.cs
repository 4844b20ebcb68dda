using Renderer.Templates.Forms;

namespace Renderer.Templates.Plans;

/// <summary>Finds the variables that forms give a value.</summary>
internal static class Assigned
{
    public static void In(IEnumerable<Form> forms, Action<string> found)
    {
        foreach (var form in forms)
        {
            switch (form)
            {
                case EvaluateForm evaluate:
                    In(evaluate.Value, found);
                    break;
                case OutputForm output:
                    In(output.Value, found);
                    break;
                case ChoiceForm choice:
                    foreach (var branch in choice.Branches)
                    {
                        In(branch.Test, found);
                        In(branch.Body, found);
                    }

                    In(choice.Otherwise, found);
                    break;
                case LoopForm loop:
                    In([loop.Over, loop.Offset, loop.Limit], found);
                    In(loop.Body, found);
                    In(loop.Otherwise, found);
                    break;
                case WhileForm loop:
                    In(loop.Test, found);
                    In(loop.Body, found);
                    break;
                case CaptureForm capture:
                    found(capture.Variable);
                    In(capture.Body, found);
                    break;
            }
        }
    }

    private static void In(IEnumerable<Expression?> expressions, Action<string> found)
    {
        foreach (var expression in expressions)
        {
            In(expression, found);
        }
    }

    private static void In(Expression? expression, Action<string> found)
    {
        switch (expression)
        {
            case AssignExpression assign:
                found(assign.Variable);
                In(assign.Value, found);
                break;
            case MemberExpression member:
                In(member.Target, found);
                break;
            case IndexExpression index:
                In([index.Target, index.Key], found);
                break;
            case UnaryExpression unary:
                In(unary.Value, found);
                break;
            case BinaryExpression binary:
                In([binary.Left, binary.Right], found);
                break;
            case EitherExpression either:
                In([either.Test, either.Then, either.Otherwise], found);
                break;
            case ListExpression list:
                In(list.Items, found);
                break;
            case ObjectExpression members:
                In(members.Members.Select(m => m.Value), found);
                break;
            case CallExpression call:
                In(call.Arguments, found);
                In(call.Named.Select(n => n.Value), found);
                break;
        }
    }
}
