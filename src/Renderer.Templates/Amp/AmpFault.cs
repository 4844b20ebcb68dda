namespace Renderer.Templates.Amp;

/// <summary>A rule of AMP for Email that a document breaks.</summary>
/// <param name="Code">The official validator's name for it.</param>
/// <param name="At">Where, an offset in the document.</param>
/// <param name="Message">For the author; bears no value.</param>
internal readonly record struct AmpFault(string Code, int At, string Message);
