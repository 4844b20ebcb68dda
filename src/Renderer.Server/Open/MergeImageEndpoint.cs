using Renderer.Model;

namespace Renderer.Server.Open;

/// <summary><c>GET|HEAD /i/{workspace}/{template}/{slot}.png?r=…&amp;m=…</c>: an open-time image of a mail that an ESP merged.</summary>
internal static class MergeImageEndpoint
{
    public static Task HandleAsync(string workspace, string template, string file, HttpContext http, MergeLinks links, OpenDoor door, PictureDoor pictures) =>
        PictureFile.NameOf(file) is { Length: > 0 } slot && links.Read(http, workspace, template, slot.ToString()) is { } facts
            ? pictures.ShowAsync(http, door.Enter(http, OpenKind.Image, facts))
            : OpenDoor.RefuseAsync(http);
}
