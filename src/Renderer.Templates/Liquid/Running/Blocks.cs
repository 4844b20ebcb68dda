using Renderer.Templates.Liquid.Syntax;
using Renderer.Templates.Rendering;

namespace Renderer.Templates.Liquid.Running;

/// <summary>Shows the template's blocks.</summary>
internal static class Blocks
{
    /// <summary>A block, decided, and with its ladder; rendered once for a message.</summary>
    public static void Show(Frame frame, string name, int at)
    {
        var result = Shown(frame.Run, name, at);
        if (frame.Escapes)
        {
            frame.Html(result.Text, at);
        }
        else
        {
            frame.Literal(Text(frame.Run, result.Text), at);
        }
    }

    /// <summary>What a block wrote.</summary>
    public static ScriptResult Shown(MailRun run, string name, int at)
    {
        var result = run.Mail.BlocksByName.ContainsKey(name) ? run.Block(name) : throw new LiquidError(at, "There is no such block.");
        return result.SkipReason is { } why ? throw new SkipSignal(why) : result;
    }

    /// <summary>A block's HTML in plain text.</summary>
    public static string Text(MailRun run, string html) => run.Mail.TextOf(html).ReplaceLineEndings("\n");

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
        frame.Literal(Text(frame.Run, html), at);
        return flow;
    }
}
