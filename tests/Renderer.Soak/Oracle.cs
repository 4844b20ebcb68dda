using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Renderer.Soak;

/// <summary>What was known of a person when a request left.</summary>
internal readonly record struct Asked(Someone Person, int Confirmed, int Gone, long At)
{
    public static Asked Now(Someone person) => new(person, person.Confirmed, person.Gone, Stopwatch.GetTimestamp());

    /// <summary>How long before the request the first version after this one was confirmed; zero where none was, or nobody remembers.</summary>
    public TimeSpan Overdue(int version)
    {
        for (var next = version + 1; next <= Confirmed; next++)
        {
            if (Person.ConfirmedAt(next) is { } at)
            {
                return Stopwatch.GetElapsedTime(at, At);
            }
        }

        return TimeSpan.Zero;
    }
}

/// <summary>Judges every answer by what it knows of the person: whose data, how old, and what it is called.</summary>
internal sealed partial class Oracle
{
    private const int Shown = 20;
    private readonly ConcurrentDictionary<string, long> outcomes = new();
    private readonly ConcurrentDictionary<string, long> objections = new();
    private readonly ConcurrentQueue<string> examples = new();
    private static readonly TimeSpan Unnoticed = TimeSpan.FromSeconds(2);
    private long apartAt;
    private long judged;

    /// <summary>How long after a change an old value may still be called live: none, unless the CRM itself goes on showing it.</summary>
    public TimeSpan Lag { get; init; }

    /// <summary>The faults under way.</summary>
    public ConcurrentDictionary<string, bool> Running { get; } = new();

    /// <summary>A fault begins.</summary>
    public void Begin(string fault) => Running[fault] = true;

    /// <summary>It is put right.</summary>
    public void End(string fault)
    {
        Running.TryRemove(fault, out _);
        if (!IsElsewhere(fault))
        {
            Volatile.Write(ref apartAt, Stopwatch.GetTimestamp());
        }
    }

    public long Judged => Volatile.Read(ref judged);

    public long Objections => objections.Values.Sum();

    public IEnumerable<KeyValuePair<string, long>> Outcomes => outcomes.OrderByDescending(pair => pair.Value);

    public void Object(string kind, string what)
    {
        objections.AddOrUpdate(kind, 1, (_, count) => count + 1);
        if (objections[kind] <= Shown)
        {
            examples.Enqueue($"{TimeProvider.System.GetUtcNow():HH:mm:ss.fff} {kind}: {what} [{string.Join(", ", Running.Keys)}]");
        }
    }

    /// <summary>Says what was objected to.</summary>
    /// <returns>The exit code.</returns>
    public int Tell()
    {
        foreach (var (kind, count) in objections.OrderByDescending(pair => pair.Value))
        {
            Console.WriteLine($"OBJECTION {kind}: {count}");
        }

        foreach (var example in examples)
        {
            Console.WriteLine("  " + example);
        }

        return Objections == 0 ? 0 : 1;
    }

    /// <summary>Judges one rendered answer; returns the version that it shows, 0 for none.</summary>
    public int Judge(Asked asked, JsonElement answer)
    {
        return Judge(asked, answer.GetProperty("outcome").GetString()!, answer.GetProperty("html").GetString() ?? "", answer.GetProperty("profile").GetRawText());
    }

    /// <summary>The same of an answer that is one part, with its outcome in a header.</summary>
    public int Judge(Asked asked, string outcome, string html, string profile = "")
    {
        Interlocked.Increment(ref judged);
        outcomes.AddOrUpdate(outcome, 1, (_, count) => count + 1);
        if (Said().Match(html) is not { Success: true } said)
        {
            Object("blank", $"{asked.Person.Id} {outcome}: {html}");
            return 0;
        }

        return Judge(asked, outcome, said.Groups[1].Value, said.Groups[2].Value, profile);
    }

    private int Judge(Asked asked, string outcome, string email, string name, string profile)
    {
        var person = asked.Person;
        var personal = outcome is "live" or "stale";
        if (!personal)
        {
            if (email.Length + name.Length > 0)
            {
                Object("personal in a default", $"{person.Id} {outcome}: {email} {name}");
            }

            return 0;
        }

        if (email != person.Email || Version().Match(name) is not { Success: true } match || match.Groups[1].Value != person.Id)
        {
            Object("mixed up", $"{person.Id} got {email} {name}");
            return 0;
        }

        var version = int.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture);
        if (version > person.Started)
        {
            Object("from the future", $"{person.Id} {name}");
        }

        if (version <= asked.Gone && Allowed(asked) == TimeSpan.Zero)
        {
            Object("erased, and seen again", $"{person.Id} {outcome} {name}, erased up to v{asked.Gone}, {Stopwatch.GetElapsedTime(asked.At).TotalMilliseconds:0} ms ago asked, {profile}");
        }

        if (outcome == "live" && version < asked.Confirmed && asked.Overdue(version) > Allowed(asked))
        {
            Object("stale, and called live", $"{person.Id} {name}, v{asked.Confirmed} was confirmed before, the next after it {asked.Overdue(version).TotalMilliseconds:0} ms before it was asked, {Stopwatch.GetElapsedTime(asked.At).TotalMilliseconds:0} ms ago, {profile}");
        }

        return version;
    }

    /// <summary>A node that has lost Redis holds what it fetched within 2 s for live; so may one that has not noticed yet.</summary>
    private TimeSpan Allowed(Asked asked)
    {
        var isApart = !Running.Keys.All(IsElsewhere) || Stopwatch.GetElapsedTime(Volatile.Read(ref apartAt), asked.At) < Unnoticed;
        return isApart && Unnoticed > Lag ? Unnoticed : Lag;
    }

    private static bool IsElsewhere(string fault) => !fault.Contains("redis", StringComparison.Ordinal);

    [GeneratedRegex(@"\[([^|\]]*)\|([^\]]*)\]", RegexOptions.NonBacktracking)]
    private static partial Regex Said();

    [GeneratedRegex("^([a-z][0-9]+)-v([0-9]+)$", RegexOptions.NonBacktracking)]
    private static partial Regex Version();
}
