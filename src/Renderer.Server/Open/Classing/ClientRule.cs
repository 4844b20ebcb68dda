using System.Net;
using System.Text.RegularExpressions;
using Renderer.Model;

namespace Renderer.Server.Open.Classing;

/// <summary>One rule of classing, as it stands in <c>clients.json</c>: all conditions that it names must hold, of a list any one.</summary>
internal sealed record ClientRule
{
    /// <summary>Its name, by which it can be left out.</summary>
    public string Name { get; init; } = "";

    /// <summary>What it tells: person, proxy, prefetch or scanner.</summary>
    public string Class { get; init; } = "";

    /// <summary>Where it is said that these clients ask so.</summary>
    public string Source { get; init; } = "";

    /// <summary>False: it is counted so, and treated as a person. Default true.</summary>
    public bool Sure { get; init; } = true;

    /// <summary>Kinds of what is asked for: image, pixel, click, web, amp_view, amp_action; none named: all.</summary>
    public IReadOnlyList<string> Kinds { get; init; } = [];

    /// <summary>Texts of which the user agent holds one, whatever their case.</summary>
    public IReadOnlyList<string> Agents { get; init; } = [];

    /// <summary>User agents in whole; "" for none.</summary>
    public IReadOnlyList<string> AgentIs { get; init; } = [];

    /// <summary>A pattern that is found in the user agent.</summary>
    public string? AgentPattern { get; init; }

    /// <summary>"Name: text": a header that holds the text.</summary>
    public IReadOnlyList<string> Headers { get; init; } = [];

    /// <summary>The method.</summary>
    public string? Method { get; init; }

    /// <summary>Networks that it comes from, as addresses or CIDR ranges.</summary>
    public IReadOnlyList<string> Networks { get; init; } = [];

    /// <summary>Seconds since the link was made, within which it comes.</summary>
    public double? WithinSeconds { get; init; }

    /// <summary>No picture, pixel or web version of this message was asked for before, on this node, within the last 10 to 20 minutes.</summary>
    public bool Unseen { get; init; }
}

/// <summary>A rule that was read.</summary>
internal sealed record ReadRule(ClientRule Rule, OpenClass Class)
{
    public IReadOnlyList<OpenKind> Kinds { get; init; } = [];

    public Regex? Pattern { get; init; }

    public IReadOnlyList<(string Name, string Text)> Headers { get; init; } = [];

    public IReadOnlyList<IPNetwork> Networks { get; init; } = [];

    public TimeSpan? Within { get; init; }
}
