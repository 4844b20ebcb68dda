namespace Renderer.Server.Open;

/// <summary>One transparent point.</summary>
internal static class Pixel
{
    public static ReadOnlyMemory<byte> Gif { get; } = Convert.FromBase64String("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAICRAEAOw==");
}
