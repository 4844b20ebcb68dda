using Microsoft.Extensions.ObjectPool;
using Renderer.Model;
using Renderer.Templates.Definitions;
using Renderer.Templates.Rendering;
using Renderer.Templates.Scriban;

namespace Renderer.Templates.Plans;

/// <summary>The state of the plans of one message while they run. Used again for other messages, by one at a time.</summary>
internal sealed class PlanRun : IResettable
{
    // Often enough that a runaway is noticed within a millisecond, seldom enough to cost nothing.
    private const int StepsBetweenLooks = 256;

    // One long mail must not be kept for ever.
    private const int MostKeptBytes = 1 << 20;
    private static readonly ObjectPool<PlanRun> Pool = ObjectPool.Create<PlanRun>();
    private LoopState[] loops = new LoopState[8];
    private int loopTop;
    private int loopFloor;
    private int turns;
    private int steps;
    private long deadline;
    private int outputEnd;
    private char half;
    private int halfEnd;
    private MailContext? bridge;
    private Dictionary<object, Dictionary<int, object>>? whole;
    private object? profile;

    public MailRun Mail { get; private set; } = null!;

    /// <summary>The values of the person and of the request's data.</summary>
    public Rows Rows { get; private set; } = null!;

    /// <summary>What is written to.</summary>
    public Utf8Sink Sink { get; } = new(64 << 10);

    /// <summary>Where terms make texts that live as long as the message.</summary>
    public Utf8Sink Scratch { get; } = new(1 << 10);

    /// <summary>Values are written for HTML; else as they are.</summary>
    public bool Escapes { get; set; }

    /// <summary>What the running script's language means.</summary>
    public Semantics Semantics { get; private set; } = null!;

    /// <summary>The source that is running, by its offsets: the script's, or that of a block inserted there.</summary>
    public SourceText Source { get; set; } = null!;

    /// <summary>What the language keeps for the running script; null until it needs it.</summary>
    public object? Own { get; set; }

    /// <summary>The first slot of the running script's variables.</summary>
    public int Frame { get; private set; }

    /// <summary>Where the running statement begins, an offset in its source.</summary>
    public int At { get; private set; }

    /// <summary>In plain text that keeps the indent of its code: the last byte written was a line end.</summary>
    public bool IsAtLineStart { get; private set; }

    /// <summary>A text with the first half of a character that was written just before it, as when a loop walks through a text.</summary>
    public string Joined(string text)
    {
        if (Escapes || half == 0 || halfEnd != Sink.Length || text.Length == 0 || !char.IsLowSurrogate(text[0]))
        {
            return text;
        }

        // The half went out as U+FFFD.
        Sink.CutBack(Sink.Length - 3);
        return half + text;
    }

    /// <summary>Notes that a text that was written ends with half a character.</summary>
    public void Note(string text) =>
        (half, halfEnd) = text.Length > 0 && char.IsHighSurrogate(text[^1]) ? (text[^1], Sink.Length) : ('\0', 0);

    /// <summary>What comes next may belong to the half of a character that was written last.</summary>
    public bool IsMidCharacter => half != 0 && halfEnd == Sink.Length;

    /// <summary>Writes lines that begin with an indent each; the first one only where it begins a line.</summary>
    public void WriteLines(ReadOnlySpan<byte> text, ReadOnlySpan<byte> indent)
    {
        while (!text.IsEmpty)
        {
            if (IsAtLineStart)
            {
                Sink.Write(indent);
            }

            var end = text.IndexOf((byte)'\n') + 1;
            IsAtLineStart = end > 0;
            Sink.Write(end > 0 ? text[..end] : text);
            text = end > 0 ? text[end..] : [];
        }
    }

    public ref Value Local(int local) => ref Rows.Slots[Frame + local];

    /// <summary>A run for a message; <see cref="End"/> gives it back.</summary>
    public static PlanRun For(MailRun mail, Rows rows)
    {
        var run = Pool.Get();
        (run.Mail, run.Rows) = (mail, rows);
        return run;
    }

    /// <summary>Lets go of the message.</summary>
    public void End() => Pool.Return(this);

    public bool TryReset()
    {
        (Mail, Rows, bridge, whole, profile) = (null!, null!, null, null, null);
        (Semantics, Source, Own) = (null!, null!, null);
        (loopTop, loopFloor, turns, steps, At, half) = (0, 0, 0, 0, 0, '\0');
        Array.Clear(loops);
        Sink.CutBack(0);
        Scratch.CutBack(0);
        return Sink.Capacity <= MostKeptBytes && Scratch.Capacity <= MostKeptBytes;
    }

    /// <summary>Enters a script within the message; the result brings back the one around it.</summary>
    public Outer Enter(Plan plan, long until)
    {
        var outer = new Outer(Frame, Escapes, deadline, outputEnd, loopTop, loopFloor, turns, At, IsAtLineStart, Semantics, Source, Own);
        (Semantics, Source, Own) = (plan.Semantics, plan.Source, null);
        Frame = Rows.Slots.Take(plan.Locals, default);
        Escapes = plan.Escapes;
        deadline = until;
        outputEnd = Sink.Length + (Mail.Mail.Definition.Limits.OutputKb << 10);
        (loopFloor, turns, At, IsAtLineStart) = (loopTop, 0, 0, false);
        return outer;
    }

    public void Leave(Outer outer)
    {
        // A script's variables end with it; nothing else takes slots while plans run.
        Rows.Slots.CutBack(Frame);
        (Frame, Escapes, deadline, outputEnd, loopTop, loopFloor, turns, At, IsAtLineStart, Semantics, Source, Own) = outer;
    }

    public ref LoopState EnterLoop()
    {
        if (loopTop == loopFloor)
        {
            turns = 0;
        }

        if (loopTop == loops.Length)
        {
            Array.Resize(ref loops, loops.Length * 2);
        }

        loops[loopTop] = default;
        return ref loops[loopTop++];
    }

    public void LeaveLoop() => loopTop--;

    /// <summary>The state of a loop around the running step; 0 is the innermost.</summary>
    public ref LoopState Loop(int up) => ref loops[loopTop - 1 - up];

    /// <summary>Counts a turn: those of loops within a loop count together.</summary>
    public void Turn(int at)
    {
        Count(at);
        var limit = Mail.Mail.Definition.Limits.Loop;
        if (++turns > limit)
        {
            throw new PlanFault(at, $"The loops make more than {limit} turns.", Reason.Limit);
        }
    }

    /// <summary>Counts a step, and looks now and then whether the time is over.</summary>
    public void Count(int at)
    {
        At = at;
        if (Sink.Length > outputEnd)
        {
            throw new PlanFault(at, $"The text is longer than {Mail.Mail.Definition.Limits.OutputKb} KB.", Reason.Limit);
        }

        if (++steps % StepsBetweenLooks == 0)
        {
            Look(at);
        }
    }

    /// <summary>Ends the run when its time is over.</summary>
    public void Look(int at)
    {
        if (TimeProvider.System.GetTimestamp() > deadline || Mail.CancellationToken.IsCancellationRequested)
        {
            throw new PlanFault(at, "The time limit is reached.", Reason.Limit);
        }
    }

    /// <summary>Scriban's own machinery, for what no term settles by itself; made when it is first needed.</summary>
    public MailContext Bridge
    {
        get
        {
            bridge ??= Mail.Scriban.Bridge();
            bridge.Escapes = Escapes;
            bridge.Deadline = deadline;
            return bridge;
        }
    }

    /// <summary>A row or list as its language has it, whole; made once.</summary>
    public object Whole(in Value value)
    {
        whole ??= [];
        if (!whole.TryGetValue(value.Reference, out var made))
        {
            whole[value.Reference] = made = [];
        }

        return value.Reference == Rows.Profile.Reference && value.Start == Rows.Profile.Start
            ? profile ??= ScriptModel.Person(Mail.Mail, (byte[])value.Reference, made)
            : JsonModel.At((byte[])value.Reference, value.Start, made);
    }

    /// <summary>What the language makes of collected bytes: the same value is the same object.</summary>
    public object Once(object bytes, Func<byte[], object> make)
    {
        whole ??= [];
        if (!whole.TryGetValue(bytes, out var made))
        {
            whole[bytes] = made = new Dictionary<int, object> { [0] = make((byte[])bytes) };
        }

        return made[0];
    }

    /// <summary>When the running script must end, a timestamp of the system clock.</summary>
    public long Deadline => deadline;

    /// <summary>What was the case before a script was entered.</summary>
    internal readonly record struct Outer(
        int Frame, bool Escapes, long Deadline, int OutputEnd, int LoopTop, int LoopFloor, int Turns, int At, bool IsAtLineStart, Semantics Semantics, SourceText Source, object? Own);
}

/// <summary>The state of a loop.</summary>
internal struct LoopState
{
    /// <summary>The <see cref="Count"/> of what could have had turns, but is done once: there is nothing to tell.</summary>
    public const int NoTurns = -1;

    public int Index;
    public int Count;
    public int Columns;
    public Value Item;
    public Value Previous;
}
