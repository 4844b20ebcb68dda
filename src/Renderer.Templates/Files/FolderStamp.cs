using System.Globalization;
using System.Text;

namespace Renderer.Templates.Files;

/// <summary>Says whether a folder's files look as they did: their names, sizes and times, not their content.</summary>
internal static class FolderStamp
{
    /// <summary>Equal for equal looks; "gone" for a folder that cannot be listed.</summary>
    public static string Of(string folder)
    {
        try
        {
            var stamp = new StringBuilder();
            var options = new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 3, AttributesToSkip = FileAttributes.None, IgnoreInaccessible = true };
            foreach (var file in new DirectoryInfo(folder).EnumerateFiles("*", options).OrderBy(f => f.FullName, StringComparer.Ordinal))
            {
                stamp.Append(CultureInfo.InvariantCulture, $"{file.FullName}|{file.LastWriteTimeUtc.Ticks}|{(file.Exists ? file.Length : -1)}\n");
            }

            return stamp.ToString();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "gone";
        }
    }
}
