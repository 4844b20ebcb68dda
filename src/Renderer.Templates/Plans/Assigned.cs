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

    private static void In(Expression expression, Action<string> found)
    {
        switch (expression)
        {
            case AssignExpression assign:
                found(assign.Variable);
                In(assign.Value, found);
                break;
            case BinaryExpression binary:
                In(binary.Left, found);
                In(binary.Right, found);
                break;
            case EitherExpression either:
                In(either.Test, found);
                In(either.Then, found);
                In(either.Otherwise, found);
                break;
            case CallExpression call:
                foreach (var argument in call.Arguments)
                {
                    In(argument, found);
                }

                break;
        }
    }
}
