using System.Text;
using Renderer.Model;
using Renderer.Profiles.Connections;
using Renderer.Profiles.Tokens;

namespace Renderer.Profiles;

/// <summary>
/// A person's consent to a connection (RFC 6749 section 4.1 with PKCE): an operator's link, good once, leads a browser to the CRM's page;
/// what comes back is taken only from that browser, and kept in the ledger for all nodes.
/// </summary>
public sealed class ConnectionConsents
{
    /// <summary>How long a link is good: 15 min.</summary>
    public static readonly TimeSpan LinkFor = TimeSpan.FromMinutes(15);

    /// <summary>How long somebody may take at the CRM's page: 10 min.</summary>
    public static readonly TimeSpan WalkFor = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan AskFor = TimeSpan.FromSeconds(15);

    private readonly ProfileWorkspaces workspaces;
    private readonly TokenShelf shelf;
    private readonly ISealing sealing;
    private readonly TimeProvider clock;

    internal ConnectionConsents(ProfileWorkspaces workspaces, TokenShelf shelf, ISealing sealing, TimeProvider clock) =>
        (this.workspaces, this.shelf, this.sealing, this.clock) = (workspaces, shelf, sealing, clock);

    /// <summary>Makes a link; the one before is good no more.</summary>
    /// <param name="workspace">Whose connection.</param>
    /// <param name="connection">Which.</param>
    /// <param name="who">Who asks, for the audit.</param>
    public async Task<ConsentOffer> OfferAsync(WorkspaceName workspace, string connection, string who)
    {
        if (Find(workspace, connection, out var missing) is null)
        {
            return new(missing);
        }

        var until = clock.GetUtcNow() + LinkFor;
        var ticket = new ConsentTicket { Id = ConsentTicket.Random(), UntilMs = until.ToUnixTimeMilliseconds(), Who = who };
        return await shelf.Grants!.OfferAsync(workspace, connection, ticket.Id) is true
            ? new(ConsentResult.Done, ticket.Seal(sealing, Purpose("link", workspace, connection)), until)
            : new(ConsentResult.NotKept);
    }

    /// <summary>Uses a link up, and says where the browser goes.</summary>
    /// <param name="workspace">Whose connection.</param>
    /// <param name="connection">Which.</param>
    /// <param name="link">The link's text.</param>
    /// <param name="redirect">Where the CRM sends the browser back to.</param>
    public async Task<ConsentStart> BeginAsync(WorkspaceName workspace, string connection, string? link, Uri redirect)
    {
        if (Find(workspace, connection, out var missing) is not { } tokens)
        {
            return new(missing);
        }

        if (ConsentTicket.Open(sealing, Purpose("link", workspace, connection), link, clock.GetUtcNow()) is not { } offered)
        {
            return new(ConsentResult.LinkUnknown);
        }

        if (await shelf.Grants!.TakeAsync(workspace, connection, offered.Id) is not { } taken)
        {
            return new(ConsentResult.NotKept);
        }

        if (!taken)
        {
            return new(ConsentResult.LinkUnknown);
        }

        var cookie = ConsentTicket.Random();
        var state = new ConsentTicket
        {
            Id = ConsentTicket.Random(),
            UntilMs = (clock.GetUtcNow() + WalkFor).ToUnixTimeMilliseconds(),
            Who = offered.Who,
            Cookie = ConsentTicket.Hash(cookie),
        };
        var page = PageOf(tokens.Consent!, redirect, state.Seal(sealing, Purpose("state", workspace, connection)), state.Challenge);
        return new(ConsentResult.Done, page, cookie);
    }

    /// <summary>Takes what the CRM sent the browser back with.</summary>
    /// <param name="workspace">Whose connection.</param>
    /// <param name="connection">Which.</param>
    /// <param name="back">What stands in the query.</param>
    /// <param name="cookie">What the browser has kept since the beginning.</param>
    /// <param name="redirect">Where it was sent back to.</param>
    public async Task<ConsentEnd> FinishAsync(WorkspaceName workspace, string connection, ConsentReturn back, string? cookie, Uri redirect)
    {
        if (Find(workspace, connection, out var missing) is not { } tokens)
        {
            return new(missing);
        }

        var state = ConsentTicket.Open(sealing, Purpose("state", workspace, connection), back.State, clock.GetUtcNow());
        if (state?.IsOf(cookie) != true)
        {
            return new(ConsentResult.StateUnknown);
        }

        if (back.Code is not { Length: > 0 and <= 4000 } code)
        {
            return new(ConsentResult.Denied, state.Who, OAuthErrors.Known(back.Error));
        }

        using var limit = new CancellationTokenSource(AskFor, clock);
        var answer = await tokens.Consent!.Endpoint.AskAsync(Grant.Code(code, redirect, state.Id), limit.Token);
        if (answer.Token is not { } token)
        {
            return new(answer.Failure == TokenFailure.Refused ? ConsentResult.Refused : ConsentResult.NoAnswer, state.Who, answer.Error);
        }

        if (token.Extras.RefreshToken is null)
        {
            return new(ConsentResult.NothingToKeep, state.Who);
        }

        if (await tokens.Consent.Granted.KeepAsync(token) is not true)
        {
            return new(ConsentResult.NotKept, state.Who);
        }

        tokens.AskAtOnce();
        return new(ConsentResult.Done, state.Who, Scope: token.Extras.Scope);
    }

    private OpenTokens? Find(WorkspaceName workspace, string connection, out ConsentResult missing)
    {
        var exists = workspaces.Find(workspace)?.Connections.Any(each => each.Settings.Name == connection) == true;
        missing = exists ? ConsentResult.NotNeeded : ConsentResult.NoSuchConnection;
        return exists && shelf.Find(workspace, connection) is { Consent: not null } tokens ? tokens : null;
    }

    private static Uri PageOf(ConsentWay way, Uri redirect, string state, string challenge)
    {
        var query = new StringBuilder("response_type=code");
        Append(query, "client_id", way.ClientId);
        Append(query, "redirect_uri", redirect.AbsoluteUri);
        Append(query, "scope", way.Scope);
        Append(query, "state", state);
        Append(query, "code_challenge", challenge);
        Append(query, "code_challenge_method", "S256");
        if (way.Parameters is { Length: > 0 } more)
        {
            query.Append('&').Append(more.TrimStart('&', '?'));
        }

        return new UriBuilder(way.AuthorizeUrl) { Query = query.ToString() }.Uri;
    }

    private static void Append(StringBuilder query, string name, string? value)
    {
        if (value is { Length: > 0 })
        {
            query.Append('&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
        }
    }

    private static string Purpose(string what, WorkspaceName workspace, string connection) => $"consent-{what}/{workspace}/{connection}";
}

/// <summary>What a CRM sends a browser back with.</summary>
/// <param name="State">OAuth's state.</param>
/// <param name="Code">The code; null when nothing was granted.</param>
/// <param name="Error">Why.</param>
public readonly record struct ConsentReturn(string? State, string? Code, string? Error)
{
    /// <summary>Says nothing of the code.</summary>
    public override string ToString() => "consent return";
}
