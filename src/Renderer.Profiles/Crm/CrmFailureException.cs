using Renderer.Model;

namespace Renderer.Profiles.Crm;

/// <summary>Carries a reason out of a handler, past Refit, to the connection that answers with it. It leaves the room never.</summary>
internal sealed class CrmFailureException(Reason reason) : Exception($"The call to the CRM failed: {reason.Label()}.")
{
    public Reason Reason { get; } = reason;
}
