using Renderer.Images;
using Renderer.Model;
using Renderer.Templates;

namespace Renderer.Messages.Opens;

/// <summary>Makes the last rung of a slot's variant: the slot's file; else the variant as nobody would see it; else a plain picture of its size.</summary>
internal sealed class StaticDrawing(Pictures pictures, TimeProvider clock)
{
    /// <summary>So often a picture is tried where the machine is busy with those that somebody waits for.</summary>
    private const int Tries = 50;

    /// <summary>One that is slow by itself is so the next time, too.</summary>
    private const int TriesOfSlow = 3;

    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(100);

    /// <summary>What of a template's scenes is not drawn.</summary>
    public IReadOnlyList<Diagnostic> Check(Template template) => PictureCheck.Of(template, pictures, clock);

    /// <summary>The picture and where its click leads; null where this variant cannot be drawn for nobody: the slot's own is shown then.</summary>
    public async Task<StaticPicture?> MakeAsync(Template template, TemplateSlot slot, string variant, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var scope = new RenderScope
        {
            Profile = Profile.Empty, Standing = new ProfileStanding(ProfileState.Missing, Reason.ProfileMissing), Now = now, Open = new OpenLook(Relative: false),
        };
        var choices = template.Decide(scope, new Dictionary<string, string> { [slot.Name] = variant }, cancellationToken);
        var link = slot.HasLink && Destination.TryParse(template.RenderSlotLink(scope, choices, slot.Name, cancellationToken), out var destination)
            ? destination : (Destination?)null;
        if (slot.Fallback is { } file)
        {
            return new StaticPicture(template.Version, file, slot.FallbackFormat) { Link = link };
        }

        var scene = template.RenderScene(scope, choices, slot.Name, cancellationToken);
        var light = await DrawAsync(dark: false);
        if (light is null && variant != slot.DefaultVariant)
        {
            return null;
        }

        if (light is null)
        {
            return Of(PictureMaker.Plain(slot.Width > 0 ? slot.Width : 600, slot.Height > 0 ? slot.Height : 200, slot.Format)) with { Link = link };
        }

        return light with { Link = link, Dark = slot.HasDark ? await DrawAsync(dark: true) : null };

        async Task<StaticPicture?> DrawAsync(bool dark)
        {
            if (scene.Svg is null)
            {
                return null;
            }

            var drawn = await TryAsync(() => pictures.DrawAsync(template, slot, variant, scene, dark, now, cancellationToken), cancellationToken);
            return drawn.Failure == PictureFailure.None ? Of(drawn) : null;
        }

        StaticPicture Of(PictureResult made) => new(template.Version, made.Bytes, slot.Format, made.Width, made.Height);
    }

    private async Task<PictureResult> TryAsync(Func<ValueTask<PictureResult>> draw, CancellationToken cancellationToken)
    {
        var made = await draw();
        for (var again = 1; again < (made.Failure == PictureFailure.TooSlow ? TriesOfSlow : Tries) && made.Failure is PictureFailure.Busy or PictureFailure.TooSlow; again++)
        {
            await Task.Delay(Between, clock, cancellationToken);
            made = await draw();
        }

        return made;
    }
}
