namespace Renderer.Templates.Definitions;

/// <summary>A template's definition and the sources that its blocks are found in.</summary>
/// <param name="Definition">What its files say.</param>
/// <param name="Blocks">Its own block files, by block name.</param>
/// <param name="StaticBlocks">Its static fallbacks, by block name.</param>
internal sealed record MailSources(
    MailDefinition Definition, IReadOnlyDictionary<string, SourceText> Blocks, IReadOnlyDictionary<string, SourceText> StaticBlocks)
{
    /// <summary>The static fallbacks of its AMP data, by name.</summary>
    public IReadOnlyDictionary<string, SourceText> StaticData { get; init; } = new Dictionary<string, SourceText>();
}
