using Renderer.Model;

namespace Renderer.Server.Open;

/// <summary><c>GET|HEAD /c/{workspace}/{template}/{slot}?r=…&amp;m=…</c>: the click that goes with it.</summary>
internal static class MergeClickEndpoint
{
    public static Task HandleAsync(string workspace, string template, string slot, HttpContext http, MergeLinks links, OpenDoor door, ClickDoor clicks) =>
        links.Read(http, workspace, template, slot) is { } facts
            ? clicks.FollowAsync(http, door.Enter(http, OpenKind.Click, facts))
            : OpenDoor.RefuseAsync(http);
}
