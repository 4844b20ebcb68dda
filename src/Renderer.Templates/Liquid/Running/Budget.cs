using System.Collections;
using System.Numerics;
using Renderer.Templates.Definitions;
using Renderer.Templates.Rendering;

namespace Renderer.Templates.Liquid.Running;

/// <summary>What one evaluation may use. Over a limit is an error, never a silent cut.</summary>
internal sealed class Budget(MailRun run, long deadline)
{
    /// <summary>Items of a list that a filter makes.</summary>
    public const int MaxItems = 100_000;

    private const int MaxDepth = 50;
    private const int MaxNumberBits = 8192;

    // Often enough that a runaway is noticed within a millisecond, seldom enough to cost nothing.
    private const int StepsBetweenLooks = 256;
    private const int CharactersOfAStep = 4096;
    private readonly MailLimits limits = run.Mail.Definition.Limits;
    // Text and lists that are made on the way, in output limits.
    private const int MaxMade = 32;
    private long made;
    private int steps;
    private int loops;
    private int turns;
    private int depth;

    public long Deadline => deadline;

    /// <summary>Where the last step was.</summary>
    public int At { get; private set; }

    public int MaxText => limits.OutputKb << 10;

    /// <summary>A statement, a filter or a part of their work; time is looked at now and then.</summary>
    public void Step(int at)
    {
        At = at;
        if (++steps % StepsBetweenLooks == 0 && (TimeProvider.System.GetTimestamp() > deadline || run.CancellationToken.IsCancellationRequested))
        {
            throw new LimitError(at, "The time limit is reached.");
        }
    }

    /// <summary>A value that is looked at: one step, and one more for every few thousand characters of it.</summary>
    public object? Counted(object? value, int at)
    {
        for (var cost = value is string text ? text.Length / CharactersOfAStep : 0; cost >= 0; cost--)
        {
            Step(at);
        }

        return value;
    }

    public void EnterLoop() => turns = loops++ == 0 ? 0 : turns;

    public void LeaveLoop() => loops--;

    /// <summary>A loop's turn; those of loops within a loop count together.</summary>
    public void Turn(int at)
    {
        Step(at);
        if (++turns > limits.Loop)
        {
            throw new LimitError(at, $"The loops make more than {limits.Loop} turns.");
        }
    }

    public void Enter(int at)
    {
        if (++depth > MaxDepth)
        {
            throw new LimitError(at, $"More than {MaxDepth} blocks stand within each other.");
        }
    }

    public void Leave() => depth--;

    /// <summary>A text of this length may be made.</summary>
    public void Text(long length, int at)
    {
        if (length > MaxText)
        {
            throw new LimitError(at, $"The text is longer than {limits.OutputKb} KB.");
        }
    }

    /// <summary>A list of this many items may be made.</summary>
    public static void Items(long count, int at)
    {
        if (count > MaxItems)
        {
            throw new LimitError(at, $"The list has more than {MaxItems} items.");
        }
    }

    /// <summary>So much text was made on the way; together it is limited, or lists of texts would eat the memory.</summary>
    public void Spend(long length, int at)
    {
        Text(length, at);
        made += length;
        if (made > (long)MaxText * MaxMade)
        {
            throw new LimitError(at, $"More than {limits.OutputKb * MaxMade} KB of text are made on the way.");
        }
    }

    /// <summary>A value that a filter made, where its size is allowed.</summary>
    public object? Allowed(object? value, int at)
    {
        switch (value)
        {
            case string text:
                Spend(text.Length, at);
                break;
            case Markup markup:
                Spend(markup.Html.Length, at);
                break;
            case ICollection list:
                Items(list.Count, at);
                Spend(list.Count, at);
                break;
            case BigInteger number when number.GetBitLength() > MaxNumberBits:
                throw new LimitError(at, "The number is too large.");
        }

        return value;
    }
}
