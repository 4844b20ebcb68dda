using System.Text;
using Renderer.Model;

namespace Renderer.Templates;

/// <summary>A mail as rendered for one recipient; parts that were not asked for are null.</summary>
public sealed record RenderedMail
{
    /// <summary>One line of plain text.</summary>
    public string? Subject { get; init; }

    /// <summary>One line of plain text; it also stands in <see cref="Html"/>.</summary>
    public string? Preheader { get; init; }

    /// <summary>The HTML body in UTF-8, as it was written.</summary>
    public ReadOnlyMemory<byte>? HtmlUtf8 { get; init; }

    /// <summary>The HTML body as text of .NET, decoded when it is asked for.</summary>
    public string? Html
    {
        get => HtmlUtf8 is { } utf8 ? Encoding.UTF8.GetString(utf8.Span) : null;
        init => HtmlUtf8 = value is null ? null : Encoding.UTF8.GetBytes(value);
    }

    /// <summary>The plain text body.</summary>
    public string? Text { get; init; }

    /// <summary>The AMP body, valid; null also where it was left out.</summary>
    public string? Amp { get; init; }

    /// <summary>Why the AMP body was left out, though it was asked for.</summary>
    public Reason AmpReason { get; init; }

    /// <summary>What each block came to: those given, and those without variants that fell.</summary>
    public IReadOnlyList<BlockChoice> Choices { get; init; } = [];

    /// <summary>Why the message must not be sent: printable ASCII, at most 200 characters; null when it may be.</summary>
    public string? SkipReason { get; init; }

    /// <summary>The whole mail is the template's static part.</summary>
    public bool UsedStatic { get; init; }

    /// <summary>Why the whole mail is static.</summary>
    public Reason Reason { get; init; }

    /// <summary>How many blocks were not rendered, since another message of this locale and these segments had made the same.</summary>
    public int ReusedBlocks { get; init; }

    /// <summary>How many bytes of all parts together were not rendered, those of blocks counted.</summary>
    public int ReusedBytes { get; init; }

    /// <summary>What failed and where, for authors; bears no attribute's value.</summary>
    public IReadOnlyList<Diagnostic> Faults { get; init; } = [];
}
