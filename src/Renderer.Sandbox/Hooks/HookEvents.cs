using Renderer.Sandbox.People;

namespace Renderer.Sandbox.Hooks;

/// <summary>The events that a write causes, each with an id of its own.</summary>
internal sealed class HookEvents(TimeProvider clock)
{
    // From the clock: a sandbox that was started anew must not send ids that were seen before.
    private long last = clock.GetUtcNow().ToUnixTimeMilliseconds() * 1000;

    /// <summary>One for each property that was written.</summary>
    public IReadOnlyList<HookEvent> Changed(Person person, IReadOnlyDictionary<string, string?> values, string source) =>
        [.. values.Select(one => Event("contact.propertyChange", person, source) with { Property = one.Key, Value = one.Value })];

    public IReadOnlyList<HookEvent> Created(Person person) => [Event("contact.creation", person, "CRM_UI")];

    /// <param name="person">Who was deleted.</param>
    /// <param name="privacy">For ever, at the person's own request.</param>
    public IReadOnlyList<HookEvent> Deleted(Person person, bool privacy) =>
        [Event(privacy ? "contact.privacyDeletion" : "contact.deletion", person, "CRM_UI")];

    private HookEvent Event(string kind, Person person, string source) =>
        new(Interlocked.Increment(ref last), kind, person.Id, person.Versions[^1].At, source);
}
