using System.Text;
using Renderer.Templates.Escaping;
using Renderer.Templates.Rendering;

namespace Renderer.Templates.Liquid.Running;

/// <summary>The state of one evaluation.</summary>
internal sealed class Frame(LiquidSession session, LiquidScript script, Budget budget)
{
    // Where the outermost script stands that writes text: what it shows is text there, whatever it was made for.
    private readonly Escaper? plain = script.Escapes ? null : script.Escapers.At(0);
    private StringBuilder written = new();

    public MailRun Run => session.Run;

    public LiquidSession Session => session;

    public Budget Budget => budget;

    /// <summary>What filters work with.</summary>
    public LiquidRun Here { get; } = new(session.Run, budget) { Escapes = script.Escapes };

    /// <summary>The script that is running: offsets are in its source.</summary>
    public LiquidScript Script { get; set; } = script;

    public Scope Scope { get; set; } = new();

    /// <summary>Values are written for HTML; else as they are.</summary>
    public bool Escapes
    {
        get => Here.Escapes;
        set => Here.Escapes = value;
    }

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
        var escaper = Place(at);
        Literal(
            value switch
            {
                Markup markup when escaper is null || escaper.TakesMarkup || !Escapes => markup.Html,
                Markup markup => escaper.Escape(MarkupText.Of(markup.Html)),
                _ when escaper is null => Values.Text(value),
                null => escaper.Nothing,
                not string when escaper is JsonValueEscaper json => json.Guard(LiquidJson.Of(value)),
                _ => escaper.Escape(Values.Text(value)),
            },
            at);
    }

    /// <summary>Writes HTML that was made already, where HTML can stand; elsewhere the text of it.</summary>
    public void Html(string html, int at) => Output(new Markup(html), at);

    /// <summary>HTML is written as it stands here.</summary>
    public bool TakesMarkup(int at) => !Escapes || Place(at)!.TakesMarkup;

    private Escaper? Place(int at) => Escapes ? Script.Escapers.At(at) ?? throw new LiquidError(at, "a value cannot be written here") : plain;

    /// <summary>What is written while something is done, instead of into the mail.</summary>
    public string Collect(int at, Action work)
    {
        var outer = written;
        written = new StringBuilder();
        try
        {
            work();
            budget.Text((long)outer.Length + written.Length, at);
            budget.Spend(written.Length, at);
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
