using Renderer.Templates.Checks;
using Renderer.Templates.Compiling;
using Renderer.Templates.Definitions;
using Renderer.Templates.Escaping;
using Renderer.Templates.Liquid;
using Renderer.Templates.Scriban;
using Xunit;

namespace Renderer.Tests.Templates.Escaping;

/// <summary>Sources walked for the places of their outputs.</summary>
internal static class Walks
{
    public static (IEnumerable<OutputPlace> Places, Findings Findings) Scriban(string source) => Walk(source, ScribanScript.Parse);

    public static (IEnumerable<OutputPlace> Places, Findings Findings) Liquid(string source) =>
        Walk(source, (text, findings) => LiquidScript.Parse(text, Dialect.Plain, findings));

    private static (IEnumerable<OutputPlace> Places, Findings Findings) Walk(string source, Func<SourceText, Findings, Script?> parse)
    {
        var (text, findings) = (new SourceText(source, null, "html"), new Findings());
        var script = parse(text, findings);
        Assert.True(script is not null, string.Join("\n", findings.Items));
        findings = new Findings();
        var places = FormWalk.Places(script.Forms, text, findings);
        return (Outputs.Of(script.Forms).Select(at => places[at]), findings);
    }
}
