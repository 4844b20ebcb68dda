using Renderer.Model;
using Renderer.Profiles.Connections;
using Renderer.Profiles.Crm;
using Renderer.Profiles.Tokens;

namespace Renderer.Profiles;

/// <summary>Tries a connection step by step, and says what to do about the first that fails.</summary>
public sealed class ConnectionProbe
{
    private static readonly TimeSpan StepLimit = TimeSpan.FromSeconds(10);

    /// <summary>Nobody's: the name is reserved (RFC 2606).</summary>
    private static readonly Identifier Nobody = Identifier.Email("connection-test@renderer.invalid");

    private readonly ProfileWorkspaces workspaces;
    private readonly TokenShelf shelf;
    private readonly TimeProvider clock;

    internal ConnectionProbe(ProfileWorkspaces workspaces, TokenShelf shelf, TimeProvider clock) =>
        (this.workspaces, this.shelf, this.clock) = (workspaces, shelf, clock);

    /// <summary>Tries a connection; null when the workspace has no such one. A broken one is asked for a token at once.</summary>
    public async Task<ConnectionReport?> TryAsync(WorkspaceName workspace, string name, CancellationToken cancellationToken)
    {
        var home = workspaces.Find(workspace);
        if (home?.Connections.FirstOrDefault(each => each.Settings.Name == name) is not { } connection)
        {
            return null;
        }

        var steps = new List<(ConnectionStep, TimeSpan)>();
        var settings = connection.Settings;
        var report = new ConnectionReport { Type = settings.Type, Way = ProbeWords.WayOf(settings), Latency = steps };
        if (shelf.Find(workspace, name) is { } tokens)
        {
            var answer = await TimeAsync(ConnectionStep.Token, steps, () => TokenAsync(tokens, cancellationToken));
            if (answer.Token is not { } token)
            {
                return report with
                {
                    Failed = ConnectionStep.Token,
                    Reason = answer.Failure.AsReason(),
                    Error = answer.Error,
                    Advice = ProbeWords.OfToken(answer, tokens.Guard),
                };
            }

            report = report with { TokenChanges = true, Scope = token.Extras.Scope, TokenEndsIn = token.EndsAt - clock.GetElapsedTime(0) };
        }

        var read = await TimeAsync(ConnectionStep.Read, steps, async () =>
            (await connection.ReadAsync(Nobody, ReadSet.None, Budget.Start(clock, StepLimit), cancellationToken)).Reason);
        if (read is not (Reason.None or Reason.ProfileMissing))
        {
            return report with { Failed = ConnectionStep.Read, Reason = read, Advice = ProbeWords.OfRead(read, report.TokenChanges) };
        }

        var described = await TimeAsync(ConnectionStep.Describe, steps, async () =>
            await connection.DescribeAsync(Budget.Start(clock, StepLimit), cancellationToken));
        report = report with { DescribeReason = described.Reason, Quota = connection.Quota is { } quota ? (quota.Limit, quota.Remaining, quota.Window) : null };
        return described.Reason != Reason.None ? report : report with
        {
            Attributes = described.Attributes.Count,
            Missing = Missing(home.Union, settings, described.Attributes),
        };
    }

    private static IReadOnlyList<string> Missing(ReadSet union, ConnectionSettings settings, IReadOnlyList<CrmAttribute> described)
    {
        var known = described.Select(attribute => attribute.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return
        [
            .. union.Names.Union(settings.Attributes.Keys)
                .Where(union.Reads)
                .Where(name => name is not (Identifier.IdKind or Identifier.EmailKind) && !settings.Lookups.ContainsKey(name))
                .Where(name => !known.Contains(settings.Attributes.TryGetValue(name, out var mapping) ? mapping.Property : name))
                .Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>A new one: that which is held would say nothing of what is in the file.</summary>
    private async Task<TokenAnswer> TokenAsync(OpenTokens tokens, CancellationToken cancellationToken)
    {
        tokens.AskAtOnce();
        using var limit = new CancellationTokenSource(StepLimit, clock);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await tokens.Source.RenewAsync(end.Token);
        }
        catch (OperationCanceledException)
        {
            return new TokenAnswer(null, TokenFailure.TimedOut);
        }
    }

    private async Task<T> TimeAsync<T>(ConnectionStep step, List<(ConnectionStep, TimeSpan)> steps, Func<Task<T>> work)
    {
        var began = clock.GetTimestamp();
        var result = await work();
        steps.Add((step, clock.GetElapsedTime(began)));
        return result;
    }
}
