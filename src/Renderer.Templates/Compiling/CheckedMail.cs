using Renderer.Templates.Definitions;

namespace Renderer.Templates.Compiling;

/// <summary>What the checks look at.</summary>
internal sealed record CheckedMail(MailSources Sources, Surroundings Around, IReadOnlyList<Script> Scripts, BlockSet Blocks)
{
    public IReadOnlyList<CompiledSlot> Slots { get; init; } = [];

    /// <summary>The scripts of the AMP part.</summary>
    public IReadOnlyList<Script> AmpScripts { get; init; } = [];

    public MailDefinition Definition => Sources.Definition;

    /// <summary>The scripts that write HTML.</summary>
    public IEnumerable<Script> HtmlScripts => Scripts.Where(s => s.IsHtml && s.Source.Text.Contains('<'));
}
