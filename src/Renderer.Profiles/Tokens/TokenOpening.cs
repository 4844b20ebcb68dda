using Renderer.Model;
using Renderer.Profiles.Crm;

namespace Renderer.Profiles.Tokens;

/// <summary>Opens the tokens of a connection whose settings are checked: which of the ways to ask, and who keeps what comes.</summary>
internal sealed record TokenOpening(ConnectionSettings Settings, AuthSettings Auth, VendorAuth Vendor, TokenClient Client, Uri? AuthorizeUrl)
{
    /// <summary>A refresh token buys the others.</summary>
    public bool IsGranted => Auth.Way is AuthWay.RefreshToken or AuthWay.AuthorizationCode;

    public ITokens Open(WorkspaceName workspace, HttpMessageHandler wire, TokenShelf? shelf, ConnectionWatch watch, TimeProvider clock)
    {
        var endpoint = new TokenEndpoint(Client, new HttpMessageInvoker(wire, disposeHandler: false), clock);
        var guard = new TokenGuard(error => TokenAdvice.For(error, Auth.Way, Settings.Name), watch, clock);
        var granted = IsGranted ? Granted(shelf!, shelf!.Place(workspace, Settings.Name), endpoint, guard, clock) : null;
        var header = new TokenHeader(Auth.Header ?? TokenHeader.Bearer.Name, Auth.Scheme ?? TokenHeader.Bearer.Scheme);
        var source = new TokenSource(granted is null ? Asking(workspace, endpoint, shelf, guard, clock) : granted.AskAsync, header, watch, clock);
        var consent = granted is not null && AuthorizeUrl is not null
            ? new ConsentWay(AuthorizeUrl, Settings.ClientId!, Settings.Scope ?? Vendor.Scope, Auth.AuthorizeParameters, endpoint, granted)
            : null;
        shelf?.Put(workspace, Settings.Name, new OpenTokens(source, guard, consent));
        return source;
    }

    private Func<AccessToken?, CancellationToken, Task<TokenAnswer>> Asking(
        WorkspaceName workspace, TokenEndpoint endpoint, TokenShelf? shelf, TokenGuard guard, TimeProvider clock)
    {
        var grant = OAuthSettings.GrantOf(Settings, Auth, Client, Vendor, clock);
        Task<TokenAnswer> AskAsync(CancellationToken end) => endpoint.AskAsync(grant(), end);
        if (shelf is not { IsShared: true })
        {
            return (_, end) => guard.AskAsync(AskAsync, end);
        }

        var shared = shelf.Share(shelf.Place(workspace, Settings.Name), OAuthSettings.HashOf(Settings, Auth, Client), guard, clock);
        return (refused, end) => shared.AskAsync(AskAsync, refused, end);
    }

    private GrantedTokens Granted(TokenShelf shelf, TokenPlace place, TokenEndpoint endpoint, TokenGuard guard, TimeProvider clock)
    {
        // A grant is the client's, whatever its secret: that one may be rotated. What broke it may be mended by these very settings.
        var client = StoredToken.Hash(Client.Url.AbsoluteUri, Client.Id);
        guard.AskAtOnce();
        return new GrantedTokens(place, client, Auth.Way == AuthWay.RefreshToken ? Auth.RefreshToken : null, shelf.Grants!, endpoint, guard, clock);
    }
}
