using System.Net;
using System.Text;
using Renderer.Profiles;

namespace Renderer.Server.Connections;

/// <summary>What a person reads at the end of a consent, or why it went no further and what to do.</summary>
internal static class ConsentPages
{
    public static IResult Of(ConsentEnd end, string connection)
    {
        var (status, title, text) = Words(end, connection);
        var page = $"""
            <!doctype html>
            <html lang="en">
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width">
            <title>{WebUtility.HtmlEncode(title)}</title>
            <style>body{"{"}font:16px/1.5 system-ui,sans-serif;max-width:40rem;margin:4rem auto;padding:0 1rem{"}"}</style>
            <h1>{WebUtility.HtmlEncode(title)}</h1>
            <p>{WebUtility.HtmlEncode(text)}</p>
            </html>
            """;
        return Results.Content(page, "text/html; charset=utf-8", Encoding.UTF8, status);
    }

    private static (int Status, string Title, string Text) Words(ConsentEnd end, string connection)
    {
        var again = $"Begin again over the link that POST /v1/connections/{connection}/authorize gives.";
        var code = end.Error is null ? "" : $" ({end.Error})";
        return end.Result switch
        {
            ConsentResult.Done => (200, "Connected",
                $"Renderer may now read people over the connection {connection}{(end.Scope is null ? "" : $", with: {end.Scope}")}. "
                + $"You can close this page. POST /v1/connections/{connection}/test shows that it works."),
            ConsentResult.NoSuchConnection => (404, "No such connection", "No workspace has a connection of that name; see workspace.yaml."),
            ConsentResult.NotNeeded => (409, "Nobody has to consent",
                "This connection gets in without a person: only auth of type authorization_code or refresh_token in workspace.yaml needs one."),
            ConsentResult.LinkUnknown => (403, "This link is not good any more",
                $"A link is good once, for 15 minutes, and until a later one is made. An operator makes another: POST /v1/connections/{connection}/authorize."),
            ConsentResult.StateUnknown => (403, "This did not begin here",
                "What the CRM sent back belongs to no consent that this browser began within the last 10 minutes: it took too long, was opened in another browser, or cookies are off. " + again),
            ConsentResult.Denied => (403, "Nothing was granted", $"The CRM says that consent was not given{code}. If that was a mistake: {again}"),
            ConsentResult.Refused => (502, "The CRM refuses the consent",
                $"The token endpoint does not take the code{code}. Check client_id, client_secret and token_url in workspace.yaml, and that the CRM's settings have this redirect URI. {again}"),
            ConsentResult.NothingToKeep => (502, "The CRM gave no refresh token",
                $"Without one the connection would end within the hour. Ask for it: by scope (offline_access, refresh_token) or by auth.authorize_parameters (access_type=offline&prompt=consent) in workspace.yaml. {again}"),
            ConsentResult.NoAnswer => (502, "The token endpoint does not answer", $"Check token_url in workspace.yaml, and that this machine may reach it. {again}"),
            _ => (503, "It cannot be kept now", $"The ledger is away, so that what was granted could not be kept. Bring it back. {again}"),
        };
    }
}
