using Renderer.Templates.Forms;
using Scriban.Parsing;
using Scriban.Runtime;
using Scriban.Syntax;

namespace Renderer.Templates.Scriban;

/// <summary>Scriban's expressions as those of the intermediate form.</summary>
internal sealed class ExpressionLowering
{
    public Expression Lower(ScriptExpression? node)
    {
        var at = node?.Span.Start.Offset ?? 0;
        return node switch
        {
            null => new ConstantExpression(at, null),
            ScriptLiteral literal => new ConstantExpression(at, literal.Value),
            ScriptNestedExpression nested => Lower(nested.Expression),
            ScriptVariableGlobal variable => Name(variable, at),
            ScriptIsEmptyExpression => new BeyondExpression(at, "empty?"),
            ScriptMemberExpression member => Member(member, at),
            ScriptIndexerExpression { Target: { } target, Index: { } index } =>
                new IndexExpression(at, Lower(target), Lower(index), IsAskedSoftly(target)),
            ScriptBinaryExpression { Left: { } left, Right: { } right } binary => Operators.TryGetValue(binary.Operator, out var between)
                ? new BinaryExpression(at, between, Lower(left), Lower(right))
                : new BeyondExpression(at, $"the operator {binary.OperatorAsText}"),
            ScriptUnaryExpression { Right: { } right } unary => unary.Operator switch
            {
                ScriptUnaryOperator.Not => new UnaryExpression(at, Operator.Not, Lower(right)),
                ScriptUnaryOperator.Negate => new UnaryExpression(at, Operator.Minus, Lower(right)),
                ScriptUnaryOperator.Plus => new UnaryExpression(at, Operator.Plus, Lower(right)),
                _ => new BeyondExpression(at, "a function as a value"),
            },
            ScriptConditionalExpression { Condition: { } test, ThenValue: { } then, ElseValue: { } otherwise } =>
                new EitherExpression(at, Lower(test), Lower(then), Lower(otherwise)),
            ScriptFunctionCall call => Call(call.Target, null, call.Arguments, at),
            ScriptPipeCall { From: { } from, To: { } to } => Pipe(Lower(from), to, at),
            ScriptArrayInitializerExpression list => new ListExpression(at, list.Values.Select(Lower).ToList()),
            ScriptObjectInitializerExpression members => Object(members, at),
            ScriptAssignExpression assign => Assign(assign, at),
            _ => new BeyondExpression(at, What(node)),
        };
    }

    /// <summary>The operators that the compiler takes.</summary>
    public static readonly Dictionary<ScriptBinaryOperator, Operator> Operators = new()
    {
        [ScriptBinaryOperator.And] = Operator.And,
        [ScriptBinaryOperator.Or] = Operator.Or,
        [ScriptBinaryOperator.CompareEqual] = Operator.Equal,
        [ScriptBinaryOperator.CompareNotEqual] = Operator.NotEqual,
        [ScriptBinaryOperator.CompareLess] = Operator.Less,
        [ScriptBinaryOperator.CompareLessOrEqual] = Operator.LessOrEqual,
        [ScriptBinaryOperator.CompareGreater] = Operator.Greater,
        [ScriptBinaryOperator.CompareGreaterOrEqual] = Operator.GreaterOrEqual,
        [ScriptBinaryOperator.Add] = Operator.Add,
        [ScriptBinaryOperator.Subtract] = Operator.Subtract,
        [ScriptBinaryOperator.Multiply] = Operator.Multiply,
        [ScriptBinaryOperator.Divide] = Operator.Divide,
        [ScriptBinaryOperator.DivideRound] = Operator.DivideRound,
        [ScriptBinaryOperator.Modulus] = Operator.Modulus,
        [ScriptBinaryOperator.EmptyCoalescing] = Operator.IfNothing,
        [ScriptBinaryOperator.NotEmptyCoalescing] = Operator.IfSomething,
        [ScriptBinaryOperator.RangeInclude] = Operator.RangeInclude,
        [ScriptBinaryOperator.RangeExclude] = Operator.RangeExclude,
    };

    private static Expression Name(ScriptVariableGlobal variable, int at) =>
        !Builtins.Root.TryGetValue(null, default, variable.Name, out var builtin) ? new NameExpression(at, variable.Name)
        : builtin is IScriptCustomFunction ? new CallExpression(at, variable.Name, [], [])
        : builtin is ScriptObject ? new BeyondExpression(at, $"'{variable.Name}' as a value")
        : new ConstantExpression(at, builtin);

    private Expression Member(ScriptMemberExpression member, int at)
    {
        if (member is not { Target: { } target, Member.Name: { } name })
        {
            return new BeyondExpression(at, "this member");
        }

        return FunctionName(member) is { } function
            ? function is "date.now" or "date.utc_now" || IsFunction(function) ? new CallExpression(at, function, [], []) : new BeyondExpression(at, $"'{function}' as a value")
            : new MemberExpression(member.Member.Span.Start.Offset, Lower(target), name, member.DotToken.TokenType == TokenType.QuestionDot);
    }

    private static bool IsAskedSoftly(ScriptExpression target) => target is ScriptMemberExpression { DotToken.TokenType: TokenType.QuestionDot };

    private Expression Pipe(Expression input, ScriptExpression to, int at) => to switch
    {
        // a | b | c is a | (b | c): what is piped into b stands on the left of it.
        ScriptPipeCall { From: { } first, To: { } rest } => Pipe(Pipe(input, first, at), rest, at),
        ScriptFunctionCall call => Call(call.Target, input, call.Arguments, at),
        _ => Call(to, input, [], at),
    };

    private Expression Call(ScriptExpression? target, Expression? piped, IEnumerable<ScriptExpression> arguments, int at)
    {
        if (target is null || FunctionName(target) is not { } function || !IsFunction(function))
        {
            return new BeyondExpression(at, "a call of something computed");
        }

        var ordered = new List<Expression>();
        if (piped is not null)
        {
            ordered.Add(piped);
        }

        var named = new List<NamedArgument>();
        foreach (var argument in arguments)
        {
            switch (argument)
            {
                case ScriptNamedArgument { Name.Name: { } name, Value: { } value }:
                    named.Add(new NamedArgument(name, Lower(value)));
                    break;
                case ScriptNamedArgument or ScriptUnaryExpression { Operator: ScriptUnaryOperator.FunctionParametersExpand }:
                    return new BeyondExpression(at, "this kind of argument");
                default:
                    ordered.Add(Lower(argument));
                    break;
            }
        }

        return new CallExpression(at, function, ordered, named);
    }

    private Expression Object(ScriptObjectInitializerExpression node, int at)
    {
        var members = new List<NamedArgument>();
        foreach (var member in node.Members)
        {
            var name = (member.Name as ScriptVariable)?.Name ?? (member.Name as ScriptLiteral)?.Value as string;
            if (name is null || member.Value is null)
            {
                return new BeyondExpression(at, "this kind of member");
            }

            members.Add(new NamedArgument(name, Lower(member.Value)));
        }

        return new ObjectExpression(at, members);
    }

    private Expression Assign(ScriptAssignExpression assign, int at) =>
        assign is { Target: ScriptVariableGlobal target, Value: { } value, EqualToken.TokenType: TokenType.Equal } && !Builtins.Names.Contains(target.Name)
            ? new AssignExpression(at, target.Name, Lower(value))
            : new BeyondExpression(at, "this kind of assignment");

    private static bool IsFunction(string name) => name.Split('.') is var parts && Builtins.Root.TryGetValue(null, default, parts[0], out var root)
        && (parts.Length == 1 ? root : (root as ScriptObject)?[parts[1]]) is IScriptCustomFunction;

    /// <summary>"string.upcase", "block"; null for what is no builtin.</summary>
    private static string? FunctionName(ScriptExpression target) => target switch
    {
        ScriptVariableGlobal variable when Builtins.Names.Contains(variable.Name) => variable.Name,
        ScriptMemberExpression { Target: ScriptVariableGlobal module, Member.Name: { } member } when Builtins.Modules.ContainsKey(module.Name) => $"{module.Name}.{member}",
        _ => null,
    };

    private static string What(ScriptExpression node) =>
        node.GetType().Name.Replace("Script", "", StringComparison.Ordinal).Replace("Expression", "", StringComparison.Ordinal).ToLowerInvariant();
}
