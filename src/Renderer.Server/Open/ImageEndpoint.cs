using Renderer.Model;

namespace Renderer.Server.Open;

/// <summary><c>GET|HEAD /i/{token}.png|.gif|.jpg</c>: an open-time image.</summary>
internal static class ImageEndpoint
{
    public static Task HandleAsync(string file, HttpContext http, OpenDoor door, PictureDoor pictures) =>
        door.Enter(http, LinkPurpose.Image, OpenKind.Image, PictureFile.NameOf(file)) is { } ask
            ? pictures.ShowAsync(http, ask)
            : OpenDoor.RefuseAsync(http);
}
