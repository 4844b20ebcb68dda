using System.Collections.Concurrent;
using System.Globalization;
using Renderer.Templates.Definitions;
using Renderer.Templates.Rendering;
using Renderer.Templates.Scriban;

namespace Renderer.Templates.Plans;

/// <summary>A script, compiled: steps that write UTF-8. Immutable and shared by all renders.</summary>
/// <param name="source">What it was made of.</param>
/// <param name="steps">In order.</param>
/// <param name="locals">How many variables it has.</param>
/// <param name="question">What a rule asks; null for a part or a block.</param>
/// <param name="isShared">It writes the same for everybody of a locale and a time zone.</param>
internal sealed class Plan(SourceText source, Step[] steps, int locals, Term? question, bool isShared)
{
    // Beyond so many locales and zones, each message renders it for itself.
    private const int MostKept = 256;
    private readonly ConcurrentDictionary<(CultureInfo, TimeZoneInfo), ReadOnlyMemory<byte>> kept = new();

    /// <summary>What it wrote for another message, where that is the same for this one.</summary>
    public bool TryRecall(MailRun mail, out ReadOnlyMemory<byte> written)
    {
        written = default;
        return isShared && kept.TryGetValue((mail.Culture, mail.Zone), out written);
    }

    /// <summary>Keeps what it wrote for other messages, where it is the same for them.</summary>
    public void Keep(MailRun mail, ReadOnlyMemory<byte> written)
    {
        if (isShared && kept.Count < MostKept)
        {
            kept[(mail.Culture, mail.Zone)] = written;
        }
    }

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
