using System.Collections.Frozen;

namespace Renderer.Model;

/// <summary>The attributes that a template, block or rule reads, as far as its source tells.</summary>
public sealed class ReadSet
{
    /// <summary>Reads nothing of the person.</summary>
    public static readonly ReadSet None = new([], all: false);

    /// <summary>Reads by a name computed at render time, so any attribute may be read.</summary>
    public static readonly ReadSet Everything = new([], all: true);

    /// <summary>Collects attribute names.</summary>
    /// <param name="names">The names that the source tells.</param>
    /// <param name="all">True when a name is computed, so that every attribute counts as read.</param>
    public ReadSet(IEnumerable<string> names, bool all = false)
    {
        Names = names.ToFrozenSet(StringComparer.Ordinal);
        All = all;
    }

    /// <summary>The names that the source tells.</summary>
    public FrozenSet<string> Names { get; }

    /// <summary>Every attribute counts as read.</summary>
    public bool All { get; }

    /// <summary>Nothing of the person is read.</summary>
    public bool IsEmpty => !All && Names.Count == 0;

    /// <summary>What both read together.</summary>
    public ReadSet Union(ReadSet other) =>
        IsEmpty ? other : other.IsEmpty ? this : new ReadSet(Names.Concat(other.Names), All || other.All);

    /// <summary>What all of these read together.</summary>
    public static ReadSet Of(IEnumerable<ReadSet> sets)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var all = false;
        foreach (var set in sets)
        {
            names.UnionWith(set.Names);
            all |= set.All;
        }

        return names.Count == 0 && !all ? None : new ReadSet(names, all);
    }

    /// <summary>Whether this attribute is read.</summary>
    public bool Reads(string attribute) => All || Names.Contains(attribute);
}
