using Renderer.Model;

namespace Renderer.Ledger;

/// <summary>Tokens that prove a webhook without its body: each is good for one body, on every node.</summary>
public sealed class HookTokens
{
    private readonly Database database;
    private readonly ISealing sealing;
    private readonly ToldNames told;

    internal HookTokens(Database database, ISealing sealing, TimeProvider clock) =>
        (this.database, this.sealing, told) = (database, sealing, new ToldNames(clock));

    /// <summary>Takes a token for a body; false when another body came with it before.</summary>
    /// <param name="workspace">Whose hook.</param>
    /// <param name="token">The token, with what it is unique in.</param>
    /// <param name="body">A hash of the body.</param>
    /// <exception cref="LedgerUnavailableException"/>
    public Task<bool> TakeAsync(WorkspaceName workspace, string token, string body)
    {
        var name = sealing.Opaque("hook token", token);
        return database.WriteAsync(session => told.TakeAsync(session, workspace, name, body));
    }
}
