namespace Renderer.Templates.Liquid.Running;

/// <summary>HTML that is written as it stands: a block, an image, a capture, what <c>raw</c> and <c>escape</c> gave.</summary>
/// <param name="Html">The HTML.</param>
internal sealed record Markup(string Html)
{
    public override string ToString() => Html;
}

/// <summary><c>(1..5)</c>, both ends included; its items are made when somebody walks through it.</summary>
/// <param name="From">The first.</param>
/// <param name="To">The last.</param>
internal sealed record Span(long From, long To)
{
    public long Count => Math.Max(0, To - From + 1);
}

/// <summary><c>empty</c> and <c>blank</c>.</summary>
internal sealed class Keyword
{
    public static readonly Keyword Empty = new();

    public static readonly Keyword Blank = new();
}
