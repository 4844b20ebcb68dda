using Renderer.Templates.Html;
using Renderer.Templates.Liquid.Syntax;

namespace Renderer.Templates.Liquid.Running;

/// <summary>Shows the template's blocks.</summary>
internal static class Blocks
{
    /// <summary>A block, decided, and with its ladder; rendered once for a message.</summary>
    public static void Show(Frame frame, string name, int at)
    {
        if (!frame.Run.Mail.BlocksByName.ContainsKey(name))
        {
            throw new LiquidError(at, "There is no such block.");
        }

        var result = frame.Run.Block(name);
        if (result.SkipReason is { } why)
        {
            throw new SkipSignal(why);
        }

        frame.Html(frame.Escapes ? result.Text : PlainText.From(result.Text).ReplaceLineEndings("\n"), at);
    }

    /// <summary>
    /// A block's content where it is included or rendered, with what it is given. A block with variants has to be decided,
    /// and one that is given nothing and shares nothing may keep its ladder: those are shown as blocks are.
    /// </summary>
    public static Flow Insert(Frame frame, Insert insert, string name, IReadOnlyList<KeyValuePair<string, object?>> given, LoopState? loop)
    {
        var block = frame.Run.Mail.BlocksByName.GetValueOrDefault(name) ?? throw new LiquidError(insert.At, "There is no such block.");
        if (block.HasVariants || (frame.Escapes && insert.IsApart && !insert.HasArguments) || block.Default.Content is not LiquidScript content)
        {
            Show(frame, name, insert.At);
            return Flow.On;
        }

        if (frame.Scope.IsApart && !insert.IsApart)
        {
            throw new LiquidError(insert.At, "include usage is not allowed in this context");
        }

        if (frame.Escapes && !frame.TakesMarkup(insert.At))
        {
            throw new LiquidError(insert.At, "a block with tags cannot be inserted here; show it with {% block %}");
        }

        frame.Budget.Enter(insert.At);
        var (outerScope, outerScript) = (frame.Scope, frame.Script);
        frame.Scope = insert.IsApart ? new Scope(given) : outerScope;
        frame.Script = content;
        frame.Scope.Enter(insert.IsApart ? [] : given, loop);
        var flow = frame.Escapes || !content.Source.Text.Contains('<') ? content.Body.Write(frame) : AsText(frame, content, insert.At);
        frame.Scope.Leave();

        // An error leaves the script as it is: it says where in its source it happened.
        (frame.Scope, frame.Script) = (outerScope, outerScript);
        frame.Budget.Leave();
        return insert.IsApart ? Flow.On : flow;
    }

    // The text part shows an HTML block as the text that it says; one without tags is text already.
    private static Flow AsText(Frame frame, LiquidScript content, int at)
    {
        var flow = Flow.On;
        frame.Escapes = true;
        var html = frame.Collect(at, () => flow = content.Body.Write(frame));
        frame.Escapes = false;
        frame.Literal(PlainText.From(html).ReplaceLineEndings("\n"), at);
        return flow;
    }
}
