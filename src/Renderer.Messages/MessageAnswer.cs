using System.Text;
using Renderer.Messages.Linking;
using Renderer.Model;
using Renderer.Templates;

namespace Renderer.Messages;

/// <summary>Why there is no message at all.</summary>
public enum MessageFailure
{
    /// <summary>There is a message.</summary>
    None,

    /// <summary>The workspace has no template of that name.</summary>
    TemplateUnknown,

    /// <summary>The template has no such version among its last 20 good ones.</summary>
    VersionUnknown,

    /// <summary>The template has no such block.</summary>
    BlockUnknown,

    /// <summary>The template never had a good version.</summary>
    TemplateInvalid,

    /// <summary>The CRM knows no such person, and the caller asked to fail then.</summary>
    ProfileMissing,

    /// <summary>The CRM could not be asked in time, and the caller asked to fail then.</summary>
    ProfileUnavailable,

    /// <summary>A fault of ours; the log has it.</summary>
    Internal,
}

/// <summary>A message, or why there is none.</summary>
/// <param name="Message">The message; null on failure.</param>
/// <param name="Failure">Why there is none.</param>
/// <param name="Diagnostics">What is wrong with the template, for <see cref="MessageFailure.TemplateInvalid"/>.</param>
public readonly record struct MessageAnswer(
    Message? Message, MessageFailure Failure = MessageFailure.None, IReadOnlyList<Diagnostic>? Diagnostics = null)
{
    /// <summary>No message, and why.</summary>
    public static MessageAnswer Fail(MessageFailure failure, IReadOnlyList<Diagnostic>? diagnostics = null) =>
        new(null, failure, diagnostics);
}

/// <summary>One message for one recipient, rendered.</summary>
public sealed record Message
{
    /// <summary>The template's name.</summary>
    public required string Template { get; init; }

    /// <summary>The version that was rendered.</summary>
    public required string Version { get; init; }

    /// <summary>The worst rung that something shown stands on.</summary>
    public required Outcome Outcome { get; init; }

    /// <summary>Why something is not live; none when everything is.</summary>
    public Reason Reason { get; init; }

    /// <summary>Why the message is skipped; null when it is not.</summary>
    public string? SkipReason { get; init; }

    /// <summary>The subject; null when not asked for, or skipped.</summary>
    public string? Subject { get; init; }

    /// <summary>The preheader; null likewise.</summary>
    public string? Preheader { get; init; }

    /// <summary>The HTML part in UTF-8, as it was rendered; null likewise.</summary>
    public ReadOnlyMemory<byte>? HtmlUtf8 { get; init; }

    /// <summary>The HTML part as text of .NET, decoded when it is asked for; null likewise.</summary>
    public string? Html
    {
        get => HtmlUtf8 is { } utf8 ? Encoding.UTF8.GetString(utf8.Span) : null;
        init => HtmlUtf8 = value is null ? null : Encoding.UTF8.GetBytes(value);
    }

    /// <summary>The text part; null likewise.</summary>
    public string? Text { get; init; }

    /// <summary>The AMP part; null likewise, and where it was left out.</summary>
    public string? Amp { get; init; }

    /// <summary>Why the AMP part was left out; the rest of the message stands without it.</summary>
    public Reason AmpReason { get; init; }

    /// <summary>One entry for each block that has variants.</summary>
    public IReadOnlyList<Decision> Decisions { get; init; } = [];

    /// <summary>What failed while it was rendered, at its place: for authors; never a value.</summary>
    public IReadOnlyList<Diagnostic> Faults { get; init; } = [];

    /// <summary>What is known of the person.</summary>
    public required ProfileSummary Profile { get; init; }

    /// <summary>Time spent getting the profile.</summary>
    public TimeSpan ProfileTime { get; init; }

    /// <summary>
    /// Of each part a SHA-256 ("sha256:…") in which its links' tokens stand as their slots' names: equal in preview, render and ledger. Made when it is asked for.
    /// </summary>
    public IReadOnlyList<(Part Part, string Hash)> Hashes => MessageHashes.Of(this, Marked);

    /// <summary>The mail before its links were made; null where it has none.</summary>
    internal RenderedMail? Marked { get; init; }

    /// <summary>Its links; null where it has none.</summary>
    internal MessageLinks? Links { get; init; }

    /// <summary>Time spent deciding and rendering.</summary>
    public TimeSpan RenderTime { get; init; }

    /// <summary>A part by its kind.</summary>
    public string? this[Part part] => part switch
    {
        Part.Subject => Subject,
        Part.Preheader => Preheader,
        Part.Html => Html,
        Part.Text => Text,
        _ => Amp,
    };
}

/// <summary>Which variant a block shows, and why.</summary>
/// <param name="Block">The block.</param>
/// <param name="Variant">The variant's name.</param>
/// <param name="Segment">The segment that chose it; null when none did.</param>
/// <param name="Rule">The rule that chose it; null for the default variant.</param>
/// <param name="Outcome">The rung it stands on.</param>
/// <param name="Reason">Why it is not live.</param>
/// <param name="Age">How old the values are that it used; null when it used none.</param>
public sealed record Decision(
    string Block, string Variant, string? Segment, string? Rule, Outcome Outcome, Reason Reason, TimeSpan? Age);

/// <summary>What an answer says of the person's profile.</summary>
/// <param name="State">Fresh, stale, missing or unavailable.</param>
/// <param name="Source">The connection, "request" or "sample"; null when nothing was needed.</param>
/// <param name="Age">How old it is; null when there is none.</param>
public sealed record ProfileSummary(ProfileState State, string? Source, TimeSpan? Age);
