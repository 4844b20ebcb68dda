namespace Renderer.BrowserTests.Infrastructure;

/// <summary>What a reader saw of a page.</summary>
/// <param name="Pictures">How many there were, the pixel included.</param>
/// <param name="Faults">What was wrong with it, each in a line.</param>
/// <param name="Text">Its text as it was laid out.</param>
/// <param name="Outcomes">What the server said of the page and of each of its pictures, where it said anything.</param>
internal sealed record Seen(int Pictures, IReadOnlyList<string> Faults, string Text, IReadOnlyCollection<string> Outcomes);
