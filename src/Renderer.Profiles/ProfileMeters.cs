using System.Diagnostics.Metrics;
using Renderer.Model;
using Renderer.Profiles.Polling;

namespace Renderer.Profiles;

/// <summary>What this room counts. No label says anything of a person.</summary>
internal static class ProfileMeters
{
    /// <summary>The name of the room's meter and of its traces.</summary>
    public const string Name = "Renderer.Profiles";

    /// <summary>The room's only meter.</summary>
    public static readonly Meter Meter = new(Name);

    private static readonly Counter<long> Reads = Meter.CreateCounter<long>("renderer.profiles.reads", description: "Readings by state and reason");
    private static readonly Counter<long> Hits = Meter.CreateCounter<long>("renderer.profiles.cache.hits", description: "Fresh values found, by level");
    private static readonly Counter<long> Fetches = Meter.CreateCounter<long>("renderer.profiles.fetches", description: "Fetches from the CRM by kind and reason");
    private static readonly Counter<long> Marks = Meter.CreateCounter<long>("renderer.profiles.marks", description: "Marks by result");
    private static readonly Counter<long> Raises = Meter.CreateCounter<long>("renderer.profiles.horizon.raises", description: "Times that all stored values were held as stale, by cause");
    private static readonly Counter<long> Waits = Meter.CreateCounter<long>("renderer.profiles.lock.waits", description: "Fetches that waited for another node's");
    private static readonly Counter<long> Failures = Meter.CreateCounter<long>("renderer.profiles.redis.failures", description: "Questions to Redis without an answer, by cause");
    private static readonly Counter<long> Attributes = Meter.CreateCounter<long>("renderer.profiles.attributes", description: "Attributes that fetches asked the CRM for, and those of the connection that nobody reads, for each person");
    private static readonly Counter<long> Changes = Meter.CreateCounter<long>("renderer.profiles.changes", description: "Changes of people, by whether a template reads what changed");
    private static readonly Histogram<double> MarkToHeard = Meter.CreateHistogram("renderer.profiles.mark_to_heard", "s", "From a mark's stamp until all nodes said that they have it", null, Seconds.Short);
    private static readonly Counter<long> NotHeard = Meter.CreateCounter<long>("renderer.profiles.marks.unheard", description: "Marks of which some node did not say in time that it has them");
    private static readonly Histogram<double> EventToMark = Meter.CreateHistogram("renderer.profiles.event_to_mark", "s", "From a webhook's arrival to its mark on every node", null, Seconds.Short);

    private static readonly Counter<long> Polls = Meter.CreateCounter<long>("renderer.profiles.polls", description: "Questions who changed, by whether the list came to its end");
    private static readonly Counter<long> PolledPeople = Meter.CreateCounter<long>("renderer.profiles.polled_people", description: "People whom polls listed, by whether a change was found that no event had told");
    private static readonly Histogram<double> EventToFresh = Meter.CreateHistogram(
        "renderer.event_to_fresh", "s", "From the mark of a change to the first fresh reading of the person on this node", null, Seconds.Short);

    private static readonly Counter<long> Bad = Meter.CreateCounter<long>("renderer.profiles.bad_values", description: "Fetched values that broke a rule and became their default, by attribute and rule");

    public static void Refused(string connection, string attribute, AttributeRule rule) =>
        Bad.Add(1, new("connection", connection), new("attribute", attribute), new("rule", rule.Label()));

    public static void Read(ProfileState state, Reason reason) =>
        Reads.Add(1, new("state", state.Label()), new("reason", reason.Label() ?? "none"));

    public static void Hit(string level) => Hits.Add(1, new KeyValuePair<string, object?>("level", level));

    public static void Fetched(string kind, Reason reason, int people = 1) =>
        Fetches.Add(people, new("kind", kind), new("reason", reason.Label() ?? "none"));

    public static void Asked(int attributes, int spared, int people = 1)
    {
        Attributes.Add((long)attributes * people, new KeyValuePair<string, object?>("asked", true));
        Attributes.Add((long)spared * people, new KeyValuePair<string, object?>("asked", false));
    }

    public static void Changed(bool isRead, int people = 1) => Changes.Add(people, new KeyValuePair<string, object?>("read", isRead));

    public static void Marked(bool written, int names) => Marks.Add(names, new KeyValuePair<string, object?>("written", written));

    public static void Raised(string cause) => Raises.Add(1, new KeyValuePair<string, object?>("cause", cause));

    public static void Heard(TimeSpan took) => MarkToHeard.Record(took.TotalSeconds);

    public static void Unheard() => NotHeard.Add(1);

    public static void Waited() => Waits.Add(1);

    public static void RedisFailed(string cause) => Failures.Add(1, new KeyValuePair<string, object?>("cause", cause));

    public static void Polled(PollCount count)
    {
        Polls.Add(1, new KeyValuePair<string, object?>("complete", count.Complete));
        PolledPeople.Add(count.Found, new KeyValuePair<string, object?>("found", true));
        PolledPeople.Add(count.Listed - count.Found, new KeyValuePair<string, object?>("found", false));
    }

    public static void Fresh(TimeSpan eventToFresh) => EventToFresh.Record(eventToFresh.TotalSeconds);

    public static void Took(TimeSpan eventToMark) => EventToMark.Record(eventToMark.TotalSeconds);
}
