using System.Text.Json;
using Renderer.Model;
using Renderer.Templates;

namespace Renderer.Messages;

/// <summary>What to do when the CRM knows no such person, or cannot be asked in time.</summary>
public enum OnMissing
{
    /// <summary>Render with the template's defaults.</summary>
    Default,

    /// <summary>Skip the message.</summary>
    Skip,

    /// <summary>Answer an error.</summary>
    Fail,
}

/// <summary>One message that somebody wants for one recipient: the contract's request, checked.</summary>
public sealed record MessageOrder
{
    /// <summary>Whose templates and people.</summary>
    public required WorkspaceName Workspace { get; init; }

    /// <summary>The template's name.</summary>
    public required string Template { get; init; }

    /// <summary>One of its last 20 good versions; null for the current one.</summary>
    public string? Version { get; init; }

    /// <summary>The person; null only when nothing is fetched.</summary>
    public Identifier? Recipient { get; init; }

    /// <summary>The caller's name of this message: repeats return the same decisions.</summary>
    public string? MessageId { get; init; }

    /// <summary><c>data</c> in templates; undefined when the caller gave none.</summary>
    public JsonElement Data { get; init; }

    /// <summary>Attributes that win over fetched ones; undefined when the caller gave none.</summary>
    public JsonElement Profile { get; init; }

    /// <summary>Ask the CRM; false: <see cref="Profile"/> is the whole profile.</summary>
    public bool Fetch { get; init; } = true;

    /// <summary>The parts wanted; null for all that the template has.</summary>
    public IReadOnlyList<Part>? Parts { get; init; }

    /// <summary>Render this block alone, as the html part.</summary>
    public string? Block { get; init; }

    /// <summary>BCP 47; null: the profile's, else the template's, else the workspace's.</summary>
    public string? Locale { get; init; }

    /// <summary>IANA name; null likewise.</summary>
    public string? TimeZone { get; init; }

    /// <summary>The time that the template sees; null for the clock's.</summary>
    public DateTimeOffset? Now { get; init; }

    /// <summary>What the caller will wait.</summary>
    public required Budget Budget { get; init; }

    /// <summary>What to do without a profile.</summary>
    public OnMissing OnMissing { get; init; }

    /// <summary>An ESP's placeholder stood where a person should: render the first sample, ask and record nothing.</summary>
    public bool Proof { get; init; }

    /// <summary>The invented person of a preview, for whom its pictures are drawn.</summary>
    internal string? Sample { get; init; }

    /// <summary>Its links bear nobody: whoever sees it may not see the person.</summary>
    internal bool LinksOfNobody { get; init; }

    /// <summary>An author's look: nothing is recorded of it.</summary>
    internal bool IsPreview { get; init; }
}
