using Renderer.Model;
using Renderer.Templates.Files;

namespace Renderer.Templates.Definitions;

/// <summary>Finds the pictures in <c>fallback</c>: what is shown where a slot cannot be drawn.</summary>
internal static class PictureFiles
{
    private static readonly Dictionary<string, PictureFormat> Endings = new(StringComparer.Ordinal)
    {
        [".png"] = PictureFormat.Png, [".jpg"] = PictureFormat.Jpeg, [".jpeg"] = PictureFormat.Jpeg, [".gif"] = PictureFormat.Gif,
    };

    /// <summary>By slot; of two with the same name the first by its ending's letters.</summary>
    public static IReadOnlyDictionary<string, FallbackPicture> Read(string template, FileSet files)
    {
        var pictures = new Dictionary<string, FallbackPicture>(StringComparer.Ordinal);
        foreach (var file in files.NamesIn($"{template}/fallback"))
        {
            if (Endings.TryGetValue(Path.GetExtension(file), out var format))
            {
                var path = $"{template}/fallback/{file}";
                pictures.TryAdd(Path.GetFileNameWithoutExtension(file), new FallbackPicture(path, files[path], format));
            }
        }

        return pictures;
    }
}
