namespace Renderer.Server.Snippets;

/// <summary>How an ESP can have a mail rendered.</summary>
internal enum EspCalls
{
    /// <summary>It asks for each message, while it sends.</summary>
    Message,

    /// <summary>A step before the email asks.</summary>
    Workflow,

    /// <summary>It asks nobody: pictures and links are what is personal.</summary>
    Never,

    /// <summary>Its send API is called through us.</summary>
    Through,
}

/// <summary>What a tag is for.</summary>
internal enum SnippetKind
{
    /// <summary>What the ESP is told once: where to ask, what to keep.</summary>
    Feed,

    /// <summary>The HTML body.</summary>
    Html,

    /// <summary>The text body.</summary>
    Text,

    /// <summary>The subject.</summary>
    Subject,

    /// <summary>The AMP body.</summary>
    Amp,

    /// <summary>A single block, in a body that the ESP keeps.</summary>
    Block,

    /// <summary>An open-time picture, in a body that the ESP keeps.</summary>
    Image,

    /// <summary>Where a click on it goes.</summary>
    Link,

    /// <summary>What leaves out a person who is not to get the mail.</summary>
    Skip,
}

/// <summary>An ESP as its file says: what it can do, and its tags with places for what differs between templates.</summary>
/// <param name="Name">As in <c>?esp=</c>; the file's name.</param>
/// <param name="Title">As its vendor writes it.</param>
/// <param name="Calls">How it can have a mail rendered.</param>
internal sealed record Esp(string Name, string Title, EspCalls Calls)
{
    /// <summary>Other names that people know it by.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>What the file's head says: auth, timeout, cache and trap for people; merge tags for the tags.</summary>
    public required IReadOnlyDictionary<string, string> Facts { get; init; }

    /// <summary>What to do once, in order.</summary>
    public IReadOnlyList<string> Setup { get; init; } = [];

    /// <summary>Its tags, in the file's order.</summary>
    public IReadOnlyList<EspTag> Tags { get; init; } = [];

    /// <summary>What it cannot do, and why.</summary>
    public IReadOnlyDictionary<SnippetKind, string> Cannot { get; init; } = new Dictionary<SnippetKind, string>();
}

/// <summary>A tag as the file has it.</summary>
/// <param name="Kind">What it is for.</param>
/// <param name="Language">What it is written in.</param>
/// <param name="Where">Where it is pasted.</param>
/// <param name="Text">The tag, with places like «template».</param>
internal sealed record EspTag(SnippetKind Kind, string Language, string Where, string Text);
