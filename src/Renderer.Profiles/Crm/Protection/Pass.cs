namespace Renderer.Profiles.Crm.Protection;

/// <summary>Leave to make one request. Whoever has it uses it or gives it back.</summary>
/// <param name="gate">Who gave it.</param>
/// <param name="slot">What it takes of the rate.</param>
/// <param name="takesPlace">It holds one of the places.</param>
internal sealed class Pass(Gate gate, Slot slot, bool takesPlace) : IDisposable
{
    private int state;

    /// <summary>What it takes of the rate.</summary>
    public Slot Slot => slot;

    /// <summary>It holds one of the places.</summary>
    public bool TakesPlace => takesPlace;

    /// <summary>Makes it this request's; false when it was used before.</summary>
    public bool TryUse() => Interlocked.CompareExchange(ref state, 1, 0) == 0;

    /// <summary>The request has ended: from now on its slot counts for as long as the CRM counts it.</summary>
    public void End() => gate.Leave(this, used: true);

    /// <summary>Gives it back where it was not used.</summary>
    public void Dispose()
    {
        if (Interlocked.CompareExchange(ref state, 2, 0) == 0)
        {
            gate.Leave(this, used: false);
        }
    }
}

/// <summary>A place in the rate's window, or how long to wait for one.</summary>
/// <param name="Id">Its name among the nodes; null: there is none now.</param>
/// <param name="Wait">Without one: when to ask again.</param>
internal readonly record struct Slot(string? Id, TimeSpan Wait)
{
    /// <summary>Where there is no rate.</summary>
    public static readonly Slot Free = new("", TimeSpan.Zero);
}
