using Renderer.Model;

namespace Renderer.Server.Open;

/// <summary><c>GET|HEAD /w/{token}</c>: the web version.</summary>
internal static class WebEndpoint
{
    public static Task HandleAsync(string token, HttpContext http, OpenDoor door, WebDoor pages) =>
        door.Enter(http, LinkPurpose.Web, OpenKind.Web, token) is { } ask ? pages.ShowAsync(http, ask) : OpenDoor.RefuseAsync(http);
}
