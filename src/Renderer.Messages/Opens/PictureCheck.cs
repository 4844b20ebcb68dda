using Renderer.Images;
using Renderer.Model;
using Renderer.Templates;

namespace Renderer.Messages.Opens;

/// <summary>Says what of a template's scenes is not drawn, as its samples and nobody would see them: for whoever writes or publishes it.</summary>
public static class PictureCheck
{
    /// <summary>A template may have many samples; the first ones find almost all there is to find.</summary>
    private const int MostSamples = 5;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The findings, each once.</summary>
    /// <param name="template">The version.</param>
    /// <param name="maker">Draws.</param>
    /// <param name="clock">What time the scenes see.</param>
    public static IReadOnlyList<Diagnostic> Of(Template template, PictureMaker maker, TimeProvider clock) => Of(template, new Pictures(maker), clock);

    internal static IReadOnlyList<Diagnostic> Of(Template template, Pictures pictures, TimeProvider clock)
    {
        var findings = new List<Diagnostic>();
        using var limit = new CancellationTokenSource(Patience, clock);
        foreach (var slot in template.Slots)
        {
            foreach (var sample in template.Samples.Take(MostSamples).Prepend(null))
            {
                foreach (var variant in slot.Variants.DefaultIfEmpty(slot.DefaultVariant))
                {
                    findings.AddRange(Check(template, slot, variant, sample, pictures, clock, limit.Token));
                }
            }
        }

        return [.. findings.Distinct()];
    }

    private static IEnumerable<Diagnostic> Check(
        Template template, TemplateSlot slot, string variant, SampleProfile? sample, Pictures pictures, TimeProvider clock, CancellationToken ending)
    {
        var now = clock.GetUtcNow();
        var scope = new RenderScope
        {
            Profile = sample?.Profile ?? Profile.Empty,
            Standing = sample is null ? new ProfileStanding(ProfileState.Missing, Reason.ProfileMissing) : ProfileStanding.Good,
            Data = sample?.Data ?? default,
            Locale = sample?.Locale,
            Now = now,
            Open = new OpenLook(Relative: true),
        };
        var choices = template.Decide(scope, new Dictionary<string, string> { [slot.Name] = variant }, ending);
        var scene = template.RenderScene(scope, choices, slot.Name, ending);
        return (scene.Svg is null ? [] : pictures.Check(template, slot, variant, scene, now))
            .Select(finding => finding with { Part = finding.Part ?? slot.Name, File = finding.File ?? template.SceneFile(slot.Name, variant) });
    }
}
