namespace Renderer.Profiles.Crm.Protection;

/// <summary>On what terms a call is made. Set by whoever knows what it is for, and found by the wire, without every kind of CRM handing it on.</summary>
/// <param name="Purpose">What it is for.</param>
/// <param name="Patience">How long it may wait to be let through, where that is less than its budget.</param>
/// <param name="Pass">Leave to go that was had before; the first request uses it.</param>
internal sealed record CallTerms(CrmPurpose Purpose, TimeSpan? Patience = null, Pass? Pass = null)
{
    private static readonly CallTerms Usual = new(CrmPurpose.Send);
    private static readonly AsyncLocal<CallTerms?> Ambient = new();

    /// <summary>The terms of the calls that are made from here.</summary>
    public static CallTerms Current => Ambient.Value ?? Usual;

    /// <summary>Makes calls on these terms.</summary>
    public async ValueTask<T> AskAsync<T>(Func<ValueTask<T>> ask)
    {
        Ambient.Value = this; // ends with this method
        return await ask();
    }
}
