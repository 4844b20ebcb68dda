using Renderer.Templates.Definitions;
using Renderer.Templates.Forms;

namespace Renderer.Templates.Plans;

/// <summary>What the output of some forms hangs on, beside the locale: found without running them.</summary>
/// <param name="semantics">Which functions give the same for everybody.</param>
/// <param name="around">The loops around the forms.</param>
/// <param name="unsteady">The slots of which the mail shows something else for another person.</param>
internal sealed class Dependence(Semantics semantics, PlanScope around, IReadOnlySet<string>? unsteady = null)
{
    private readonly SortedSet<string> segments = new(StringComparer.Ordinal);

    // The loops within the forms, entered while they are walked through.
    private readonly List<(string? Variable, string Itself)> within = [];

    /// <summary>The person, the request or the moment: another message may get something else.</summary>
    public bool IsPersonal { get; private set; }

    /// <summary>Something outside the forms: a loop around them, or a variable that others read.</summary>
    public bool IsBound { get; private set; }

    /// <summary>There is something to be saved: more than literal text.</summary>
    public bool Works { get; private set; }

    /// <summary>The segments that are asked.</summary>
    public IReadOnlyCollection<string> Segments => segments;

    public Dependence Add(IEnumerable<Form> forms)
    {
        foreach (var form in forms)
        {
            Add(form);
        }

        return this;
    }

    public Dependence Add(Form form)
    {
        Works |= form is not LiteralForm;
        switch (form)
        {
            case LiteralForm:
                break;
            case OutputForm output:
                Add(output.Value);
                break;
            case EvaluateForm evaluate:
                Add(evaluate.Value);
                break;
            case ChoiceForm choice:
                foreach (var branch in choice.Branches)
                {
                    Add(branch.Test);
                    Add(branch.Body);
                }

                Add(choice.Otherwise);
                break;
            case LoopForm loop:
                // Another loop may go on where this one ended.
                IsBound |= around.Local(Assigned.End(loop.Label)) is not null;
                Add(loop.Over, loop.Offset, loop.Limit, loop.Columns);
                Inside(loop.Variable, loop.Itself, () => Add(loop.Body));
                Add(loop.Otherwise);
                break;
            case WhileForm loop:
                Inside(null, "while", () => Add(loop.Body));
                Inside(null, "while", () => Add(loop.Test));
                break;
            case CaptureForm capture:
                IsBound = true;
                Add(capture.Body);
                break;
            case LeaveForm:
                IsBound |= within.Count == 0;
                break;
            default:
                IsPersonal = true;
                break;
        }

        return this;
    }

    private void Inside(string? variable, string itself, Action walk)
    {
        // Turns are counted from the outermost loop on.
        IsBound |= around.IsInLoop;
        within.Add((variable, itself));
        walk();
        within.RemoveAt(within.Count - 1);
    }

    // By a computed name it may be any.
    private bool MayBeUnsteady(CallExpression call) =>
        call.Function == "image" && unsteady is { Count: > 0 } && !(call.Arguments is [ConstantExpression { Value: string name }, ..] && !unsteady.Contains(name));

    private void Add(params ReadOnlySpan<Expression?> expressions)
    {
        foreach (var expression in expressions)
        {
            Add(expression);
        }
    }

    private void Add(Expression? expression)
    {
        switch (expression)
        {
            case null or ConstantExpression or NameExpression { Name: ScopeNames.Locale or ScopeNames.WebLink or ScopeNames.ConsentLink or ScopeNames.Pixel }:
                break;
            case NameExpression name:
                var isMine = within.Exists(l => l.Variable == name.Name);
                var isAround = around.Find(name.Name) is not null;
                IsBound |= !isMine && isAround;
                IsPersonal |= !isMine && !isAround;
                break;
            case MemberExpression { Target: NameExpression { Name: ScopeNames.Segments } } member:
                segments.Add(member.Name);
                break;
            case MemberExpression { Target: NameExpression loop } when within.Exists(l => l.Itself == loop.Name):
                break;
            case MemberExpression { Target: NameExpression loop } when around.Loop(loop.Name) is not null:
                IsBound = true;
                break;
            case MemberExpression member:
                Add(member.Target);
                break;
            case IndexExpression index:
                Add(index.Target, index.Key);
                break;
            case BinaryExpression binary:
                Add(binary.Left, binary.Right);
                break;
            case UnaryExpression unary:
                Add(unary.Value);
                break;
            case EitherExpression either:
                Add(either.Test, either.Then, either.Otherwise);
                break;
            case ListExpression list:
                Add([.. list.Items]);
                break;
            case ObjectExpression members:
                Add([.. members.Members.Select(m => m.Value)]);
                break;
            case AssignExpression assign:
                IsBound = true;
                Add(assign.Value);
                break;
            case CountExpression:
                IsBound = true;
                break;
            case CycleExpression cycle:
                IsBound = true;
                Add([.. cycle.Values]);
                break;
            case CallExpression call:
                IsPersonal |= !semantics.IsSteady(call.Function) || MayBeUnsteady(call);
                Add([.. call.Arguments, .. call.Named.Select(n => n.Value)]);
                break;
            default:
                IsPersonal = true;
                break;
        }
    }
}
