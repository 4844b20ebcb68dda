using Renderer.Images;
using Renderer.Model;

namespace Renderer.Benchmarks.Images;

/// <summary>Draws a scene from a file, so that a person can look at it; says what of it is not drawn.</summary>
internal static class ContactSheet
{
    public static async Task<int> WriteAsync(string scene, string file)
    {
        using var maker = new PictureMaker(new ImageSettings(), TimeProvider.System);
        var order = new SceneOrder
        {
            Scene = await File.ReadAllTextAsync(scene),
            Format = file.EndsWith(".gif", StringComparison.Ordinal) ? PictureFormat.Gif : file.EndsWith(".jpg", StringComparison.Ordinal) ? PictureFormat.Jpeg : PictureFormat.Png,
            Now = new DateTimeOffset(2026, 12, 1, 12, 0, 0, TimeSpan.Zero),
            Dark = Path.GetFileName(file).Contains("dark", StringComparison.Ordinal),
        };
        foreach (var finding in maker.Check(order))
        {
            Console.WriteLine(finding);
        }

        var made = await maker.MakeAsync(order);
        Console.WriteLine($"{made.Failure} {made.Detail} {made.Width} x {made.Height}, {made.Bytes.Length} bytes");
        await File.WriteAllBytesAsync(file, made.Bytes.ToArray());
        return made.Failure == PictureFailure.None ? 0 : 1;
    }
}
