using Renderer.Ledger;
using Renderer.Server.Passthrough.Bodies;

namespace Renderer.Server.Passthrough.Sending;

/// <summary>
/// Sends a request's messages, never one twice: nothing is tried again here, and under an <c>Idempotency-Key</c> nothing leaves before the ledger
/// knows of it.
/// </summary>
internal sealed partial class EspDeliveries(DeliveryBook book, EspSender sender, ILogger<EspDeliveries> log)
{
    /// <summary>Requests to the ESP at once for one request to us; the first goes alone, since what is wrong with it is mostly wrong with all.</summary>
    private const int AtOnce = 16;

    /// <summary>What of a request is still to be sent.</summary>
    /// <exception cref="LedgerUnavailableException">Nobody can tell now.</exception>
    public async Task<DeliveryPlan> PlanAsync(EspCall call, EspMail mail, DeliveryKey? key) =>
        key is null ? DeliveryPlan.Fresh(mail.Messages.Count) : await RecallAsync(key, key.UnitsOf(mail.Messages), call.Http.RequestAborted);

    /// <summary>Sends a request that passes as it came, under its key.</summary>
    /// <exception cref="LedgerUnavailableException">Nothing was sent.</exception>
    public async Task<EspReply> PassAsync(EspCall call, IEspApi api, Spliced body, DeliveryKey key)
    {
        var plan = await RecallAsync(key, key.UnitsOfWhole, call.Http.RequestAborted);
        if (plan.Verdicts[0] is { Delivery: Delivery.Accepted } earlier && KeptReply.Read(earlier.Answer) is { } kept)
        {
            return kept;
        }

        return await SendAsync(call, api, plan, plan.IsOpen(0) ? [new EspSend([], body)] : []);
    }

    /// <summary>Sends, and says in the ESP's own words what became of it.</summary>
    /// <exception cref="LedgerUnavailableException">Nothing was sent.</exception>
    public async Task<EspReply> SendAsync(EspCall call, IEspApi api, DeliveryPlan plan, IReadOnlyList<EspSend> sends)
    {
        var replies = new List<EspReply>(sends.Count);
        var settled = new List<SettledDelivery>();
        for (var done = 0; done < sends.Count && replies.TrueForAll(reply => reply.IsSuccess);)
        {
            var wave = sends.Skip(done).Take(done == 0 ? 1 : AtOnce).ToList();
            var may = await BeginAsync(plan, wave, settled, first: done == 0);
            settled.Clear();
            var answers = await Task.WhenAll(wave.Select((send, i) => may[i] ? sender.SendAsync(call, api, send) : Task.FromResult(EspReply.Unknown)));
            for (var i = 0; i < wave.Count; i++)
            {
                replies.Add(answers[i]);
                EspMetrics.Sent(call, answers[i]);
                settled.AddRange(Note(api, plan, wave[i], answers[i]));
            }

            done += wave.Count;
        }

        await SettleAsync(plan, settled);
        EspMetrics.Counted(call, plan.Verdicts);
        return EspOutcomes.Answer(call, api, plan, sends, replies);
    }

    private async Task<DeliveryPlan> RecallAsync(DeliveryKey key, IReadOnlyList<string> units, CancellationToken cancellationToken)
    {
        var known = (await book.FindAsync(key.Name, cancellationToken)).ToDictionary(one => one.Unit);
        var verdicts = units.Select(unit => known.GetValueOrDefault(unit) is { } one
            ? new Verdict(one.IsAccepted ? Delivery.Accepted : Delivery.Unknown, one.Answer)
            : null);
        return new DeliveryPlan(key, units, [.. verdicts]) { IsRetry = known.Count > 0 };
    }

    private async Task<IReadOnlyList<bool>> BeginAsync(DeliveryPlan plan, List<EspSend> wave, List<SettledDelivery> settled, bool first)
    {
        if (plan.Key is not { } key)
        {
            return [.. wave.Select(_ => true)];
        }

        try
        {
            return await book.BeginAsync(key.Name, [.. wave.Select(send => UnitsOf(plan, send))], settled);
        }
        catch (LedgerUnavailableException) when (!first)
        {
            // Some of it is sent already: what the ledger cannot take down any more is not.
            return [.. wave.Select(_ => false)];
        }
    }

    /// <summary>What became of a send's messages: into the plan, and what the ledger has to know of it.</summary>
    private static IEnumerable<SettledDelivery> Note(IEspApi api, DeliveryPlan plan, EspSend send, EspReply reply)
    {
        var verdicts = send.Messages.Count > 0 ? api.Judge(send, reply)
            : [new Verdict(reply.State == ReplyState.Cut ? Delivery.Unknown : Verdict.Of(reply), KeptReply.Write(reply))];
        var indices = send.Messages.Count == 0 ? [0] : send.Messages;
        for (var i = 0; i < indices.Count; i++)
        {
            plan.Verdicts[indices[i]] = verdicts[i];
            if (plan.Key is not null && verdicts[i].Delivery != Delivery.Unknown)
            {
                yield return new SettledDelivery(plan.Units[indices[i]], verdicts[i].Delivery == Delivery.Accepted, verdicts[i].Answer);
            }
        }
    }

    private static IReadOnlyList<string> UnitsOf(DeliveryPlan plan, EspSend send) => send.Messages.Count == 0 ? plan.Units : plan.UnitsOf(send);

    private async Task SettleAsync(DeliveryPlan plan, List<SettledDelivery> settled)
    {
        try
        {
            await (plan.Key is { } key ? book.SettleAsync(key.Name, settled) : Task.CompletedTask);
        }
        catch (LedgerUnavailableException)
        {
            Log.Unsettled(log, settled.Count);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "What became of {Count} messages could not be written down: a retry of them under their key is answered as delivery_unknown.")]
        public static partial void Unsettled(ILogger logger, int count);
    }
}
