using Renderer.Templates.Checks;
using Renderer.Templates.Definitions;
using Renderer.Templates.Liquid;
using Renderer.Templates.Rendering;
using Renderer.Templates.Scriban;

namespace Renderer.Templates.Compiling;

/// <summary>One source, parsed: a part, a block's content, or a rule. Immutable and shared by all renders.</summary>
internal abstract class Script(SourceText source, ScriptFacts facts)
{
    public SourceText Source => source;

    public ScriptFacts Facts => facts;

    /// <summary>Parses a part or a block in the template's language; null when it cannot be, which is then a finding.</summary>
    public static Script? Parse(SourceText source, MailDefinition definition, Findings findings) => definition.Language == "liquid"
        ? LiquidScript.Parse(source, definition.Dialect, findings)
        : ScribanScript.Parse(source, findings);

    /// <summary>Renders it for one message.</summary>
    /// <param name="run">The message.</param>
    /// <param name="escapes">Whether values are written for HTML.</param>
    /// <param name="deadline">When it must end, a timestamp of the system clock.</param>
    public abstract ScriptResult Render(MailRun run, bool escapes, long deadline);
}
