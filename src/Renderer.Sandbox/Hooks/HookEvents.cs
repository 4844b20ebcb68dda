using Renderer.Sandbox.People;

namespace Renderer.Sandbox.Hooks;

/// <summary>HubSpot's events of a change, each with an id of its own.</summary>
internal sealed class HookEvents(TimeProvider clock)
{
    // From the clock: a sandbox that was started anew must not send ids that were seen before.
    private long last = clock.GetUtcNow().ToUnixTimeMilliseconds() * 1000;

    /// <summary>One for each property that was written, or one for the person.</summary>
    public IReadOnlyList<HookEvent> Of(PersonChange change)
    {
        var source = change.FromApi ? "API" : "CRM_UI";
        return change.Kind switch
        {
            ChangeKind.Changed =>
            [
                .. change.Values.Select(one =>
                    Event("contact.propertyChange", change.Person, source) with { Property = one.Key, Value = one.Value }),
            ],
            ChangeKind.Created => [Event("contact.creation", change.Person, source)],
            ChangeKind.Deleted => [Event("contact.deletion", change.Person, source)],
            _ => [Event("contact.privacyDeletion", change.Person, source)],
        };
    }

    private HookEvent Event(string kind, Person person, string source) =>
        new(Interlocked.Increment(ref last), kind, person.Id, person.Versions[^1].At, source);
}
