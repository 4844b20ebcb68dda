using System.Globalization;
using Renderer.Model;
using Renderer.Templates.Compiling;
using Renderer.Templates.Formatting;
using Renderer.Templates.Liquid;
using Renderer.Templates.Scriban;

namespace Renderer.Templates.Rendering;

/// <summary>The making of one mail: what its scripts share, and the ladder of its blocks.</summary>
internal sealed class MailRun
{
    // Blocks within blocks; the checks refuse circles, but a name may be computed.
    private const int MaxBlockDepth = 16;

    // Still an end, for a template that has none.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly Dictionary<string, BlockChoice> choices;
    private readonly Dictionary<string, ScriptResult> blocks = new(StringComparer.Ordinal);
    private LiquidSession? liquid;
    private long deadline;
    private int depth;

    public MailRun(CompiledMail mail, RenderScope scope, IReadOnlyList<BlockChoice> choices, CancellationToken cancellationToken)
    {
        Mail = mail;
        Scope = scope;
        CancellationToken = cancellationToken;
        this.choices = choices.ToDictionary(c => c.Block, StringComparer.Ordinal);
        deadline = TimeProvider.System.GetTimestamp() + Ticks(scope.IsPatient ? Patience : TimeSpan.FromMilliseconds(mail.Definition.Limits.Ms));
        var model = Model = scope.ModelFor(mail);
        Culture = LocaleOf(mail, scope, model);
        Zone = ZoneOf(mail, scope, model);
        LocalNow = DateTime.SpecifyKind(TimeZoneInfo.ConvertTime(scope.Now, Zone).DateTime, DateTimeKind.Unspecified);
        Scriban = new ScriptSession(this, model);
    }

    public CompiledMail Mail { get; }

    public RenderScope Scope { get; }

    public CultureInfo Culture { get; }

    public TimeZoneInfo Zone { get; }

    public DateTime LocalNow { get; }

    public CancellationToken CancellationToken { get; }

    /// <summary>The person and the data as scripts see them.</summary>
    public ScriptModel Model { get; }

    /// <summary>Evaluates what is in Scriban: rules, and the scripts of most templates.</summary>
    public ScriptSession Scriban { get; }

    /// <summary>Evaluates what is in Liquid.</summary>
    public LiquidSession Liquid => liquid ??= new LiquidSession(this);

    /// <summary>The preheader, once it is rendered.</summary>
    public string? Preheader { get; private set; }

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
    public string? Part(Script? script, bool isWanted, bool escapes)
    {
        if (script is null || !isWanted || SkipReason is not null || Failure != Reason.None)
        {
            return null;
        }

        var result = Noted(script.Render(this, escapes, deadline));
        (SkipReason, Failure) = (result.SkipReason, result.Reason);
        return SkipReason is null && !result.Failed ? result.Text : null;
    }

    public ScriptResult Ask(ScribanScript rule) => Noted(Scriban.Ask(rule, Half()));

    public void SetPreheader(string? preheader)
    {
        Preheader = preheader;
        Scriban.SetPreheader(preheader);
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
            return ScriptResult.Of("");
        }

        if (depth >= MaxBlockDepth)
        {
            return Fall(block, choice, Reason.Limit);
        }

        var outer = deadline;
        deadline = Half();
        depth++;
        var result = Noted(content.Render(this, escapes: true, deadline));
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
            BlockFallback.Drop => ScriptResult.Of(""),
            _ => ScriptResult.Skip($"{block.Name}: {reason.Label()}"),
        };
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

    private static CultureInfo LocaleOf(CompiledMail mail, RenderScope scope, ScriptModel model)
    {
        string?[] wishes = [scope.Locale, model.Attribute(mail.Settings.LocaleAttribute), mail.Definition.Locale, mail.Settings.Locale];
        return wishes.Select(w => Locales.TryFind(w, out var culture) ? culture : null).FirstOrDefault(c => c is not null) ?? CultureInfo.InvariantCulture;
    }

    private static TimeZoneInfo ZoneOf(CompiledMail mail, RenderScope scope, ScriptModel model)
    {
        string?[] wishes = [scope.TimeZone, model.Attribute(mail.Settings.TimeZoneAttribute), mail.Definition.TimeZone, mail.Settings.TimeZone];
        return wishes.Select(w => TimeZones.TryFind(w, out var zone) ? zone : null).FirstOrDefault(z => z is not null) ?? TimeZoneInfo.Utc;
    }
}
