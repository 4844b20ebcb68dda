using System.Collections.Concurrent;
using Renderer.Model;
using Renderer.Profiles.Cache;
using Renderer.Profiles.Reading;

namespace Renderer.Profiles.Tokens;

/// <summary>What all connections' tokens have in common: where nodes keep them for each other, and which are open on this node.</summary>
/// <param name="link">Redis.</param>
/// <param name="turns">Whose turn it is to ask.</param>
/// <param name="sealing">Seals what is kept.</param>
/// <param name="grants">The ledger; null where there is none, and no refresh token can be kept.</param>
internal sealed class TokenShelf(RedisLink link, NodeLock turns, ISealing sealing, IGrants? grants)
{
    private readonly ConcurrentDictionary<(WorkspaceName, string), OpenTokens> open = new();

    /// <summary>The ledger.</summary>
    public IGrants? Grants => grants;

    /// <summary>Nodes share tokens over Redis.</summary>
    public bool IsShared => link.Configured;

    public TokenPlace Place(WorkspaceName workspace, string connection) => new(workspace, connection, sealing);

    public SharedTokens Share(TokenPlace place, string client, TokenGuard guard, TimeProvider clock) =>
        new(place, client, link, turns, guard, clock);

    /// <summary>Notes a connection's tokens, in the place of those it had before.</summary>
    public void Put(WorkspaceName workspace, string connection, OpenTokens tokens) => open[(workspace, connection)] = tokens;

    public void Remove(WorkspaceName workspace, string connection) => open.TryRemove((workspace, connection), out _);

    /// <summary>A connection's tokens; null where they never change.</summary>
    public OpenTokens? Find(WorkspaceName workspace, string connection) => open.GetValueOrDefault((workspace, connection));
}

/// <summary>The tokens of one connection on this node.</summary>
/// <param name="Source">Gives them.</param>
/// <param name="Guard">Says whether the connection is broken.</param>
/// <param name="Consent">How a person consents; null where nobody has to.</param>
internal sealed record OpenTokens(TokenSource Source, TokenGuard Guard, ConsentWay? Consent)
{
    /// <summary>Whatever was wrong may be mended: the next question goes to the endpoint.</summary>
    public void AskAtOnce()
    {
        Guard.AskAtOnce();
        Source.AskAtOnce();
    }
}
