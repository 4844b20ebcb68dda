using System.Text;
using Renderer.Templates.Html;
using Renderer.Templates.Rendering;

namespace Renderer.Templates.Liquid.Running;

/// <summary>The state of one evaluation.</summary>
internal sealed class Frame(LiquidSession session, LiquidScript script, bool escapes, Budget budget)
{
    private StringBuilder written = new();

    public MailRun Run => session.Run;

    public LiquidSession Session => session;

    public Budget Budget => budget;

    /// <summary>The script that is running: offsets are in its source.</summary>
    public LiquidScript Script { get; set; } = script;

    public Scope Scope { get; set; } = new();

    /// <summary>Values are written for HTML; else as they are.</summary>
    public bool Escapes { get; set; } = escapes;

    public string Written => written.ToString();

    /// <summary>Writes text of the template.</summary>
    public void Literal(string text, int at)
    {
        budget.Text((long)written.Length + text.Length, at);
        written.Append(text);
    }

    /// <summary>Writes a value; the only way for values into the mail.</summary>
    /// <param name="value">The value.</param>
    /// <param name="at">Where its output stands in the source of <see cref="Script"/>: the key under which its place is known.</param>
    public void Output(object? value, int at)
    {
        budget.Step(at);
        Literal(value is Markup markup ? markup.Html : Escapes ? HtmlText.Encode(Values.Text(value)) : Values.Text(value), at);
    }

    /// <summary>What is written while something is done, instead of into the mail.</summary>
    public string Collect(int at, Action work)
    {
        var outer = written;
        written = new StringBuilder();
        try
        {
            work();
            budget.Spend((long)outer.Length + written.Length, at);
            return written.ToString();
        }
        finally
        {
            written = outer;
        }
    }

    /// <summary>A name in scope; nothing when it is not there.</summary>
    public object? Find(string name, int at) => Scope.TryFind(name, out var value) ? value : session.Global(name, this, at);
}
