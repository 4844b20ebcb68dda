using Renderer.Links;
using Renderer.Model;

namespace Renderer.Server.Open;

/// <summary><c>GET|HEAD /c/{token}</c>: a click. Where it leads stands under the seal alone: nobody can make it lead elsewhere.</summary>
internal static class ClickEndpoint
{
    public static Task HandleAsync(string token, HttpContext http, OpenDoor door, LinkTokens tokens, ClickDoor clicks)
    {
        if (door.Enter(http, LinkPurpose.Click, OpenKind.Click, token) is not { } ask)
        {
            return OpenDoor.RefuseAsync(http);
        }

        // A destination that is too long for a token rides beside it, sealed to it.
        if (ask.Facts.Destination is null && http.Request.Query["d"] is [{ Length: > 0 } rest] && tokens.OpenRest(token, rest) is { } to)
        {
            ask = ask with { Facts = ask.Facts with { Destination = to } };
        }

        return clicks.FollowAsync(http, ask);
    }
}
