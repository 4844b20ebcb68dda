using System.Web;
using Microsoft.AspNetCore.Http;
using Renderer.Model;
using Renderer.Tests.Profiles.Crm;

namespace Renderer.Tests.Profiles.Tokens;

/// <summary>A token endpoint's memory: each refresh token is good once, and gives the next.</summary>
internal sealed class Rotating(string first)
{
    private readonly Lock gate = new();
    private string? good = first;
    private int given;

    /// <summary>Requests with a refresh token that was no longer good.</summary>
    public int Replays { get; private set; }

    public void Kill() => good = null;

    public void Begin(string token) => good = token;

    public Task AnswerAsync(HttpContext context, string form)
    {
        lock (gate)
        {
            var laid = HttpUtility.ParseQueryString(form)["refresh_token"];
            if (laid != good)
            {
                Replays++;
                return FakeHubSpot.AnswerAsync(context, 400, """{"error":"invalid_grant","error_description":"refresh-0 is dead"}""");
            }

            given++;
            good = $"refresh-{given}";
            return FakeHubSpot.AnswerAsync(
                context, 200, $$"""{"access_token":"access-{{given}}","refresh_token":"{{good}}","token_type":"bearer","expires_in":100}""");
        }
    }
}

/// <summary>A ledger that fails where a test says so.</summary>
internal sealed class FailingGrants(IGrants real) : IGrants
{
    public bool Finds { get; set; } = true;

    public bool Keeps { get; set; } = true;

    public ValueTask<KeptGrant?> FindAsync(WorkspaceName workspace, string connection, CancellationToken cancellationToken) =>
        Finds ? real.FindAsync(workspace, connection, cancellationToken) : default;

    public ValueTask<bool?> KeepAsync(WorkspaceName workspace, string connection, byte[] grant, long? over) =>
        Keeps ? real.KeepAsync(workspace, connection, grant, over) : default;

    public ValueTask<bool?> TryEnterAsync(WorkspaceName workspace, string connection, string owner, TimeSpan keep) =>
        real.TryEnterAsync(workspace, connection, owner, keep);

    public ValueTask LeaveAsync(WorkspaceName workspace, string connection, string owner) => real.LeaveAsync(workspace, connection, owner);

    public ValueTask<bool?> OfferAsync(WorkspaceName workspace, string connection, string link) => real.OfferAsync(workspace, connection, link);

    public ValueTask<bool?> TakeAsync(WorkspaceName workspace, string connection, string link) => real.TakeAsync(workspace, connection, link);
}
