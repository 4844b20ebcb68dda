using System.Runtime.CompilerServices;
using System.Text.Json;
using Renderer.Model;
using Renderer.Profiles.Crm;

namespace Renderer.Profiles.Reading.Joining;

/// <summary>Which connections are asked for which attributes, in which order; connections by their places, 0 for the first.</summary>
internal sealed class MergePlan
{
    private static readonly int[] FirstAlone = [0];

    private readonly Dictionary<string, int[]> owners = new(StringComparer.Ordinal);
    private readonly ConditionalWeakTable<ReadSet, Split> splits = [];

    private MergePlan()
    {
    }

    /// <summary>The further connections, in the file's order; the first of them has place 1.</summary>
    public IReadOnlyList<Further> Further { get; private set; } = [];

    /// <summary>Null where the first connection knows everything.</summary>
    /// <param name="settings">What the workspace says.</param>
    /// <param name="made">Its connections, in the same order.</param>
    /// <param name="view">Makes the workspace of a further connection.</param>
    /// <param name="union">What templates read together.</param>
    public static MergePlan? Of(
        WorkspaceSettings settings, IReadOnlyList<ICrmConnection?> made, Func<ICrmConnection, Realm, ReadSet, Workspace> view, ReadSet union)
    {
        var joined = settings.Connections.Select((connection, at) => (connection, at))
            .Where(each => each.at > 0 && settings.Dictionary.Joins.ContainsKey(each.connection.Name)).ToList();
        if (joined.Count == 0)
        {
            return null;
        }

        var plan = new MergePlan();
        ConnectionSettings[] places = [settings.Connections[0], .. joined.Select(each => each.connection)];
        foreach (var attribute in joined.SelectMany(each => each.connection.Attributes.Keys).Distinct())
        {
            var known = Enumerable.Range(0, places.Length).Where(place => places[place].Attributes.ContainsKey(attribute)).ToArray();
            plan.owners[attribute] = settings.Dictionary.Merge.TryGetValue(attribute, out var order)
                ? [.. known.OrderBy(place => order.ToList().IndexOf(places[place].Name) is var at && at >= 0 ? at : int.MaxValue)]
                : known;
        }

        plan.Further = [.. joined.Select((each, i) => plan.Make(each.connection, settings.Dictionary.Joins[each.connection.Name], null, new(each.connection.Name), i + 1))];
        var split = plan.For(union);
        plan.splits.Clear();
        plan.Further = [.. plan.Further.Select((further, i) => further with
        {
            Workspace = made[joined[i].at] is { } crm ? view(crm, further.Realm, split.Others.FirstOrDefault(other => other.Place == i + 1).Reads ?? ReadSet.None) : null,
        })];
        return plan;
    }

    /// <summary>The connections that know an attribute, the first that has it wins.</summary>
    public IReadOnlyList<int> OwnersOf(string attribute) => owners.GetValueOrDefault(attribute, FirstAlone);

    /// <summary>What each connection is asked for.</summary>
    public Split For(ReadSet reads) => splits.GetValue(reads, Divide);

    /// <summary>Whether a further connection can add anything to what the first said.</summary>
    /// <param name="place">The further connection.</param>
    /// <param name="wanted">What it would be asked for.</param>
    /// <param name="first">What the first said.</param>
    public bool Adds(int place, ReadSet wanted, ReadOnlyMemory<byte> first)
    {
        if (wanted.Names.Any(name => OwnersOf(name)[0] != 0 || Further.Any(further => further.From == place && further.Join.Attribute == name)))
        {
            return true;
        }

        using var values = JsonDocument.Parse(first);
        return !wanted.Names.All(name => values.RootElement.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null);
    }

    /// <summary>The further connection of this name; null when there is none, or it joins nothing.</summary>
    public Further? Find(string connection) => Further.FirstOrDefault(further => further.Name == connection);

    private Further Make(ConnectionSettings connection, ConnectionJoin join, Workspace? workspace, Realm realm, int place)
    {
        // Whoever comes behind it cannot tell who somebody is here.
        var from = OwnersOf(join.Attribute).Where(owner => owner < place).DefaultIfEmpty(0).First();
        return new(connection.Name, workspace, realm, join, from);
    }

    private Split Divide(ReadSet reads)
    {
        var needs = Enumerable.Range(0, Further.Count + 1).Select(_ => new HashSet<string>(StringComparer.Ordinal)).ToArray();
        foreach (var name in reads.All ? reads.Names.Union(owners.Keys) : reads.Names)
        {
            foreach (var owner in OwnersOf(name))
            {
                needs[owner].Add(name);
            }
        }

        for (var place = Further.Count; place > 0; place--)
        {
            var (join, from) = (Further[place - 1].Join, Further[place - 1].From);
            if (needs[place].Count > 0 && (join.Attribute is not (Identifier.IdKind or Identifier.EmailKind) || owners.ContainsKey(join.Attribute)))
            {
                needs[from].Add(join.Attribute);
            }
        }

        var others = Enumerable.Range(1, Further.Count).Where(place => needs[place].Count > 0).Select(place => (place, new ReadSet(needs[place]))).ToArray();
        return new(others.Length == 0 && !reads.All ? reads : new ReadSet(needs[0], reads.All), others);
    }
}

/// <summary>What each connection is asked for.</summary>
/// <param name="First">The first.</param>
/// <param name="Others">Further ones by their places, those that are asked at all.</param>
internal sealed record Split(ReadSet First, IReadOnlyList<(int Place, ReadSet Reads)> Others);
