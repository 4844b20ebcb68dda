namespace Renderer.Templates.Forms;

/// <summary>An expression of the intermediate form.</summary>
/// <param name="At">Where it begins, an offset in the source.</param>
internal abstract record Expression(int At);

/// <summary>A value that the source gives.</summary>
/// <param name="At">Where it begins, an offset in the source.</param>
/// <param name="Value">Null, a truth value, a number or a text.</param>
internal sealed record ConstantExpression(int At, object? Value) : Expression(At);

/// <summary>A name: a variable, a name in scope, or a function.</summary>
/// <param name="At">Where it begins, an offset in the source.</param>
/// <param name="Name">As written.</param>
internal sealed record NameExpression(int At, string Name) : Expression(At);

/// <summary>A member by a name that the source gives.</summary>
/// <param name="At">Where its name stands, an offset in the source.</param>
/// <param name="Target">Of what.</param>
/// <param name="Name">The member.</param>
/// <param name="MayBeNothing">Nothing has nothing as this member; else it is an error to ask.</param>
internal sealed record MemberExpression(int At, Expression Target, string Name, bool MayBeNothing) : Expression(At);

/// <summary>An item by a computed key.</summary>
/// <param name="At">Where it begins, an offset in the source.</param>
/// <param name="Target">Of what.</param>
/// <param name="Key">Which.</param>
/// <param name="MayBeNothing">Nothing has nothing at this key; else it is an error to ask.</param>
internal sealed record IndexExpression(int At, Expression Target, Expression Key, bool MayBeNothing) : Expression(At);

/// <summary>An operator between two values.</summary>
/// <param name="At">Where it begins, an offset in the source.</param>
/// <param name="Operator">Which.</param>
/// <param name="Left">Evaluated first.</param>
/// <param name="Right">Not evaluated where the left one settles it.</param>
internal sealed record BinaryExpression(int At, Operator Operator, Expression Left, Expression Right) : Expression(At);

/// <summary>An operator before one value.</summary>
/// <param name="At">Where it begins, an offset in the source.</param>
/// <param name="Operator">Which: not, minus or plus.</param>
/// <param name="Value">Of what.</param>
internal sealed record UnaryExpression(int At, Operator Operator, Expression Value) : Expression(At);

/// <summary>One of two values.</summary>
/// <param name="At">Where it begins, an offset in the source.</param>
/// <param name="Test">What decides.</param>
/// <param name="Then">When it holds.</param>
/// <param name="Otherwise">When it does not.</param>
internal sealed record EitherExpression(int At, Expression Test, Expression Then, Expression Otherwise) : Expression(At);

/// <summary>A call; what was piped is the first argument.</summary>
/// <param name="At">Where it begins, an offset in the source.</param>
/// <param name="Function">Its name, with its module's: "string.upcase".</param>
/// <param name="Arguments">In order.</param>
/// <param name="Named">Those that are given by name.</param>
internal sealed record CallExpression(int At, string Function, IReadOnlyList<Expression> Arguments, IReadOnlyList<NamedArgument> Named) : Expression(At);

/// <summary>An argument, or an object's member, by its name.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value.</param>
internal readonly record struct NamedArgument(string Name, Expression Value);

/// <summary>A list that the source gives.</summary>
/// <param name="At">Where it begins, an offset in the source.</param>
/// <param name="Items">In order.</param>
internal sealed record ListExpression(int At, IReadOnlyList<Expression> Items) : Expression(At);

/// <summary>An object that the source gives.</summary>
/// <param name="At">Where it begins, an offset in the source.</param>
/// <param name="Members">In order.</param>
internal sealed record ObjectExpression(int At, IReadOnlyList<NamedArgument> Members) : Expression(At);

/// <summary>A variable is given a value.</summary>
/// <param name="At">Where it begins, an offset in the source.</param>
/// <param name="Variable">Which.</param>
/// <param name="Value">Its new value.</param>
internal sealed record AssignExpression(int At, string Variable, Expression Value) : Expression(At);

/// <summary>A counter moves; its value is what it was before where it goes up, else what it is then.</summary>
/// <param name="At">Where it begins, an offset in the source.</param>
/// <param name="Counter">Which; no variable of this name is touched, but where there is none it is read as one.</param>
/// <param name="IsUp">By one up; else by one down.</param>
internal sealed record CountExpression(int At, string Counter, bool IsUp) : Expression(At);

/// <summary>Another one of some values each time.</summary>
/// <param name="At">Where it begins, an offset in the source.</param>
/// <param name="Key">What tells it from others.</param>
/// <param name="Values">What it goes through, again and again.</param>
internal sealed record CycleExpression(int At, string Key, IReadOnlyList<Expression> Values) : Expression(At);

/// <summary>A block's content as a part of the script; it stands in an <see cref="OutputForm"/> alone.</summary>
/// <param name="At">Where it begins, an offset in the source.</param>
/// <param name="Name">The block's name.</param>
/// <param name="IsApart">It sees none of the variables, and leaves none.</param>
/// <param name="With">What it is given under its own name; null for nothing.</param>
/// <param name="IsEach">Once for each item of <paramref name="With"/>, where that is a list.</param>
/// <param name="Alias">The name instead of its own.</param>
/// <param name="Given">What else it is given.</param>
internal sealed record InsertExpression(
    int At, Expression Name, bool IsApart, Expression? With, bool IsEach, string? Alias, IReadOnlyList<NamedArgument> Given) : Expression(At);

/// <summary>An expression that the compiler does not take: its template is interpreted.</summary>
/// <param name="At">Where it begins, an offset in the source.</param>
/// <param name="What">What it is, for the author.</param>
internal sealed record BeyondExpression(int At, string What) : Expression(At);

/// <summary>What stands between or before values; each language gives it its meaning.</summary>
internal enum Operator
{
    And,
    Or,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Contains,
    Add,
    Subtract,
    Multiply,
    Divide,
    DivideRound,
    Modulus,
    IfNothing,
    IfSomething,
    RangeInclude,
    RangeExclude,
    Not,
    Minus,
    Plus,
}
