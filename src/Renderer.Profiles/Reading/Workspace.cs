using System.Security.Cryptography;
using System.Text;
using Renderer.Model;
using Renderer.Profiles.Crm;
using Renderer.Profiles.Marks;
using Renderer.Profiles.Reading.Joining;

namespace Renderer.Profiles.Reading;

/// <summary>One workspace as it is now: an immutable snapshot. Only the board is the same object for its whole life.</summary>
internal sealed class Workspace
{
    private readonly Dictionary<string, ReadSet> namedBy = [];
    private readonly Realm? realm;

    public Workspace(
        WorkspaceName name, ReadSet union, IReadOnlyList<ICrmConnection> connections, ICrmConnection? people, MarkBoard board, Realm? realm = null)
    {
        this.realm = realm;
        People = people;
        Name = name;
        Union = union;
        Connections = connections;
        Board = board;
        if (People is { Settings: var settings })
        {
            Shape = ShapeOf(settings);
            Own = AttributeFreshness.Of(settings);
            foreach (var (lookup, property) in settings.Lookups.Append(new(Identifier.EmailKind, settings.Kind?.EmailProperty ?? Identifier.EmailKind)))
            {
                namedBy[Here(new(lookup, "")).Kind] = Holding(settings, property);
            }
        }
    }

    public WorkspaceName Name { get; }

    /// <summary>What the current templates read together: what the CRM is asked for.</summary>
    public ReadSet Union { get; }

    /// <summary>Every good one: any of them may send webhooks.</summary>
    public IReadOnlyList<ICrmConnection> Connections { get; }

    public MarkBoard Board { get; }

    /// <summary>The connection that answers for people; null: there is none, or its settings are no good.</summary>
    public ICrmConnection? People { get; }

    /// <summary>Stands for where people come from and how they are mapped.</summary>
    public ulong Shape { get; }

    /// <summary>How long attributes are fresh that say it themselves; null: all as the connection does.</summary>
    public AttributeFreshness? Own { get; }

    /// <summary>The attributes that an identifier of this kind is the value of: when one of them changes, the name may be somebody else's.</summary>
    public ReadSet NamedBy(string kind) => namedBy.GetValueOrDefault(kind, ReadSet.None);

    /// <summary>What further connections know of the same people; null where the first knows everything.</summary>
    public MergePlan? Plan { get; init; }

    /// <summary>People come from the first connection, and not only join those of another.</summary>
    public bool IsFirst => realm is null;

    /// <summary>How long the oldest value may be used that is kept of anybody.</summary>
    public TimeSpan LongestStale => (Plan?.Further ?? []).Select(further => further.Workspace?.LongestStale ?? TimeSpan.Zero)
        .Append(People?.Settings.StaleFor ?? TimeSpan.Zero).Max();

    /// <summary>A name of the CRM's, as it is known here.</summary>
    public Identifier Here(Identifier atCrm) => realm?.Here(atCrm) ?? atCrm;

    /// <summary>A name as the CRM knows it.</summary>
    public Identifier AtCrm(Identifier here) => realm?.AtCrm(here) ?? here;

    /// <summary>Whether people are found by this attribute's value.</summary>
    public bool IsName(string attribute) => namedBy.Values.Any(names => names.Reads(attribute));

    private static ReadSet Holding(ConnectionSettings settings, string property) =>
        new(settings.Attributes.Where(pair => pair.Value.Property == property).Select(pair => pair.Key).Append(property));

    private static ulong ShapeOf(ConnectionSettings settings)
    {
        var text = new StringBuilder();
        text.AppendJoin('\n', settings.Name, settings.Type, settings.BaseUrl, settings.ClientId, settings.Kind?.Reading);
        foreach (var (name, mapping) in settings.Attributes.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            text.AppendJoin('\n', "", name, mapping.Property, mapping.Type).Append(mapping.Treatment);
        }

        foreach (var (name, property) in settings.Lookups.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            text.AppendJoin('\n', "", name, property);
        }

        return BitConverter.ToUInt64(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
