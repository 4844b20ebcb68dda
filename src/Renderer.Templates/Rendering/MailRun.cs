using System.Globalization;
using System.Text;
using Renderer.Model;
using Renderer.Templates.Compiling;
using Renderer.Templates.Formatting;
using Renderer.Templates.Plans;
using Renderer.Templates.Scriban;

namespace Renderer.Templates.Rendering;

/// <summary>The making of one mail: what its scripts share, and the ladder of its blocks.</summary>
internal sealed class MailRun : IDisposable
{
    // Blocks within blocks; the checks refuse circles, but a name may be computed.
    private const int MaxBlockDepth = 16;

    // Still an end, for a template that has none.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly Dictionary<string, BlockChoice> choices;
    private readonly Dictionary<string, ScriptResult> blocks = new(StringComparer.Ordinal);
    private readonly Dictionary<string, bool> segments = new(StringComparer.Ordinal);
    private PlanRun? plans;
    private ScriptSession? scriban;
    private long deadline;
    private int depth;

    public MailRun(CompiledMail mail, RenderScope scope, IReadOnlyList<BlockChoice> choices, CancellationToken cancellationToken)
    {
        Mail = mail;
        Scope = scope;
        CancellationToken = cancellationToken;
        this.choices = choices.ToDictionary(c => c.Block, StringComparer.Ordinal);
        deadline = TimeProvider.System.GetTimestamp() + Ticks(scope.IsPatient ? Patience : TimeSpan.FromMilliseconds(mail.Definition.Limits.Ms));
        Culture = LocaleOf(mail, scope);
        Zone = ZoneOf(mail, scope);
        LocalNow = DateTime.SpecifyKind(TimeZoneInfo.ConvertTime(scope.Now, Zone).DateTime, DateTimeKind.Unspecified);
    }

    public CompiledMail Mail { get; }

    public RenderScope Scope { get; }

    public CultureInfo Culture { get; }

    public TimeZoneInfo Zone { get; }

    public DateTime LocalNow { get; }

    public CancellationToken CancellationToken { get; }

    /// <summary>Evaluates what is in Scriban: rules, and the scripts of most templates.</summary>
    public ScriptSession Scriban => scriban ??= new ScriptSession(this);

    /// <summary>While the static part is prepared nobody can be skipped.</summary>
    public bool IgnoresSkip { get; init; }

    public List<Diagnostic> Faults { get; } = [];

    /// <summary>What each block came to.</summary>
    public IReadOnlyList<BlockChoice> Choices => choices.Values.ToList();

    /// <summary>Why the message must not be sent; nothing more is rendered then.</summary>
    public string? SkipReason { get; set; }

    /// <summary>Why a part outside of all blocks failed; nothing more is rendered then.</summary>
    public Reason Failure { get; private set; }

    /// <summary>A part's text; null when it is absent, not wanted, or the mail is over.</summary>
    public string? Plain(Script? script, bool isWanted) => Part(script, isWanted, escapes: false) is { } utf8 ? Encoding.UTF8.GetString(utf8.Span) : null;

    /// <summary>The HTML; null when it is absent, not wanted, or the mail is over.</summary>
    public ReadOnlyMemory<byte>? Html(Script? script, bool isWanted) => Part(script, isWanted, escapes: true);

    private ReadOnlyMemory<byte>? Part(Script? script, bool isWanted, bool escapes)
    {
        if (script is null || !isWanted || SkipReason is not null || Failure != Reason.None)
        {
            return null;
        }

        var result = Noted(Render(script, escapes, deadline));
        (SkipReason, Failure) = (result.SkipReason, result.Reason);
        return SkipReason is null && !result.Failed ? result.Utf8 : null;
    }

    public ScriptResult Ask(ScribanScript rule) => Noted(Ask(rule, Half()));

    /// <summary>Whether the person is in a segment; asked once for a message.</summary>
    /// <exception cref="SegmentSignal">Its rule could not be asked.</exception>
    public bool IsIn(string segment)
    {
        if (segments.TryGetValue(segment, out var known))
        {
            return known;
        }

        var result = Ask(Mail.Segments[segment], plans!.Deadline);
        return result.Failed ? throw new SegmentSignal(default, segment, result) : segments[segment] = result.Holds;
    }

    /// <summary>The preheader, known once it is rendered.</summary>
    public string? Preheader { get; private set; }

    public void SetPreheader(string? preheader)
    {
        Preheader = preheader;
        if (Mail.Plans is null)
        {
            Scriban.SetPreheader(preheader);
        }
    }

    /// <summary>A block's HTML, rendered once for a message; or the rung that it fell to.</summary>
    /// <exception cref="ArgumentException">There is no such block; only a computed name can lead here.</exception>
    public ScriptResult Block(string name)
    {
        if (blocks.TryGetValue(name, out var known))
        {
            return known;
        }

        var block = Mail.BlocksByName.GetValueOrDefault(name) ?? throw new ArgumentException("There is no such block.");
        var choice = choices.GetValueOrDefault(name) ?? block.Default.Chosen(name);
        return blocks[name] = choice.Outcome is Outcome.Static or Outcome.Dropped or Outcome.Skipped
            ? Fall(block, choice, choice.Reason)
            : Show(block, choice);
    }

    private ScriptResult Show(CompiledBlock block, BlockChoice choice)
    {
        if ((block.Find(choice.Variant) ?? block.Default).Content is not { } content)
        {
            return ScriptResult.Empty;
        }

        if (depth >= MaxBlockDepth)
        {
            return Fall(block, choice, Reason.Limit);
        }

        var outer = deadline;
        deadline = Half();
        depth++;
        var result = Noted(Render(content, escapes: true, deadline));
        depth--;
        deadline = outer;
        return result.Failed ? Fall(block, choice, result.Reason) : result;
    }

    // The only place that walks a block down its ladder.
    private ScriptResult Fall(CompiledBlock block, BlockChoice choice, Reason reason)
    {
        var rung = block.Fallback == BlockFallback.Skip && IgnoresSkip ? BlockFallback.Drop : block.Fallback;
        choices[block.Name] = choice with { Outcome = Ladder.OutcomeOf(rung), Reason = reason };
        return rung switch
        {
            BlockFallback.Static => ScriptResult.Of(block.StaticHtml ?? ""),
            BlockFallback.Drop => ScriptResult.Empty,
            _ => ScriptResult.Skip($"{block.Name}: {reason.Label()}"),
        };
    }

    private ScriptResult Render(Script script, bool escapes, long until)
    {
        if (Mail.Plans is not { } all)
        {
            return script.Render(this, escapes, until);
        }

        var plan = all[script];
        if (plan.TryRecall(this, out var same))
        {
            return ScriptResult.Of(same);
        }

        var run = Plans();
        var start = run.Sink.Length;
        var result = plan.Write(run, escapes, until);
        if (result.Reason != Reason.None || result.SkipReason is not null)
        {
            return result;
        }

        var written = run.Sink.Written[start..].ToArray();
        run.Sink.CutBack(start);
        plan.Keep(this, written);
        return ScriptResult.Of(written);
    }

    private ScriptResult Ask(ScribanScript rule, long until) =>
        Mail.Plans is { } all ? all[rule].Ask(Plans(), until) : Scriban.Ask(rule, until);

    private PlanRun Plans()
    {
        if (plans is null)
        {
            plans = PlanRun.For(this, Scope.RowsFor(Mail));
        }

        return plans;
    }

    /// <summary>Gives back what other messages can use again.</summary>
    public void Dispose()
    {
        plans?.End();
        plans = null;
    }

    private ScriptResult Noted(ScriptResult result)
    {
        if (result.Fault is { } fault)
        {
            Faults.Add(fault);
        }

        return result;
    }

    // A block may use half of what is left, so that one slow block leaves time for the others.
    private long Half()
    {
        var now = TimeProvider.System.GetTimestamp();
        return now + (Math.Max(0, deadline - now) / 2);
    }

    private static long Ticks(TimeSpan span) => (long)(span.TotalSeconds * TimeProvider.System.TimestampFrequency);

    private static CultureInfo LocaleOf(CompiledMail mail, RenderScope scope)
    {
        string?[] wishes = [scope.Locale, mail.Layout is { } layout ? scope.RowsFor(mail).Text(layout.LocaleSlot) : scope.ModelFor(mail).Attribute(mail.Settings.LocaleAttribute), mail.Definition.Locale, mail.Settings.Locale];
        return wishes.Select(w => Locales.TryFind(w, out var culture) ? culture : null).FirstOrDefault(c => c is not null) ?? CultureInfo.InvariantCulture;
    }

    private static TimeZoneInfo ZoneOf(CompiledMail mail, RenderScope scope)
    {
        string?[] wishes = [scope.TimeZone, mail.Layout is { } layout ? scope.RowsFor(mail).Text(layout.TimeZoneSlot) : scope.ModelFor(mail).Attribute(mail.Settings.TimeZoneAttribute), mail.Definition.TimeZone, mail.Settings.TimeZone];
        return wishes.Select(w => TimeZones.TryFind(w, out var zone) ? zone : null).FirstOrDefault(z => z is not null) ?? TimeZoneInfo.Utc;
    }
}
