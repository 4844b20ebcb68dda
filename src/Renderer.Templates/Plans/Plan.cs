using System.Collections.Concurrent;
using System.Globalization;
using Renderer.Templates.Compiling;
using Renderer.Templates.Definitions;
using Renderer.Templates.Rendering;

namespace Renderer.Templates.Plans;

/// <summary>A script, compiled: steps that write UTF-8. Immutable and shared by all renders.</summary>
/// <param name="script">What it was made of.</param>
/// <param name="steps">In order.</param>
/// <param name="locals">How many variables it has.</param>
/// <param name="question">What a rule asks; null for a part or a block.</param>
/// <param name="isShared">It writes the same for everybody of a locale and a time zone.</param>
internal sealed class Plan(Script script, Step[] steps, int locals, Term? question, bool isShared)
{
    // Beyond so many locales and zones, and so many bytes, each message renders it for itself: at most 4 MB a script.
    private const int MostKept = 64;
    private const int MostKeptBytes = 64 << 10;
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
        if (isShared && written.Length <= MostKeptBytes && kept.Count < MostKept)
        {
            kept[(mail.Culture, mail.Zone)] = written;
        }
    }

    public int Locals => locals;

    public Semantics Semantics => script.Semantics;

    public SourceText Source => script.Source;

    public bool IsHtml => script.IsHtml;

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
