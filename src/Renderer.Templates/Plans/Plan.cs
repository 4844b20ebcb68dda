using Renderer.Templates.Definitions;
using Renderer.Templates.Rendering;
using Renderer.Templates.Scriban;

namespace Renderer.Templates.Plans;

/// <summary>A script, compiled: steps that write UTF-8. Immutable and shared by all renders.</summary>
/// <param name="source">What it was made of.</param>
/// <param name="steps">In order.</param>
/// <param name="locals">How many variables it has.</param>
/// <param name="question">What a rule asks; null for a part or a block.</param>
internal sealed class Plan(SourceText source, Step[] steps, int locals, Term? question)
{
    public int Locals => locals;

    public SourceText Source => source;

    /// <summary>Asks a rule.</summary>
    public ScriptResult Ask(PlanRun run, long deadline)
    {
        var outer = run.Enter(this, escapes: false, deadline);
        try
        {
            run.Look(0);
            return question!.Holds(run) ? ScriptResult.True : ScriptResult.Empty;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return Faults.Of(e, run.At, source);
        }
        finally
        {
            run.Leave(outer);
        }
    }

    /// <summary>Writes a part or a block to the run's sink; on failure the sink is as before.</summary>
    public ScriptResult Write(PlanRun run, bool escapes, long deadline)
    {
        var outer = run.Enter(this, escapes, deadline);
        var (sink, start) = (run.Sink, run.Sink.Length);
        try
        {
            run.Look(0);
            Step.RunAll(steps, run);
            run.Count(run.At);
            return ScriptResult.Empty;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            run.Sink = sink;
            sink.CutBack(start);
            return Faults.Of(e, run.At, source);
        }
        finally
        {
            run.Leave(outer);
        }
    }
}
