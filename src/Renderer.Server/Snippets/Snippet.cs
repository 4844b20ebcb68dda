namespace Renderer.Server.Snippets;

/// <summary>A tag that can be pasted as it is.</summary>
/// <param name="Kind">What it is for.</param>
/// <param name="Name">The slot or block that it shows; null for a part of the mail.</param>
/// <param name="Language">What it is written in.</param>
/// <param name="Where">Where it is pasted.</param>
/// <param name="Text">The tag.</param>
internal sealed record Snippet(SnippetKind Kind, string? Name, string Language, string Where, string Text);

/// <summary>The tags of one ESP for one template.</summary>
/// <param name="Esp">The ESP.</param>
/// <param name="Facts">What it can do, for people: auth, timeout, cache, trap.</param>
/// <param name="Setup">What to do once, in order.</param>
/// <param name="Tags">The tags.</param>
/// <param name="Cannot">What it cannot do, or this template lacks, and why.</param>
internal sealed record SnippetSet(
    Esp Esp, IReadOnlyDictionary<string, string> Facts, IReadOnlyList<string> Setup, IReadOnlyList<Snippet> Tags, IReadOnlyDictionary<SnippetKind, string> Cannot);
