using Renderer.Model;

namespace Renderer.Server.Open;

/// <summary><c>GET|HEAD /o/{token}.gif</c>: the open pixel. The same point for everybody; what it tells is that it was asked for.</summary>
internal static class PixelEndpoint
{
    public static Task HandleAsync(string file, HttpContext http, OpenDoor door, OpenLog log)
    {
        if (door.Enter(http, LinkPurpose.Pixel, OpenKind.Pixel, PictureFile.NameOf(file)) is not { } ask)
        {
            return OpenDoor.RefuseAsync(http);
        }

        log.Write(ask, new OpenShown(Outcome.Live));
        return OpenHeaders.SendAsync(http, Pixel.Gif, "image/gif", OpenCaching.Revalidate);
    }
}
