namespace Renderer.BrowserTests.Infrastructure;

/// <summary>What a reader saw of a page.</summary>
/// <param name="Pictures">How many there were, the pixel included.</param>
/// <param name="Faults">What was wrong with it, each in a line.</param>
/// <param name="Text">Its text as it was laid out.</param>
/// <param name="Outcome">What the server said of it; empty for a mail.</param>
internal sealed record Seen(int Pictures, IReadOnlyList<string> Faults, string Text, string Outcome);
