using Renderer.Model;
using Renderer.Profiles.Crm;

namespace Renderer.Profiles.Reading;

/// <summary>One person who is wanted of a CRM by a single read.</summary>
/// <param name="person">Who.</param>
/// <param name="reads">What of them.</param>
/// <param name="budget">What the read may take.</param>
/// <param name="leaving">Awaited when the call is about to leave: a fetch begins then, and not while it waits.</param>
internal sealed class Want(Identifier person, ReadSet reads, Budget budget, Func<Task> leaving)
{
    private readonly TaskCompletionSource<CrmAnswer> done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Identifier Person => person;

    public ReadSet Reads => reads;

    public Budget Budget => budget;

    public Task<CrmAnswer> Done => done.Task;

    /// <summary>Where it stands; under its lane's lock.</summary>
    public WantState State { get; set; }

    public Task LeavingAsync() => leaving();

    public void End(CrmAnswer answer) => done.TrySetResult(answer);

    public void Break(Exception broken) => done.TrySetException(broken);
}

/// <summary>The life of a want.</summary>
internal enum WantState
{
    /// <summary>Others may still join it.</summary>
    Waiting,

    /// <summary>Its call has left, or is about to.</summary>
    Taken,

    /// <summary>It waits no more, and no call was made.</summary>
    Left,
}
