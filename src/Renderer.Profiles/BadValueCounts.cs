using System.Collections.Concurrent;
using Renderer.Model;

namespace Renderer.Profiles;

/// <summary>How often values broke their rules on this node since it started, one count a fetch.</summary>
public sealed class BadValueCounts
{
    // Names of attributes come from the workspace's files, so that these are few; an edit leaves the old ones.
    private const int Kept = 10_000;

    private readonly ConcurrentDictionary<(WorkspaceName Workspace, string Connection, string Attribute, AttributeRule Rule), long> counts = new();

    /// <summary>The counts of one connection, by our attribute name and rule.</summary>
    public IReadOnlyDictionary<(string Attribute, AttributeRule Rule), long> Of(WorkspaceName workspace, string connection) => counts
        .Where(pair => pair.Key.Workspace == workspace && pair.Key.Connection == connection)
        .ToDictionary(pair => (pair.Key.Attribute, pair.Key.Rule), pair => pair.Value);

    internal void Add(WorkspaceName workspace, string connection, IReadOnlyList<BadValue> bad)
    {
        foreach (var (attribute, rule, _) in bad)
        {
            ProfileMeters.Refused(connection, attribute, rule);
            if (counts.Count < Kept)
            {
                counts.AddOrUpdate((workspace, connection, attribute, rule), 1, static (_, sofar) => sofar + 1);
            }
        }
    }
}
