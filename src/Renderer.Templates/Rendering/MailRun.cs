using System.Globalization;
using System.Text;
using System.Text.Json;
using Renderer.Model;
using Renderer.Templates.Compiling;
using Renderer.Templates.Formatting;
using Renderer.Templates.Html;
using Renderer.Templates.Liquid;
using Renderer.Templates.Plans;
using Renderer.Templates.Scriban;

namespace Renderer.Templates.Rendering;

/// <summary>The making of one mail: what its scripts share.</summary>
internal sealed class MailRun : IDisposable
{
    // Still an end, for a template that has none.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly Dictionary<string, BlockChoice> choices;
    private readonly Dictionary<(IReadOnlyDictionary<string, JsonElement>, bool), MailRun> withDefaults = [];
    private PlanRun? plans;
    private KeptPage? kept;
    private ScriptSession? scriban;
    private LiquidSession? liquid;
    private long deadline;

    public MailRun(CompiledMail mail, RenderScope scope, IReadOnlyList<BlockChoice> choices, CancellationToken cancellationToken)
    {
        Mail = mail;
        Scope = scope;
        CancellationToken = cancellationToken;
        this.choices = choices.ToDictionary(c => c.Block, StringComparer.Ordinal);
        Faults = [.. choices.SelectMany(c => c.Faults)];
        deadline = TimeProvider.System.GetTimestamp() + Ticks(scope.IsPatient ? Patience : TimeSpan.FromMilliseconds(mail.Definition.Limits.Ms));
        Culture = LocaleOf(mail, scope);
        Zone = ZoneOf(mail, scope);
        LocalNow = DateTime.SpecifyKind(TimeZoneInfo.ConvertTime(scope.Now, Zone).DateTime, DateTimeKind.Unspecified);
        Ladder = new Ladder(this);
    }

    public CompiledMail Mail { get; }

    public RenderScope Scope { get; }

    public CultureInfo Culture { get; }

    public TimeZoneInfo Zone { get; }

    public DateTime LocalNow { get; }

    /// <summary>What is said may count from now.</summary>
    public bool IsRelative => Scope.Open?.Relative != false;

    public CancellationToken CancellationToken { get; }

    /// <summary>The person and the data as scripts see them.</summary>
    public ScriptModel Model => Scope.ModelFor(Mail);

    /// <summary>Evaluates what is in Scriban: rules, and the scripts of most templates.</summary>
    public ScriptSession Scriban => scriban ??= new ScriptSession(this);

    /// <summary>Decides and shows the blocks; of a run with default values that of the message, where each block is made once.</summary>
    public Ladder Ladder { get; private init; }

    // What was asked so far.
    private Dictionary<string, ScriptResult> Segments { get; init; } = new(StringComparer.Ordinal);

    /// <summary>The message's AMP part: from the same values and answers, with the blocks as they stand in this one, in the time that is left.</summary>
    public MailRun OfAmp()
    {
        var other = new MailRun(Mail.Amp!, Scope, Choices, CancellationToken) { deadline = deadline, Segments = Segments, IgnoresSkip = IgnoresSkip, Faults = [] };
        other.Ladder.Take(Ladder, Mail.SameInAmp);
        other.SetPreheader(Preheader);
        return other;
    }

    /// <summary>Evaluates what is in Liquid.</summary>
    public LiquidSession Liquid => liquid ??= new LiquidSession(this);

    /// <summary>While the static part is prepared nobody can be skipped.</summary>
    public bool IgnoresSkip { get; init; }

    /// <summary>What failed, while it was decided and since.</summary>
    public List<Diagnostic> Faults { get; private init; }

    /// <summary>What did not have to be rendered.</summary>
    public Savings Saved { get; private init; } = new();

    /// <summary>What is kept of other messages of this locale; null where nothing is.</summary>
    public KeptPage? Kept => kept ??= Mail.Layout?.Kept?.PageOf(Culture);

    /// <summary>Notes that something kept was written again.</summary>
    public void Reused(int bytes) => Saved.Bytes += bytes;

    /// <summary>What each block came to.</summary>
    public IReadOnlyList<BlockChoice> Choices => choices.Values.ToList();

    /// <summary>Why the message must not be sent; nothing more is rendered then.</summary>
    public string? SkipReason { get; set; }

    /// <summary>Why a part outside of all blocks failed; nothing more is rendered then.</summary>
    public Reason Failure { get; private set; }

    /// <summary>A part's text; null when it is absent, not wanted, or the mail is over.</summary>
    public string? Plain(Script? script, bool isWanted) => Part(script, isWanted) is { } utf8 ? Encoding.UTF8.GetString(utf8.Span) : null;

    /// <summary>A subject or preheader: one line, its links as plain addresses; null likewise.</summary>
    public string? Header(Script? script, bool isWanted) =>
        Plain(script, isWanted) is { } text ? HtmlText.OneLine(LinkMarks.Replace(text, mark => mark.Destination ?? "")) : null;

    /// <summary>The HTML; null when it is absent, not wanted, or the mail is over.</summary>
    public ReadOnlyMemory<byte>? Html(Script? script, bool isWanted) => Part(script, isWanted);

    private ReadOnlyMemory<byte>? Part(Script? script, bool isWanted)
    {
        if (script is null || !isWanted || SkipReason is not null || Failure != Reason.None)
        {
            return null;
        }

        var result = Noted(Render(script, deadline, out _));
        (SkipReason, Failure) = (result.SkipReason, result.Reason);
        return SkipReason is null && !result.Failed ? result.Utf8 : null;
    }

    /// <summary>A block's content, before it is looked whether it fell.</summary>
    public ScriptResult Write(Script content, long until)
    {
        var written = Render(content, until, out var isKept);
        var result = Noted(content.Use == ScriptUse.Json ? DataJson.Checked(written, content.Source) : written);
        Saved.Blocks += isKept ? 1 : 0;
        return result;
    }

    /// <summary>What a rule says.</summary>
    public ScriptResult Ask(ScribanScript rule, long until) => Noted(Answer(rule, until));

    /// <summary>Does a block's work in the time that the block may use: half of what is left, so that one slow block leaves time for the others, and no more than its budget.</summary>
    public ScriptResult Within(TimeSpan? budget, Func<long, ScriptResult> work)
    {
        var outer = deadline;
        var now = TimeProvider.System.GetTimestamp();
        var half = now + (Math.Max(0, deadline - now) / 2);
        deadline = budget is { } most && !Scope.IsPatient ? Math.Min(half, now + Ticks(most)) : half;
        var result = work(deadline);
        deadline = outer;
        return result;
    }

    /// <summary>The message with the default values of a block in place of those that cannot be used; made once for all blocks with the same.</summary>
    public MailRun WithDefaults(Fall fall)
    {
        var defaults = fall.Block.Failure.Defaults!;
        if (!withDefaults.TryGetValue((defaults, fall.HasFailed), out var other))
        {
            // What the block failed on is not known, so nothing of the person is tried again.
            var profile = fall.HasFailed
                ? DefaultValues.Of(Profile.Empty, _ => false, defaults)
                : DefaultValues.Of(Scope.Profile, name => !Scope.Standing.IsStale(name), defaults);
            other = new MailRun(Mail, Scope.With(profile, Culture.Name, Zone.Id), [], CancellationToken) { Ladder = Ladder, Faults = Faults, Saved = Saved, IgnoresSkip = IgnoresSkip };
            withDefaults[(defaults, fall.HasFailed)] = other;
        }

        other.SetPreheader(Preheader);
        return other;
    }

    /// <summary>What was decided for a block; null for one without variants, as long as it did not fall.</summary>
    public BlockChoice? Choice(string block) => choices.GetValueOrDefault(block);

    /// <summary>Notes what a block came to; a plain one only where it is not live, and the worst where it stands within itself.</summary>
    public void Note(BlockChoice choice)
    {
        if (choices.TryGetValue(choice.Block, out var known) ? known.Outcome <= choice.Outcome : choice.Outcome != Outcome.Live)
        {
            choices[choice.Block] = choice;
        }
    }

    /// <summary>Whether the person is in a segment: asked once for a message, unless asking fails.</summary>
    public ScriptResult Segment(string segment, long until)
    {
        if (Segments.TryGetValue(segment, out var known))
        {
            return known;
        }

        var answer = Answer(Mail.Segments[segment], until);
        return answer.Failed ? answer : Segments[segment] = answer;
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

    /// <summary>A block's HTML; or what it fell to.</summary>
    /// <exception cref="ArgumentException">There is no such block; only a computed name can lead here.</exception>
    public ScriptResult Block(string name) => Ladder.Show(name);

    private ScriptResult Render(Script script, long until, out bool isKept)
    {
        isKept = false;
        if (Mail.Plans is not { } all)
        {
            return script.Render(this, until);
        }

        var plan = all[script];
        var place = plan.KeptFor(this, until);
        if (place?.Text is { } kept)
        {
            isKept = true;
            Reused(kept.Length);
            return ScriptResult.Of(kept);
        }

        var run = Plans();
        var start = run.Sink.Length;
        var result = plan.Write(run, until);
        if (result.Reason != Reason.None || result.SkipReason is not null)
        {
            return result;
        }

        var written = run.Sink.Written[start..].ToArray();
        run.Sink.CutBack(start);
        place?.Keep(written);
        return ScriptResult.Of(written);
    }

    private ScriptResult Answer(ScribanScript rule, long until) =>
        Mail.Plans is { } all ? all[rule].Ask(Plans(), until) : Scriban.Ask(rule, until);

    private PlanRun Plans()
    {
        if (plans is null)
        {
            plans = PlanRun.For(this, Scope.RowsFor(Mail.Layout!));
        }

        return plans;
    }

    /// <summary>Gives back what other messages can use again.</summary>
    public void Dispose()
    {
        plans?.End();
        plans = null;
        foreach (var other in withDefaults.Values)
        {
            other.Dispose();
            other.Scope.Release();
        }
    }

    private ScriptResult Noted(ScriptResult result)
    {
        if (result.Fault is { } fault)
        {
            Faults.Add(fault);
        }

        return result;
    }

    private static long Ticks(TimeSpan span) => (long)(span.TotalSeconds * TimeProvider.System.TimestampFrequency);

    private static CultureInfo LocaleOf(CompiledMail mail, RenderScope scope) =>
        Locales.Find(scope.Locale)
        ?? Locales.Find(mail.Layout is { } layout ? scope.RowsFor(layout).Text(layout.LocaleSlot) : scope.ModelFor(mail).Attribute(mail.Settings.LocaleAttribute))
        ?? mail.OwnCulture;

    private static TimeZoneInfo ZoneOf(CompiledMail mail, RenderScope scope) =>
        TimeZones.Find(scope.TimeZone)
        ?? TimeZones.Find(mail.Layout is { } layout ? scope.RowsFor(layout).Text(layout.TimeZoneSlot) : scope.ModelFor(mail).Attribute(mail.Settings.TimeZoneAttribute))
        ?? mail.OwnZone;
}
