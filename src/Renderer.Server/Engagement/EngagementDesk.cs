using System.Security.Cryptography;
using Renderer.Ledger;
using Renderer.Model;
using Renderer.Profiles.Crm;
using Renderer.Server.Problems;
using Renderer.Server.Wire;

namespace Renderer.Server.Engagement;

/// <summary>Takes an ESP's webhook: proven over its raw bytes, then into the ledger, then done. The order in which events come changes nothing.</summary>
internal sealed class EngagementDesk(EspHooks hooks, EngagementLog log, Withdrawals withdrawals, HookTokens tokens, TimeProvider clock)
{
    private static readonly Problem NotNow = new(ProblemCode.Unavailable, "What happened cannot be written down now; send it again.") { RetryAfter = 1 };

    private static readonly Problem Forged = new(
        ProblemCode.Unauthorized,
        "The proof does not hold, or is too old. Check the ESP's hook_secret or hook_key, that Renderer__PublicUrl is the URL the ESP calls, and the clocks.");

    public async Task<IResult> TakeAsync(HttpContext http, WorkspaceName workspace, EspSettings esp, string url)
    {
        var hook = hooks.Of(esp.Kind);
        var (bytes, problem) = await JsonBody.ReadBytesAsync(http, hook.MostBytes);
        if (problem is not null)
        {
            return problem;
        }

        var delivery = new EspDelivery(
            esp,
            new HookDelivery(http.Request.Method, url, http.Request.Headers, bytes),
            clock.GetUtcNow(),
            await HookForm.ReadAsync(http.Request.ContentType, bytes, http.RequestAborted));
        try
        {
            var result = await TakeAsync(hook, workspace, delivery, http.RequestAborted);
            EngagementMetrics.Delivered(esp.Kind, result);
            return result switch
            {
                ProofResult.Genuine or ProofResult.Done => Results.Ok(),
                ProofResult.Forged => Forged,
                ProofResult.NoSecret => new Problem(
                    ProblemCode.NotFound, $"The ESP '{esp.Name}' has nothing to prove its events by: set hook_secret, or hook_key (SendGrid, SES, Postal), in workspace.yaml."),
                _ => NotNow,
            };
        }
        catch (LedgerUnavailableException)
        {
            EngagementMetrics.Delivered(esp.Kind, ProofResult.NotNow);
            return NotNow;
        }
    }

    private async Task<ProofResult> TakeAsync(IEspHook hook, WorkspaceName workspace, EspDelivery delivery, CancellationToken cancellationToken)
    {
        var esp = delivery.Esp;
        var proof = await hook.ProveAsync(delivery, cancellationToken);
        if (proof.Result != ProofResult.Genuine)
        {
            return proof.Result;
        }

        if (proof.Token is { } token
            && !await tokens.TakeAsync(workspace, $"{esp.Name}\n{token}", Convert.ToHexStringLower(SHA256.HashData(delivery.Body.Span))))
        {
            return ProofResult.Forged;
        }

        var told = new List<MailEvent>();
        foreach (var one in hook.Read(delivery))
        {
            if (one.Meaning.Ignored is { } reason)
            {
                EngagementMetrics.PassedOver(esp.Kind, reason);
            }
            else
            {
                told.Add(one);
            }
        }

        return await withdrawals.TakeAsync(workspace, esp, told, cancellationToken) && await log.WriteAsync(workspace, esp, told, cancellationToken)
            ? ProofResult.Genuine
            : ProofResult.NotNow;
    }
}
