using System.Collections.Frozen;
using Renderer.Model;

namespace Renderer.Profiles.Reading;

/// <summary>How long values are fresh where attributes have times of their own.</summary>
internal sealed class AttributeFreshness
{
    private readonly FrozenDictionary<string, TimeSpan> own;
    private readonly TimeSpan rest;

    private AttributeFreshness(FrozenDictionary<string, TimeSpan> own, TimeSpan rest)
    {
        (this.own, this.rest) = (own, rest);
        Shortest = own.Values.Append(rest).Min();
    }

    /// <summary>What is younger than this is fresh whatever is read.</summary>
    public TimeSpan Shortest { get; }

    /// <summary>Null where no attribute has a time of its own.</summary>
    public static AttributeFreshness? Of(ConnectionSettings settings)
    {
        var own = settings.Attributes.Where(pair => pair.Value.FreshFor is not null).ToFrozenDictionary(pair => pair.Key, pair => pair.Value.FreshFor!.Value);
        return own.Count == 0 ? null : new(own, settings.FreshFor);
    }

    /// <summary>How long what is read is fresh altogether.</summary>
    public TimeSpan For(ReadSet reads)
    {
        if (reads.All)
        {
            return Shortest;
        }

        var (least, any) = (TimeSpan.MaxValue, false);
        foreach (var name in reads.Names.Items)
        {
            var each = own.GetValueOrDefault(name, rest);
            (least, any) = (each < least ? each : least, true);
        }

        return any ? least : rest;
    }

    /// <summary>Which of the attributes that are read are older than they may be.</summary>
    public ReadSet Expired(ReadSet reads, TimeSpan age)
    {
        if (age <= Shortest || age <= For(reads))
        {
            return ReadSet.None;
        }

        return !reads.All ? new ReadSet(reads.Names.Where(name => age > own.GetValueOrDefault(name, rest)))
            : age > rest ? ReadSet.Everything
            : new ReadSet(own.Where(pair => age > pair.Value).Select(pair => pair.Key));
    }
}
