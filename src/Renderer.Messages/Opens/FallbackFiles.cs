using Renderer.Model;

namespace Renderer.Messages.Opens;

/// <summary>The pictures in a template's folder <c>fallback/</c>, read as they lie there: for a template that does not compile.</summary>
internal static class FallbackFiles
{
    /// <summary>A larger file is no mail's picture.</summary>
    private const long MostBytes = 4 << 20;

    private static readonly Dictionary<string, PictureFormat> Endings = new(StringComparer.OrdinalIgnoreCase)
    {
        [".png"] = PictureFormat.Png, [".jpg"] = PictureFormat.Jpeg, [".jpeg"] = PictureFormat.Jpeg, [".gif"] = PictureFormat.Gif,
    };

    /// <summary>Slot and picture; nothing where the folder cannot be read.</summary>
    public static IReadOnlyList<(string Slot, StaticPicture Picture)> In(string folder, string template)
    {
        try
        {
            var fallback = Path.Combine(folder, template, "fallback");
            return !Directory.Exists(fallback) ? [] :
            [
                .. new DirectoryInfo(fallback).EnumerateFiles()
                    .Where(file => Endings.ContainsKey(file.Extension) && file.Length is > 0 and <= MostBytes)
                    .Select(file => (Path.GetFileNameWithoutExtension(file.Name), new StaticPicture("", File.ReadAllBytes(file.FullName), Endings[file.Extension]))),
            ];
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
