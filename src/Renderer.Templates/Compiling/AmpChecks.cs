using Renderer.Templates.Amp;
using Renderer.Templates.Checks;
using Renderer.Templates.Definitions;
using Renderer.Templates.Html;

namespace Renderer.Templates.Compiling;

/// <summary>Looks for what AMP for Email does not take, in the sources of its part and of the blocks that it shows.</summary>
internal static class AmpChecks
{
    public static void Check(CheckedMail mail, Findings findings)
    {
        foreach (var script in mail.HtmlScripts)
        {
            Check(script.Source, findings.Error);
        }

        // What a block falls to may have an HTML version alone: then the part is left out for those for whom it falls.
        foreach (var (_, source) in mail.Sources.StaticBlocks.Where(b => mail.Blocks.ByName.ContainsKey(b.Key)))
        {
            Check(source, findings.Info);
        }
    }

    private static void Check(SourceText source, Action<string, string, Place> say)
    {
        foreach (var fault in AmpRules.CheckSource(Mustache.Plain(CodeMask.Of(source.Text))))
        {
            say($"amp_{fault.Code.ToLowerInvariant()}", fault.Message, source.At(Math.Min(fault.At, source.Text.Length)));
        }
    }
}
