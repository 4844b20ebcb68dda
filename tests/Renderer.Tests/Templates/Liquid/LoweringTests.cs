using Renderer.Templates.Checks;
using Renderer.Templates.Definitions;
using Renderer.Templates.Forms;
using Renderer.Templates.Liquid;
using Xunit;

namespace Renderer.Tests.Templates.Liquid;

/// <summary>The intermediate form of Liquid sources: what each becomes, and where it stands.</summary>
public sealed class LoweringTests
{
    [Theory]
    [InlineData("a{{ b }}c", "'a'@0 out@4(b@4) 'c'@8")]
    [InlineData("{{ a.b[0] | append: 'x' }}", "out@3(append@12(a@3.b[0], 'x'))")]
    [InlineData("{% assign x = 1 %}{% capture y %}z{% endcapture %}", "x=1 capture y ('z'@33)")]
    [InlineData("{% if a and b %}1{% elsif c == 2 %}2{% else %}3{% endif %}", "if (a@6 And b@12) ('1'@16) if (c@26 Equal 2) ('2'@35) else ('3'@46)")]
    [InlineData("{% unless a %}1{% endunless %}", "if Not a@10 ('1'@14) else ()")]
    [InlineData("{% case a %}{% when 1 or 2 %}x{% else %}y{% endcase %}", "case=a@8 if ((case@20 Equal 1) Or (case@25 Equal 2)) ('x'@29) else ('y'@40)")]
    [InlineData("{% for i in (1..3) limit: 2 reversed %}{% break %}{% endfor %}", "for i in (1 RangeInclude 3) limit 2 reversed as forloop (Break) else ()")]
    [InlineData("{% liquid\n  echo a\n%}", "out@17(a@17)")]
    [InlineData("{% block 'x' %}", "out@3(block@3('x'))")]
    [InlineData("{% tablerow i in a %}x{% endtablerow %}{% cycle 1, 2 %}{% increment n %}{% skip 'why' %}", "for i in a@17 as tablerowloop ('x'@21) else () out@42(cycle =1, 2 1 2) out@58(count n) skip@75('why')")]
    [InlineData("{% render 'x', a: 1 %}{% include 'y' for b %}{% for i in a offset: continue %}{% endfor %}", "out@3(render 'x' a 1) out@25(include 'y' for b@41) for i in a@57 continues as forloop () else ()")]
    [InlineData("{% case a %}{% when b %}x{% endcase %}", "case=a@8 found case=False if (case@20 Equal b@20) (found case=True 'x'@24) else ()")]
    [InlineData("{% case a %}{% when b, c %}x{% endcase %}{% ifchanged %}y{% endifchanged %}", "case=a@8 found case=False beyond several computed values of a 'when' ('x'@27) beyond ifchanged ('y'@56)")]
    public void A_source_becomes_forms(string source, string expected)
    {
        var findings = new Findings();
        var script = LiquidScript.Parse(new SourceText(source, null, "html"), Dialect.Plain, findings);
        Assert.Empty(findings.Items);
        Assert.Equal(expected, Say(script!.Forms).Replace(" 3 of  html", "", StringComparison.Ordinal));
    }

    private static string Say(IEnumerable<Form> forms) => string.Join(' ', forms.Select(Say));

    private static string Say(Form form) => form switch
    {
        LiteralForm literal => $"'{literal.Text}'@{literal.At}",
        OutputForm output => $"out@{output.At}({Say(output.Value)})",
        EvaluateForm evaluate => Say(evaluate.Value),
        CaptureForm capture => $"capture {capture.Variable} ({Say(capture.Body)})",
        ChoiceForm choice => string.Concat(choice.Branches.Select(b => $"if {Say(b.Test)} ({Say(b.Body)}) ")) + $"else ({Say(choice.Otherwise)})",
        LoopForm loop => $"for {loop.Variable} in {Say(loop.Over)}{(loop.Limit is null ? "" : $" limit {Say(loop.Limit)}")}{(loop.IsReversed ? " reversed" : "")}{(loop.Continues ? " continues" : "")} as {loop.Itself} ({Say(loop.Body)}) else ({Say(loop.Otherwise)})",
        LeaveForm leave => leave.Goes.ToString(),
        BeyondForm beyond => $"beyond {beyond.What}{string.Concat(beyond.Bodies.Select(b => $" ({Say(b)})"))}",
        _ => form.GetType().Name,
    };

    private static string Say(Expression expression) => expression switch
    {
        ConstantExpression { Value: string text } => $"'{text}'",
        ConstantExpression constant => $"{constant.Value}",
        NameExpression name => $"{name.Name}@{name.At}",
        MemberExpression member => $"{Say(member.Target)}.{member.Name}",
        IndexExpression index => $"{Say(index.Target)}[{Say(index.Key)}]",
        BinaryExpression binary => $"({Say(binary.Left)} {binary.Operator} {Say(binary.Right)})",
        UnaryExpression unary => $"{unary.Operator} {Say(unary.Value)}",
        CallExpression call => $"{call.Function}@{call.At}({string.Join(", ", call.Arguments.Select(Say))})",
        AssignExpression assign => $"{assign.Variable}={Say(assign.Value)}",
        CountExpression count => $"count {count.Counter}",
        CycleExpression cycle => $"cycle {cycle.Key} {string.Join(' ', cycle.Values.Select(Say))}",
        InsertExpression insert => $"{(insert.IsApart ? "render" : "include")} {Say(insert.Name)}{(insert.With is null ? "" : $" {(insert.IsEach ? "for" : "with")} {Say(insert.With)}")}{string.Concat(insert.Given.Select(g => $" {g.Name} {Say(g.Value)}"))}",
        BeyondExpression beyond => $"beyond {beyond.What}",
        _ => expression.GetType().Name,
    };
}
