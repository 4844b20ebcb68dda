using System.Net;
using Renderer.Model;

namespace Renderer.Server.Open.Classing;

/// <summary>Tells people, proxies, prefetching clients and scanners apart, by the first rule that holds; without one it is a person.</summary>
/// <param name="rules">The rules, in their order.</param>
internal sealed class OpenClassing(IReadOnlyList<ReadRule> rules)
{
    /// <summary>Clients say who they are in less; of more only the beginning is looked at.</summary>
    private const int MostAgent = 512;

    private readonly RecentLooks looks = new();

    /// <summary>The verdict; what it was made from is not kept.</summary>
    public Verdict Of(HttpContext http, OpenKind kind, LinkFacts facts, Instant at)
    {
        var verdict = new Verdict(OpenClass.Person, IsSure: true);
        var agent = http.Request.Headers.UserAgent.ToString();
        agent = agent.Length > MostAgent ? agent[..MostAgent] : agent;
        foreach (var rule in rules)
        {
            if (Holds(rule, http, agent, kind, facts, at))
            {
                verdict = new Verdict(rule.Class, rule.Rule.Sure);
                break;
            }
        }

        if (kind is OpenKind.Image or OpenKind.Pixel or OpenKind.Web)
        {
            looks.Note(facts, at);
        }

        return verdict;
    }

    /// <summary>The class of a look that an ESP tells of, by the agent and the address that it names: rules that ask for more do not hold.</summary>
    public OpenClass OfTold(string agent, IPAddress? from, OpenKind kind)
    {
        agent = agent.Length > MostAgent ? agent[..MostAgent] : agent;
        return rules.FirstOrDefault(rule => rule is { Headers.Count: 0, Within: null, Rule: { Method: null, Unseen: false } } && IsToldBy(rule, agent, from, kind))?.Class
            ?? OpenClass.Person;
    }

    private static bool IsToldBy(ReadRule read, string agent, IPAddress? from, OpenKind kind) =>
        (read.Kinds.Count == 0 || read.Kinds.Contains(kind))
        && (read.Rule.AgentIs.Count == 0 || read.Rule.AgentIs.Contains(agent.Trim()))
        && (read.Rule.Agents.Count == 0 || read.Rule.Agents.Any(text => agent.Contains(text, StringComparison.OrdinalIgnoreCase)))
        && (read.Networks.Count == 0 || IsFrom(read.Networks, from))
        && read.Pattern?.IsMatch(agent) != false;

    // Cheapest first.
    private bool Holds(ReadRule read, HttpContext http, string agent, OpenKind kind, LinkFacts facts, Instant at)
    {
        var rule = read.Rule;
        return (rule.Method is null || string.Equals(rule.Method, http.Request.Method, StringComparison.OrdinalIgnoreCase))
            && (read.Within is not { } within || at - facts.MadeAt <= within)
            && (read.Headers.Count == 0 || read.Headers.Any(header => http.Request.Headers[header.Name].ToString().Contains(header.Text, StringComparison.OrdinalIgnoreCase)))
            && IsToldBy(read, agent, http.Connection.RemoteIpAddress, kind)
            && (!rule.Unseen || !looks.Has(facts));
    }

    private static bool IsFrom(IReadOnlyList<IPNetwork> networks, IPAddress? from)
    {
        if (from is null)
        {
            return false;
        }

        var address = from.IsIPv4MappedToIPv6 ? from.MapToIPv4() : from;
        return networks.Any(network => network.Contains(address));
    }
}
