using System.Text;
using Renderer.Model;
using Renderer.Templates.Compiling;
using Renderer.Templates.Definitions;

namespace Renderer.Templates.Rendering;

/// <summary>Decides and renders what AMP lists and forms ask for. Nothing here throws, and the answer is always one JSON object.</summary>
internal static class DataRender
{
    // A list of nothing.
    private static readonly ReadOnlyMemory<byte> Nothing = "{\"items\":[]}"u8.ToArray();

    /// <summary>All of a template, for those who look from outside.</summary>
    public static IReadOnlyList<TemplateAmpData> All(CompiledMail mail) => [.. mail.Data?.Blocks.Select(block => Describe(mail.Definition, block)) ?? []];

    /// <summary>Chooses the variant of data that has a decision of its own.</summary>
    public static BlockChoice Decide(CompiledMail data, RenderScope scope, string name, CancellationToken cancellationToken)
    {
        var block = data.BlocksByName[name];
        try
        {
            using var run = Run(data, scope, [], cancellationToken);
            return run.Ladder.Decide(block, null);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return block.Default.Chosen(name) with { Outcome = Outcome.Static, Reason = Reason.RenderError };
        }
    }

    /// <summary>Renders on the rung that holds.</summary>
    public static RenderedAmp Render(CompiledMail data, RenderScope scope, IReadOnlyList<BlockChoice> choices, string name, CancellationToken cancellationToken)
    {
        try
        {
            using var run = Run(data, scope, choices, cancellationToken);
            var result = run.Block(name);
            var choice = run.Choice(name);
            return new RenderedAmp(result.Utf8.IsEmpty ? Nothing : result.Utf8, choice?.Outcome ?? Outcome.Live, choice?.Reason ?? Reason.None) { Faults = run.Faults };
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return Fallen(data, name, Reason.RenderError);
        }
        finally
        {
            scope.Release();
        }
    }

    /// <summary>The last rung: its fallback file, else a list of nothing.</summary>
    public static RenderedAmp Fallen(CompiledMail data, string name, Reason reason) => data.BlocksByName[name].StaticHtml is { } json
        ? new RenderedAmp(Encoding.UTF8.GetBytes(json), Outcome.Static, reason)
        : new RenderedAmp(Nothing, Outcome.Dropped, reason);

    // Its message was sent long ago and cannot be skipped.
    private static MailRun Run(CompiledMail data, RenderScope scope, IReadOnlyList<BlockChoice> choices, CancellationToken cancellationToken) =>
        new(data, scope, choices, cancellationToken) { IgnoresSkip = true };

    private static TemplateAmpData Describe(MailDefinition definition, CompiledBlock block)
    {
        var follows = AmpDataCompiler.Followed(definition, block.Name).Count > 0;
        return new TemplateAmpData(block.Name, follows || !block.HasVariants ? [] : [.. block.Variants.Select(v => v.Name), block.Default.Name], block.Reads)
        {
            Follows = follows,
            Prefix = definition.AmpData.FirstOrDefault(each => each.Name == block.Name)?.Prefix,
            Rules = block.Rules,
            Decision = block.Decision,
            DefaultVariant = block.Default.Name,
        };
    }
}
