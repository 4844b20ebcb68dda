using Renderer.Templates.Liquid.Running;

namespace Renderer.Templates.Liquid.Filters;

/// <summary>A filter: what it is called, how many arguments it takes, and what it does. Stateless.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Least">The fewest arguments.</param>
/// <param name="Most">The most arguments; those by name not counted.</param>
/// <param name="Body">Its work.</param>
internal sealed record Filter(string Name, int Least, int Most, Func<Call, object?, object?> Body)
{
    /// <summary>Its work, counted, and what it made measured.</summary>
    public object? Apply(Call call, object? value)
    {
        call.Run.Budget.Step(call.At);
        return call.Run.Budget.Allowed(Body(call, value), call.At);
    }

    /// <summary>"1 argument", for messages.</summary>
    public string Takes => Least == Most ? $"{Least} argument{(Least == 1 ? "" : "s")}" : $"{Least} to {Most} arguments";
}

/// <summary>One use of a filter.</summary>
/// <param name="Run">Where it happens.</param>
/// <param name="At">Where the filter stands, an offset in the source.</param>
/// <param name="Arguments">In order.</param>
/// <param name="Named">By name.</param>
internal sealed record Call(LiquidRun Run, int At, IReadOnlyList<object?> Arguments, IReadOnlyList<KeyValuePair<string, object?>> Named)
{
    public object? this[int i] => i < Arguments.Count ? Arguments[i] : null;

    public string Text(int i) => Values.Text(this[i]);

    public object Number(int i) => Calculating.Number(this[i]);

    public int Integer(int i) => (int)Math.Clamp(Values.Integer(this[i]) ?? throw new LiquidError(At, "invalid integer"), int.MinValue / 2, int.MaxValue / 2);

    public List<object?> Items(object? input) => Lists.ForFilter(input, Run.Budget, At);

    /// <summary>Text written for markup, as it would be on its way out.</summary>
    public string Encoded(string text) => Run.Mail.Mail.Content.Escape(text);

    /// <summary>Markup where values are escaped; text where they are not.</summary>
    public object Marked(string html) => Run.Escapes ? new Markup(html) : html;
}
