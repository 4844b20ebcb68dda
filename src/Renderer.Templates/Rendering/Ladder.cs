using Renderer.Model;
using Renderer.Templates.Compiling;

namespace Renderer.Templates.Rendering;

/// <summary>Walks the blocks of a message down to the first rung that holds them: the one owner of what a block comes to.</summary>
internal sealed class Ladder(MailRun run)
{
    // Blocks within blocks.
    private const int MaxBlockDepth = 16;

    // Best first.
    private static readonly Rung[] Rungs =
    [
        new(Outcome.Live, fall => fall is { HasFailed: false, Worth: Outcome.Live }, fall => fall.Run),
        new(Outcome.Stale, fall => fall is { HasFailed: false, Worth: Outcome.Stale, IsTooOld: false }, fall => fall.Run),
        new(Outcome.Default, fall => fall is { HasFailed: false, Worth: Outcome.Default, Block.Failure.Defaults: null }, fall => fall.Run),
        new(Outcome.Default, fall => fall.Block.Failure.Defaults is not null, fall => fall.Run.WithDefaults(fall)),
        new(Outcome.Static, fall => fall.Block.Fallback == BlockFallback.Static, null, fall => ScriptResult.Of(fall.Block.StaticHtml ?? "")),
        new(Outcome.Dropped, fall => fall.Block.Fallback == BlockFallback.Drop || fall.Run.IgnoresSkip, null, _ => ScriptResult.Empty),
        new(Outcome.Skipped, _ => true, null, fall => ScriptResult.Skip($"{fall.Block.Name}: {fall.Why.Label()}")),
    ];

    private readonly Dictionary<string, ScriptResult> shown = new(StringComparer.Ordinal);
    private readonly HashSet<string> open = new(StringComparer.Ordinal);
    private int depth;

    /// <summary>Chooses a block's variant on the first rung where its rules can be asked.</summary>
    /// <param name="block">A block that has variants.</param>
    /// <param name="kept">As chosen before, where that variant still exists.</param>
    public BlockChoice Decide(CompiledBlock block, CompiledVariant? kept)
    {
        var (chosen, before) = (kept ?? block.Default, run.Faults.Count);
        var landing = Walk(Start(block, Outcome.Live, Reason.None), Outcome.Live, values => kept is null ? Choose(values, block, ref chosen) : ScriptResult.Empty);
        return chosen.Chosen(block.Name) with { Outcome = landing.Outcome, Reason = landing.Why, Faults = run.Faults.Count == before ? [] : [.. run.Faults.Skip(before)] };
    }

    /// <summary>A block's HTML, made once for a message.</summary>
    /// <exception cref="ArgumentException">There is no such block; only a computed name can lead here.</exception>
    /// <exception cref="InsufficientExecutionStackException">It stands within itself, likewise: the whole of it falls, not the innermost alone.</exception>
    public ScriptResult Show(string name)
    {
        if (shown.TryGetValue(name, out var known))
        {
            return known;
        }

        return Show(run.Mail.BlocksByName.GetValueOrDefault(name) ?? throw new ArgumentException("There is no such block."));
    }

    /// <summary>A block's content, or what a slot shows in one place of the mail, made once for a message.</summary>
    public ScriptResult Show(CompiledBlock block)
    {
        var name = block.Name;
        if (shown.TryGetValue(name, out var known))
        {
            return known;
        }

        if (!open.Add(name))
        {
            throw new InsufficientExecutionStackException($"The block '{name}' stands within itself.");
        }

        var choice = run.Choice(name) ?? block.Default.Chosen(name);
        var content = (block.Find(choice.Variant) ?? block.Default).Content;
        var landing = Walk(Start(block, choice.Outcome, choice.Reason), choice.Outcome, values => Write(values, block, content));
        open.Remove(name);
        run.Note(choice with { Outcome = landing.Outcome, Reason = landing.Why });
        return shown[name] = landing.Shown;
    }

    /// <summary>Takes over what another showed of some blocks.</summary>
    public void Take(Ladder other, IReadOnlySet<string> names)
    {
        foreach (var (name, result) in other.shown)
        {
            if (names.Contains(name))
            {
                shown[name] = result;
            }
        }
    }

    private static Landing Walk(Fall fall, Outcome from, Func<MailRun, ScriptResult> attempt)
    {
        foreach (var rung in Rungs)
        {
            if (rung.Outcome < from || !rung.Holds(fall))
            {
                continue;
            }

            var result = rung.Shown?.Invoke(fall) ?? attempt(rung.Values!(fall));
            if (!result.Failed)
            {
                return new Landing(rung.Outcome, fall.Why, result);
            }

            fall = fall with { Why = result.Reason };
        }

        throw new InvalidOperationException("The last rung holds everything.");
    }

    // A block that failed when it was decided is not tried again with the person's values; one that fell before keeps its reason.
    private Fall Start(CompiledBlock block, Outcome from, Reason before)
    {
        var (worth, why) = run.Scope.Standing.Of(block.Reads);
        var fall = new Fall(run, block, worth, before);
        return fall.HasFailed || from >= Outcome.Static ? fall : fall with { Why = why };
    }

    private ScriptResult Choose(MailRun values, CompiledBlock block, ref CompiledVariant chosen)
    {
        var found = block.Default;
        var result = run.Within(block.Failure.Budget, until =>
        {
            foreach (var variant in block.Variants)
            {
                found = variant;
                var answer = values.Ask(variant.Rule!, until);
                if (answer.Failed || answer.Holds)
                {
                    // A rule that fails is not the default: who that is for cannot be said when a rule before it could not be asked.
                    return answer;
                }
            }

            found = block.Default;
            return ScriptResult.Empty;
        });
        chosen = found;
        return result;
    }

    private ScriptResult Write(MailRun values, CompiledBlock block, Script? content)
    {
        if (content is null)
        {
            return ScriptResult.Empty;
        }

        if (depth >= MaxBlockDepth)
        {
            return new ScriptResult(default, null, Reason.Limit, null);
        }

        depth++;
        var result = run.Within(block.Failure.Budget, until => values.Write(content, until));
        depth--;
        return result;
    }

    private readonly record struct Landing(Outcome Outcome, Reason Why, ScriptResult Shown);
}
