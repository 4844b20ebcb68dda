using Renderer.Model;

namespace Renderer.Server.Open.Amp;

/// <summary><c>GET|POST /a/{token}</c>: the data of an AMP list, or what a form in an AMP mail sends. Never a redirect, which clients take for a failure.</summary>
internal static class AmpEndpoint
{
    public static Task HandleAsync(string token, HttpContext http, OpenDoor door, AmpDoor data)
    {
        var kind = HttpMethods.IsPost(http.Request.Method) ? OpenKind.AmpAction : OpenKind.AmpView;
        return door.Enter(http, LinkPurpose.Amp, kind, token) is { } ask ? data.AnswerAsync(http, ask) : OpenDoor.RefuseAsync(http);
    }
}
