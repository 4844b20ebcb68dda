using Renderer.Model;

namespace Renderer.Server.Open.Consenting;

/// <summary>
/// <c>GET|HEAD|POST /u/{token}</c>: what somebody agrees to. Looking changes nothing, since scanners look too; a POST does: one click of a mail
/// client (RFC 8058), or the page's own form.
/// </summary>
internal static class ConsentPageEndpoint
{
    public static Task GetAsync(string token, HttpContext http, OpenDoor door, ConsentDesk desk, ConsentPage page) =>
        door.Open(http, LinkPurpose.Consent, token) is { } facts
            ? page.SendAsync(http, facts, desk.Read(facts), null)
            : OpenDoor.RefuseAsync(http);

    public static async Task PostAsync(string token, HttpContext http, OpenDoor door, ConsentDesk desk, ConsentPage page)
    {
        if (door.Open(http, LinkPurpose.Consent, token) is not { } facts)
        {
            await OpenDoor.RefuseAsync(http);
            return;
        }

        if (await ConsentForm.ReadAsync(http) is not { } form)
        {
            // Nothing was said that could be done, and nobody is to believe that it was.
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            await page.SendAsync(http, facts, desk.Read(facts), ConsentNote.NotUnderstood);
            return;
        }

        // Once it is asked for it is not to be left half done by the asker's leaving.
        var taken = await desk.TakeAsync(facts, form, CancellationToken.None);
        if (taken is ConsentTaken.NotNow or ConsentTaken.InPart)
        {
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            http.Response.Headers.RetryAfter = "60";
        }

        await page.SendAsync(http, facts, desk.Read(facts), NoteOf(taken, form));
    }

    private static ConsentNote NoteOf(ConsentTaken taken, ConsentForm form) => taken switch
    {
        ConsentTaken.Done => form.IsAll ? ConsentNote.TakenBack : ConsentNote.Saved,
        ConsentTaken.InPart => ConsentNote.InPart,
        ConsentTaken.Erased => ConsentNote.NothingHeld,
        _ => ConsentNote.NotNow,
    };
}
