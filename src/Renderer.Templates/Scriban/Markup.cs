namespace Renderer.Templates.Scriban;

/// <summary>HTML that is written as it stands: a block, an image, what <c>raw</c> was given.</summary>
internal sealed class Markup(string html)
{
    public override string ToString() => html;
}
