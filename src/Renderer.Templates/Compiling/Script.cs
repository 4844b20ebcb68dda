using Renderer.Templates.Checks;
using Renderer.Templates.Definitions;
using Renderer.Templates.Escaping;
using Renderer.Templates.Forms;
using Renderer.Templates.Liquid;
using Renderer.Templates.Plans;
using Renderer.Templates.Rendering;
using Renderer.Templates.Scriban;

namespace Renderer.Templates.Compiling;

/// <summary>One source, parsed: a part, a block's content, or a rule. Immutable and shared by all renders.</summary>
internal abstract class Script(SourceText source, ScriptFacts facts, IReadOnlyList<Form> forms)
{
    public SourceText Source => source;

    public ScriptFacts Facts => facts;

    /// <summary>It in the intermediate form, as long as it is compiled.</summary>
    public IReadOnlyList<Form> Forms { get; private set; } = forms;

    /// <summary>What its language means.</summary>
    public abstract Semantics Semantics { get; }

    /// <summary>What it is for; set once, before it is shared.</summary>
    public ScriptUse Use { get; private set; } = ScriptUse.Rule;

    /// <summary>How its outputs are escaped; set once, before it is shared.</summary>
    public EscaperMap Escapers { get; private set; } = EscaperMap.None;

    /// <summary>It writes HTML.</summary>
    public bool IsHtml => Use == ScriptUse.Html;

    /// <summary>Values are escaped for the place where they stand; else they are written as text.</summary>
    public bool Escapes => Use is ScriptUse.Html or ScriptUse.Scene or ScriptUse.Address or ScriptUse.Json;

    /// <summary>Says what it is for, and finds where its outputs stand; where none may stand, that is a finding.</summary>
    public void Place(ScriptUse use, MailDefinition definition, Findings findings) =>
        (Use, Escapers) = (use, EscaperMap.Of(use, Forms, source, definition, findings));

    /// <summary>Lets go of what only compiling needs: of a large mail half of its memory.</summary>
    /// <param name="isPlanned">It has a plan, so that nobody asks for its syntax tree but the tests' oracle.</param>
    public virtual void Settle(bool isPlanned) => Forms = [];

    /// <summary>Parses a part or a block in the template's language; null when it cannot be, which is then a finding.</summary>
    public static Script? Parse(SourceText source, MailDefinition definition, Findings findings) => definition.Language == "liquid"
        ? LiquidScript.Parse(source, definition.Dialect, findings)
        : ScribanScript.Parse(source, findings);

    /// <summary>Renders it for one message.</summary>
    /// <param name="run">The message.</param>
    /// <param name="deadline">When it must end, a timestamp of the system clock.</param>
    public abstract ScriptResult Render(MailRun run, long deadline);
}
