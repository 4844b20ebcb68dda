using Renderer.Model;

namespace Renderer.Server.Open.Classing;

/// <summary>Which messages somebody looked at lately, on this node: 64 bits of each for 10 to 20 minutes, at most 200,000 of them.</summary>
internal sealed class RecentLooks
{
    private const int MostOfEach = 100_000;
    private static readonly TimeSpan Turn = TimeSpan.FromMinutes(10);

    private readonly Lock gate = new();
    private HashSet<long> now = [];
    private HashSet<long> before = [];
    private Instant since;

    public void Note(LinkFacts facts, Instant at)
    {
        if (KeyOf(facts) is not { } key)
        {
            return;
        }

        lock (gate)
        {
            if (now.Count >= MostOfEach || at - since > Turn)
            {
                (before, now, since) = (now, [], at);
            }

            now.Add(key);
        }
    }

    /// <summary>Whether it was; also where nobody can tell, since the link names no message.</summary>
    public bool Has(LinkFacts facts)
    {
        if (KeyOf(facts) is not { } key)
        {
            return true;
        }

        lock (gate)
        {
            return now.Contains(key) || before.Contains(key);
        }
    }

    private static long? KeyOf(LinkFacts facts)
    {
        var person = facts.Recipient ?? facts.Person?.Value;
        return facts.Message.IsNone && person is null ? null : HashCode.Combine(person, facts.Workspace.ToString()) ^ (long)facts.Message.Hash;
    }
}
