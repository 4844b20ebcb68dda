namespace Renderer.Templates;

/// <summary>A part of a mail.</summary>
public enum Part
{
    /// <summary>The subject line: one line of plain text.</summary>
    Subject,

    /// <summary>What mail clients show beside the subject: one line of plain text.</summary>
    Preheader,

    /// <summary>The HTML body.</summary>
    Html,

    /// <summary>The plain text body; derived from the HTML where the template has none.</summary>
    Text,

    /// <summary>The AMP body: valid, or left out.</summary>
    Amp,
}
