namespace Renderer.Templates.Liquid.Parsing;

/// <summary>A source that is no Liquid.</summary>
internal sealed class LiquidSyntaxError(int at, string message, string code = "syntax") : Exception(message)
{
    public int At => at;

    public string Code => code;
}
