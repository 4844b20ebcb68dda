using Renderer.Templates.Compiling;
using Renderer.Templates.Definitions;
using Renderer.Templates.Rendering;

namespace Renderer.Templates.Plans;

/// <summary>A script, compiled: steps that write UTF-8. Immutable and shared by all renders.</summary>
/// <param name="script">What it was made of.</param>
/// <param name="steps">In order.</param>
/// <param name="locals">How many variables it has.</param>
/// <param name="question">What a rule asks; null for a part or a block.</param>
/// <param name="reuse">What is kept of the whole of it; null where another message may get something else.</param>
internal sealed class Plan(Script script, Step[] steps, int locals, Term? question, Reuse? reuse)
{
    /// <summary>Where what it writes for this message is kept for others; null where it is not.</summary>
    public KeptPlace? KeptFor(MailRun mail, long deadline) => reuse?.For(mail, deadline);

    public int Locals => locals;

    public Semantics Semantics => script.Semantics;

    public SourceText Source => script.Source;

    public bool Escapes => script.Escapes;

    /// <summary>Asks a rule.</summary>
    public ScriptResult Ask(PlanRun run, long deadline)
    {
        var outer = run.Enter(this, deadline);
        try
        {
            run.Look(0);
            return question!.Holds(run) ? ScriptResult.True : ScriptResult.Empty;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return run.Semantics.Fault(e, run.At, run.Source);
        }
        finally
        {
            run.Leave(outer);
        }
    }

    /// <summary>Writes a part or a block to the run's sink; on failure the sink is as before.</summary>
    public ScriptResult Write(PlanRun run, long deadline)
    {
        var outer = run.Enter(this, deadline);
        var start = run.Sink.Length;
        try
        {
            run.Look(0);
            Step.RunAll(steps, run);
            run.Count(run.At);
            return ScriptResult.Empty;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            run.Sink.CutBack(start);
            return run.Semantics.Fault(e, run.At, run.Source);
        }
        finally
        {
            run.Leave(outer);
        }
    }
}
