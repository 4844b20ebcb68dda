using Polly;
using Renderer.Model;
using Outcome = Polly.Outcome;

namespace Renderer.Profiles.Crm.Protection;

/// <summary>Lets each attempt through the gate, and tells the gate how it went. It stands inside the circuit: what is not let through says nothing of
/// the CRM's health.</summary>
internal sealed class GateStrategy(Gate gate, TimeProvider clock) : ResilienceStrategy<HttpResponseMessage>
{
    protected override async ValueTask<Outcome<HttpResponseMessage>> ExecuteCore<TState>(
        Func<ResilienceContext, TState, ValueTask<Outcome<HttpResponseMessage>>> callback, ResilienceContext context, TState state)
    {
        var call = CrmCall.Of(context.GetRequestMessage());
        var terms = call.Terms;
        var pass = terms.Pass is { } had && had.TryUse() ? had : await EnterAsync(call, terms, context.CancellationToken);
        if (pass is null)
        {
            return Outcome.FromException<HttpResponseMessage>(new CrmFailureException(Reason.CrmLimited));
        }

        var begun = clock.GetTimestamp();
        try
        {
            var outcome = await callback(context, state);
            if (Telling(outcome) is { } status)
            {
                gate.Answered(call.Kind, clock.GetElapsedTime(begun), status);
            }

            return outcome;
        }
        finally
        {
            pass.End();
        }
    }

    private async ValueTask<Pass?> EnterAsync(CrmCall call, CallTerms terms, CancellationToken cancellationToken)
    {
        var pass = await gate.EnterAsync(terms, call.Budget, takesPlace: call.Kind != CrmCallKind.Probe, cancellationToken);
        pass?.TryUse();
        return pass;
    }

    // The status, 0 for none; null for what says nothing: our own refusals, and callers who gave up.
    private static int? Telling(Outcome<HttpResponseMessage> outcome) =>
        outcome.Result is { } response ? (int)response.StatusCode : Attempts.Failed(outcome) ? 0 : null;
}
