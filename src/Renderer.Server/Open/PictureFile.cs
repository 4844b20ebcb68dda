namespace Renderer.Server.Open;

/// <summary>The last part of a picture's address: a name, a dot, and an ending that mail clients like to see.</summary>
internal static class PictureFile
{
    private static readonly string[] Endings = [".png", ".gif", ".jpg", ".jpeg"];

    /// <summary>The name before the ending; empty where there is none of ours.</summary>
    public static ReadOnlySpan<char> NameOf(string file)
    {
        foreach (var ending in Endings)
        {
            if (file.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
            {
                return file.AsSpan(0, file.Length - ending.Length);
            }
        }

        return [];
    }
}
