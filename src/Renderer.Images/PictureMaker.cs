using Renderer.Images.Drawing;
using Renderer.Images.Keeping;
using Renderer.Images.Text;
using Renderer.Model;

namespace Renderer.Images;

/// <summary>Makes pictures of scenes. Safe for any number of threads; one for a process.</summary>
public sealed class PictureMaker : IDisposable
{
    private readonly ImageSettings settings;
    private readonly TimeProvider clock;
    private readonly FontShelf fonts;
    private readonly KeepingShelf shelf;
    private readonly SemaphoreSlim turns;
    private int waiting;

    /// <summary>Reads the fonts; the rest is made when it is first needed.</summary>
    /// <param name="settings">How, and how much it may cost.</param>
    /// <param name="clock">Measures what a picture takes.</param>
    public PictureMaker(ImageSettings settings, TimeProvider clock)
    {
        (this.settings, this.clock) = (settings, clock);
        fonts = new FontShelf(settings.Fonts);
        shelf = new KeepingShelf(settings.Limits.KeptBytes);
        turns = new SemaphoreSlim(settings.Limits.Concurrency);
    }

    /// <summary>Bytes that are kept of scenes' unchanging parts.</summary>
    public long KeptBytes => shelf.Bytes;

    internal FontShelf Fonts => fonts;

    /// <summary>Makes one picture, when its turn comes.</summary>
    /// <param name="order">What is to be drawn.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The picture, or why there is none. It never throws for what a scene says or costs.</returns>
    public async ValueTask<PictureResult> MakeAsync(SceneOrder order, CancellationToken cancellationToken = default)
    {
        if (!turns.Wait(0, CancellationToken.None))
        {
            if (Interlocked.Increment(ref waiting) > settings.Limits.Queue)
            {
                Interlocked.Decrement(ref waiting);
                return PictureResult.Fail(PictureFailure.Busy);
            }

            try
            {
                await turns.WaitAsync(cancellationToken);
            }
            finally
            {
                Interlocked.Decrement(ref waiting);
            }
        }

        try
        {
            return Make(order, settings);
        }
        finally
        {
            turns.Release();
        }
    }

    /// <summary>Draws a small scene in each format, so that the first person does not wait for what is read and compiled once. To be called at boot.</summary>
    /// <returns>Whether all could be drawn: false where the libraries or fonts are not what they should be.</returns>
    public bool WarmUp()
    {
        const string Scene = """
            <svg xmlns="http://www.w3.org/2000/svg" width="60" height="20"><defs><linearGradient id="a"><stop offset="1"/></linearGradient></defs>
            <rect width="60" height="20" fill="url(#a)"/><text y="15" data-width="60" data-lines="1">Aя‏ש你👍</text><text data-countdown="2000-01-01T00:01:00Z"/></svg>
            """;
        var patient = settings with { Limits = new ImageLimits { Time = TimeSpan.FromMinutes(1) } };
        return Enum.GetValues<PictureFormat>().All(format =>
            Make(new SceneOrder { Scene = Scene, Format = format, Now = DateTimeOffset.UnixEpoch.AddYears(30) }, patient).Failure == PictureFailure.None);
    }

    /// <summary>Says what of a scene is not drawn and what is beyond a limit, at its line and column: for when a template is published.</summary>
    /// <param name="order">The scene, its merge tags replaced by a sample's values.</param>
    public IReadOnlyList<Diagnostic> Check(SceneOrder order)
    {
        try
        {
            return SceneCheck.Check(order, settings, fonts, clock);
        }
        catch (Exception bug)
        {
            return [new Diagnostic(Severity.Error, "scene_internal", $"The scene cannot be checked: {Name(bug)}.")];
        }
    }

    /// <summary>The size that a scene is drawn in at scale 1, for the mail's HTML; null where the scene cannot be read or has none.</summary>
    /// <param name="scene">The scene, merge tags replaced or not where it is well-formed with them.</param>
    public (int Width, int Height)? SizeOf(string scene)
    {
        if (Scenes.SceneReader.Read(scene, settings.Limits).Tree is not { } tree)
        {
            return null;
        }

        var (width, height) = Scenes.SceneBox.Size(tree.Root);
        return width >= 1 && height >= 1 ? ((int)MathF.Round(width), (int)MathF.Round(height)) : null;
    }

    /// <summary>A picture that says nothing, where there is no other: it lets all through, as JPEG it is white. Nothing can fail in it, nobody waits for a turn.</summary>
    /// <param name="width">In pixels; at least 1 and at most 2,048 are made.</param>
    /// <param name="height">In pixels; at least 1 and at most 2,048 are made.</param>
    /// <param name="format">What kind of bytes.</param>
    public static PictureResult Plain(int width, int height, PictureFormat format) => Writing.PlainPicture.Make(width, height, format);

    /// <summary>Frees what waits for turns.</summary>
    public void Dispose() => turns.Dispose();

    private PictureResult Make(SceneOrder order, ImageSettings how)
    {
        try
        {
            return new PictureDrawing(order, how, fonts, shelf, clock).Make();
        }
        catch (Exception bug)
        {
            // Where memory is short, this picture's is free again.
            return PictureResult.Fail(PictureFailure.Internal, Name(bug));
        }
    }

    /// <summary>The message of a foreign exception may quote the scene: its type and place say enough.</summary>
    private static string Name(Exception bug) =>
        bug.GetType().Name + " at " + bug.StackTrace?.Split('\n').FirstOrDefault(line => line.Contains("Renderer.", StringComparison.Ordinal))?.Trim();
}
