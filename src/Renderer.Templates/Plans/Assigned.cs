using Renderer.Templates.Forms;

namespace Renderer.Templates.Plans;

/// <summary>Finds the variables that forms give a value, and those that keep what no variable of the source does.</summary>
/// <remarks>The latter have names with a space, which no source can write.</remarks>
internal static class Assigned
{
    public static string Counter(string name) => "counter " + name;

    public static string Cycle(string key) => "cycle " + key;

    /// <summary>Where the last loop of a label ended.</summary>
    public static string End(string label) => "end " + label;

    /// <param name="forms">Where to look.</param>
    /// <param name="found">Takes each name, some more than once.</param>
    /// <param name="blocks">The forms of a block by its name, for those that share the variables.</param>
    public static void In(IEnumerable<Form> forms, Action<string> found, Func<string, IReadOnlyList<Form>> blocks) => new Walk(found, blocks).In(forms);

    private sealed class Walk(Action<string> found, Func<string, IReadOnlyList<Form>> blocks)
    {
        private readonly HashSet<string> seen = new(StringComparer.Ordinal);

        public void In(IEnumerable<Form> forms)
        {
            foreach (var form in forms)
            {
                switch (form)
                {
                    case EvaluateForm evaluate:
                        In(evaluate.Value);
                        break;
                    case OutputForm output:
                        In(output.Value);
                        break;
                    case ChoiceForm choice:
                        foreach (var branch in choice.Branches)
                        {
                            In(branch.Test);
                            In(branch.Body);
                        }

                        In(choice.Otherwise);
                        break;
                    case LoopForm loop:
                        if (loop.Continues)
                        {
                            found(End(loop.Label));
                        }

                        In([loop.Over, loop.Offset, loop.Limit, loop.Columns]);
                        In(loop.Body);
                        In(loop.Otherwise);
                        break;
                    case WhileForm loop:
                        In(loop.Test);
                        In(loop.Body);
                        break;
                    case CaptureForm capture:
                        found(capture.Variable);
                        In(capture.Body);
                        break;
                }
            }
        }

        private void In(IEnumerable<Expression?> expressions)
        {
            foreach (var expression in expressions)
            {
                In(expression);
            }
        }

        private void In(Expression? expression)
        {
            switch (expression)
            {
                case AssignExpression assign:
                    found(assign.Variable);
                    In(assign.Value);
                    break;
                case CountExpression count:
                    found(Counter(count.Counter));
                    break;
                case InsertExpression { IsApart: false, Name: ConstantExpression { Value: string block } } when seen.Add(block):
                    In(blocks(block));
                    break;
                case CycleExpression cycle:
                    found(Cycle(cycle.Key));
                    In(cycle.Values);
                    break;
                case MemberExpression member:
                    In(member.Target);
                    break;
                case IndexExpression index:
                    In([index.Target, index.Key]);
                    break;
                case UnaryExpression unary:
                    In(unary.Value);
                    break;
                case BinaryExpression binary:
                    In([binary.Left, binary.Right]);
                    break;
                case EitherExpression either:
                    In([either.Test, either.Then, either.Otherwise]);
                    break;
                case ListExpression list:
                    In(list.Items);
                    break;
                case ObjectExpression members:
                    In(members.Members.Select(m => m.Value));
                    break;
                case CallExpression call:
                    In(call.Arguments);
                    In(call.Named.Select(n => n.Value));
                    break;
            }
        }
    }
}
