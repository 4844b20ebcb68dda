using Renderer.Model;
using Renderer.Profiles.Crm.Protection;

namespace Renderer.Profiles.Reading;

/// <summary>On what terms people are fetched.</summary>
internal static class Terms
{
    /// <summary>How much of a budget is waited to be let through by somebody who has an old value to answer with: after a change for everybody most would
    /// wait for nothing.</summary>
    private const double Share = 0.25;

    /// <summary>Renewing ahead of need: nobody waits.</summary>
    public static readonly CallTerms Renewal = new(CrmPurpose.Refresh);

    /// <summary>A message waits.</summary>
    /// <param name="hasOld">There is a stale value to answer with.</param>
    /// <param name="budget">What the read may take.</param>
    public static CallTerms Of(bool hasOld, Budget budget) => new(CrmPurpose.Send, hasOld ? budget.Left * Share : null);
}
