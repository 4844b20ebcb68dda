namespace Renderer.Templates.Forms;

/// <summary>A statement of the intermediate form: what a front end lowers its language to, and what the analyses and the plan are made from.</summary>
/// <param name="At">Where it begins, an offset in the source.</param>
internal abstract record Form(int At);

/// <summary>Text that is written as it stands.</summary>
/// <param name="At">Where it begins, an offset in the source.</param>
/// <param name="Text">The text, a stretch of the source.</param>
internal sealed record LiteralForm(int At, string Text) : Form(At)
{
    /// <summary>The white space before the code around it on its line: in plain text it is written again after each line end.</summary>
    public string? Indent { get; init; }
}

/// <summary>The hidden preheader, where the source itself has no place for it.</summary>
/// <param name="At">Where it stands, an offset in the source.</param>
internal sealed record PreheaderForm(int At) : Form(At);

/// <summary>A value that is written, escaped for the place where it stands.</summary>
/// <param name="At">Where its expression begins; the key under which its place is known.</param>
/// <param name="Value">What is written.</param>
internal sealed record OutputForm(int At, Expression Value) : Form(At)
{
    /// <summary>The white space before the code on its line: in plain text it is written again after each line end.</summary>
    public string? Indent { get; init; }
}

/// <summary>An expression that writes nothing: an assignment, a call for its effect.</summary>
/// <param name="At">Where it begins, an offset in the source.</param>
/// <param name="Value">What is evaluated.</param>
internal sealed record EvaluateForm(int At, Expression Value) : Form(At);

/// <summary>The first branch whose test holds; <c>case</c> is one of these, too.</summary>
/// <param name="At">Where it begins, an offset in the source.</param>
/// <param name="Branches">In the order in which they are tested.</param>
/// <param name="Otherwise">When none holds; may be empty.</param>
internal sealed record ChoiceForm(int At, IReadOnlyList<Branch> Branches, IReadOnlyList<Form> Otherwise) : Form(At);

/// <summary>A branch of a <see cref="ChoiceForm"/>.</summary>
/// <param name="At">Where it begins, an offset in the source.</param>
/// <param name="Test">What must hold.</param>
/// <param name="Body">What is done then.</param>
internal sealed record Branch(int At, Expression Test, IReadOnlyList<Form> Body);

/// <summary>A body once for each item of a list.</summary>
/// <param name="At">Where it begins, an offset in the source.</param>
/// <param name="Variable">What holds the item.</param>
/// <param name="Over">What is walked through.</param>
/// <param name="Offset">How many items are passed over; null: none.</param>
/// <param name="Limit">The most items; null: all.</param>
/// <param name="IsReversed">From the last to the first.</param>
/// <param name="Body">What is done for each.</param>
/// <param name="Otherwise">What is done when there is no item.</param>
internal sealed record LoopForm(
    int At, string Variable, Expression Over, Expression? Offset, Expression? Limit, bool IsReversed, IReadOnlyList<Form> Body, IReadOnlyList<Form> Otherwise) : Form(At)
{
    /// <summary>The name under which the body finds what the loop knows of its turn.</summary>
    public string Itself { get; init; } = "for";

    /// <summary>What the loop is called; loops called the same can go on where the last one ended.</summary>
    public string Label { get; init; } = "";

    /// <summary>It begins where the last loop of its <see cref="Label"/> ended, instead of at an offset.</summary>
    public bool Continues { get; init; }

    /// <summary>It writes a table's rows and cells around its body.</summary>
    public bool IsTable { get; init; }

    /// <summary>How many cells a table's row has; null: all.</summary>
    public Expression? Columns { get; init; }
}

/// <summary>A body as long as a test holds.</summary>
/// <param name="At">Where it begins, an offset in the source.</param>
/// <param name="Test">What must hold.</param>
/// <param name="Body">What is done each time.</param>
internal sealed record WhileForm(int At, Expression Test, IReadOnlyList<Form> Body) : Form(At);

/// <summary>A body whose output becomes a variable's value.</summary>
/// <param name="At">Where it begins, an offset in the source.</param>
/// <param name="Variable">What holds it.</param>
/// <param name="Body">What is collected.</param>
internal sealed record CaptureForm(int At, string Variable, IReadOnlyList<Form> Body) : Form(At);

/// <summary>Leaves the innermost loop, or goes on with its next item.</summary>
/// <param name="At">Where it begins, an offset in the source.</param>
/// <param name="Goes">To where.</param>
internal sealed record LeaveForm(int At, Leave Goes) : Form(At);

/// <summary>Where a <see cref="LeaveForm"/> goes on.</summary>
internal enum Leave
{
    /// <summary>After the loop.</summary>
    Break,

    /// <summary>At the loop's next item.</summary>
    Continue,
}

/// <summary>A statement that the compiler does not take: its template is interpreted. What it may write stands somewhere all the same.</summary>
/// <param name="At">Where it begins, an offset in the source.</param>
/// <param name="What">What it is, for the author.</param>
/// <param name="Bodies">Bodies that write where it stands, each any number of times.</param>
/// <param name="Apart">Bodies whose output goes elsewhere, such as a function's.</param>
internal sealed record BeyondForm(int At, string What, IReadOnlyList<IReadOnlyList<Form>> Bodies, IReadOnlyList<IReadOnlyList<Form>> Apart) : Form(At)
{
    /// <summary>The first of its bodies is a loop's, which a <see cref="LeaveForm"/> leaves; the others are done when it had no turn.</summary>
    public bool IsLoop { get; init; }

    /// <summary>It writes tags of its own around its bodies.</summary>
    public bool WritesTags { get; init; }

    /// <summary>The script, or the function that it is in, ends here.</summary>
    public bool EndsScript { get; init; }
}
