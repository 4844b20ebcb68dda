using Renderer.Templates.Checks;
using Renderer.Templates.Compiling;
using Renderer.Templates.Definitions;
using Renderer.Templates.Liquid.Parsing;
using Renderer.Templates.Liquid.Syntax;
using Renderer.Templates.Plans;
using Renderer.Templates.Rendering;

namespace Renderer.Templates.Liquid;

/// <summary>A source in Liquid.</summary>
internal sealed class LiquidScript : Script
{
    private LiquidScript(SourceText source, ScriptFacts facts, Body body)
        : base(source, facts, Lowering.Lower(body, source)) => Body = body;

    public Body Body { get; }

    /// <summary>Parses a part or a block; null when it cannot be, which is then a finding.</summary>
    public static LiquidScript? Parse(SourceText source, Dialect dialect, Findings findings)
    {
        try
        {
            var body = new LiquidParser(source.Text, dialect).Parse();
            var facts = new LiquidFacts(source);
            facts.Read(body);
            facts.Judge(findings);
            return new LiquidScript(source, facts.Facts, body);
        }
        catch (LiquidSyntaxError e)
        {
            findings.Error(e.Code, e.Message, source.At(Math.Clamp(e.At, 0, source.Text.Length)));
            return null;
        }
    }

    public override Semantics Semantics => LiquidSemantics.Instance;

    public override ScriptResult Render(MailRun run, long deadline) => run.Liquid.Render(this, deadline);
}
