using System.Globalization;

namespace Renderer.Server.Gateway;

/// <summary>What makes this process a gateway: read once at start from the section <c>Renderer:Gateway</c>.</summary>
internal sealed record GatewayOptions
{
    /// <summary>The nodes' base addresses, without path; at least one.</summary>
    public required IReadOnlyList<Uri> Nodes { get; init; }

    /// <summary>Time between two looks at a node's <c>/health/ready</c>; a node leaves after two bad ones. Default 1 s, 100 ms to 1 min.</summary>
    public TimeSpan ProbeInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>What a node may take until its answer begins, streams excepted. Default 30 s, 1 s to 10 min.</summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a stream may stand still in both directions before it is cut. Default 10 min, 1 s to 1 day.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Time between saying "not ready" and taking no more connections, for the balancer in front. Default 1 s, 0 to 1 min.</summary>
    public TimeSpan DrainDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>What requests in flight may take to finish at the end, before they are cut. Default 30 s, 0 to 1 h.</summary>
    public TimeSpan DrainLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Reads the options.</summary>
    /// <param name="configuration">The whole configuration.</param>
    /// <param name="faults">Takes a line for each setting that cannot be used: what it is and what to do.</param>
    /// <returns>Null when no node is named, which means that this process is not a gateway, or when there was a fault.</returns>
    public static GatewayOptions? Read(IConfiguration configuration, ICollection<string> faults)
    {
        var section = configuration.GetSection("Renderer:Gateway");
        var named = section.GetSection("Nodes");
        var texts = (named.Value is { } line ? line.Split(',', ';') : named.GetChildren().Select(child => child.Value ?? ""))
            .Select(text => text.Trim()).Where(text => text.Length > 0).ToArray();
        if (texts.Length == 0)
        {
            return null;
        }

        var before = faults.Count;
        var nodes = new List<Uri>();
        foreach (var text in texts)
        {
            if (!IsBase(text, out var node))
            {
                faults.Add($"Renderer:Gateway:Nodes: '{text}' is not a node's address; write http://host:port without path, query or credentials");
            }
            else if (nodes.Contains(node))
            {
                faults.Add($"Renderer:Gateway:Nodes: '{text}' stands there twice; name each node once");
            }
            else
            {
                nodes.Add(node);
            }
        }

        var defaults = new GatewayOptions { Nodes = nodes };
        var options = defaults with
        {
            ProbeInterval = Span(nameof(ProbeInterval), defaults.ProbeInterval, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1)),
            AnswerTimeout = Span(nameof(AnswerTimeout), defaults.AnswerTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10)),
            IdleTimeout = Span(nameof(IdleTimeout), defaults.IdleTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1)),
            DrainDelay = Span(nameof(DrainDelay), defaults.DrainDelay, TimeSpan.Zero, TimeSpan.FromMinutes(1)),
            DrainLimit = Span(nameof(DrainLimit), defaults.DrainLimit, TimeSpan.Zero, TimeSpan.FromHours(1)),
        };
        return faults.Count == before ? options : null;

        TimeSpan Span(string name, TimeSpan otherwise, TimeSpan least, TimeSpan most)
        {
            if (section[name] is not { } text)
            {
                return otherwise;
            }

            if (TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span) && span >= least && span <= most)
            {
                return span;
            }

            faults.Add($"Renderer:Gateway:{name}: '{text}' is not a time between {least:c} and {most:c}; write hours:minutes:seconds");
            return otherwise;
        }
    }

    private static bool IsBase(string text, out Uri node) =>
        Uri.TryCreate(text, UriKind.Absolute, out node!) && node.Scheme is "http" or "https"
        && node is { PathAndQuery: "/", Fragment: "", UserInfo: "", Host.Length: > 0 };
}
