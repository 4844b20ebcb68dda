using Renderer.Model;
using Renderer.Templates.Checks;
using Renderer.Templates.Files;
using Renderer.Templates.Yaml;

namespace Renderer.Templates.Settings;

/// <summary>Reads <c>attributes.yaml</c>, the data dictionary, into the connections that <c>workspace.yaml</c> has.</summary>
internal sealed class AttributesYaml(WorkspaceSettings workspace, YamlSource source, DateOnly today)
{
    public const string Path = "attributes.yaml";

    private static readonly string[] Identifiers = [Identifier.IdKind, Identifier.EmailKind];
    private readonly Dictionary<(string Connection, string Attribute), SettingPlace> places = new(workspace.Dictionary.Places);
    private readonly string[] names = [.. workspace.Connections.Select(connection => connection.Name)];

    /// <summary>The settings with what the dictionary adds; what is wrong is left out and is a finding.</summary>
    public WorkspaceSettings Read(YamlMap? map)
    {
        var root = new Section(map, "", source);
        var read = new Dictionary<string, Dictionary<string, AttributeMapping>>(StringComparer.Ordinal);
        foreach (var entry in root.Entries("attributes"))
        {
            if (IsConnection(entry.Key) && root.SectionOf("attributes", entry) is { } section && entry.Value is YamlMap all)
            {
                read[entry.Key.Value] = Attributes(entry.Key.Value, section, all);
            }
        }

        var connections = workspace.Connections.Select(connection => With(connection, read.GetValueOrDefault(connection.Name))).ToList();
        var dictionary = new AttributeDictionary { Places = places, Merge = Merge(root, connections), Joins = Joins(root, connections) };
        root.Done();
        return workspace with { Connections = connections, Dictionary = dictionary };
    }

    private Dictionary<string, AttributeMapping> Attributes(string connection, Section section, YamlMap all)
    {
        var attributes = new Dictionary<string, AttributeMapping>(StringComparer.Ordinal);
        foreach (var entry in all.Entries)
        {
            var name = entry.Key.Value;
            var at = source.At(entry.Key);
            if (!IsName(name))
            {
                source.Findings.Error("name_invalid", $"'{Names.Printable(name)}' is no name of an attribute: 1 to 64 of a-z, A-Z, 0-9 and '_', a letter first, so that templates can write profile.name.", at);
                continue;
            }

            var mapping = entry.Value is YamlText text
                ? source.Expand(text) is { Length: > 0 } property ? new AttributeMapping(property) : null
                : section.Under(entry) is { } below ? AttributeYaml.Whole(name, below, today) : null;
            if (mapping is not null)
            {
                attributes[name] = mapping;
                if (places.TryGetValue((connection, name), out var first))
                {
                    source.Findings.Warning("attribute_twice", $"'{name}' stands in {first.File} (line {first.Line}) too; this one holds. Remove the other.", at);
                }

                places[(connection, name)] = new(Path, at.Line, at.Column);
            }
        }

        return attributes;
    }

    private static ConnectionSettings With(ConnectionSettings connection, Dictionary<string, AttributeMapping>? more)
    {
        if (more is null)
        {
            return connection;
        }

        var all = new Dictionary<string, AttributeMapping>(connection.Attributes, StringComparer.Ordinal);
        foreach (var (name, mapping) in more)
        {
            all[name] = mapping;
        }

        return connection with { Attributes = all };
    }

    private Dictionary<string, TextList> Merge(Section root, List<ConnectionSettings> connections)
    {
        var merge = new Dictionary<string, TextList>(StringComparer.Ordinal);
        foreach (var entry in root.Entries("merge"))
        {
            if (entry.Value is not YamlList { Items: var items })
            {
                source.Findings.Error("value_invalid", $"'{Names.Printable(entry.Key.Value)}' must be a list of connections, the first that knows it wins.", source.At(entry.Value));
                continue;
            }

            YamlText[] wanted = [.. items.OfType<YamlText>().Where(IsConnection)];
            merge[entry.Key.Value] = new(wanted.Select(item => item.Value));
            foreach (var item in wanted.Where(item => !connections.Exists(c => c.Name == item.Value && c.Attributes.ContainsKey(entry.Key.Value))))
            {
                source.Findings.Error(
                    "merge_unknown", $"The connection '{item.Value}' declares no attribute '{Names.Printable(entry.Key.Value)}'; declare it there, or take the connection out of this list.", source.At(item));
            }
        }

        return merge;
    }

    private Dictionary<string, ConnectionJoin> Joins(Section root, List<ConnectionSettings> connections)
    {
        var joins = new Dictionary<string, ConnectionJoin>(StringComparer.Ordinal);
        foreach (var entry in root.Entries("join").Where(entry => IsConnection(entry.Key)))
        {
            var place = connections.FindIndex(connection => connection.Name == entry.Key.Value);
            if (entry.Value is not YamlMap { Entries: [{ Value: YamlText attribute } join] })
            {
                source.Findings.Error("value_invalid", $"A join is one line, the lookup of '{entry.Key.Value}' and the attribute whose value it is: 'customer_number: customer_number'.", source.At(entry.Value));
            }
            else if (place == 0)
            {
                source.Findings.Error("join_first", $"'{entry.Key.Value}' is the first connection: it finds people itself, and others join it.", source.At(entry.Key));
            }
            else if (!Identifiers.Contains(join.Key.Value) && !connections[place].Lookups.ContainsKey(join.Key.Value))
            {
                source.Findings.Error(
                    "join_unknown",
                    $"The connection '{entry.Key.Value}' has no lookup '{Names.Printable(join.Key.Value)}'{Nearest.Hint(join.Key.Value, connections[place].Lookups.Keys)}; declare it under its 'lookups' in workspace.yaml.",
                    source.At(join.Key));
            }
            else if (!Identifiers.Contains(attribute.Value) && !connections.Take(place).Any(c => c.Attributes.ContainsKey(attribute.Value)))
            {
                source.Findings.Error(
                    "join_unknown", $"No connection before '{entry.Key.Value}' declares the attribute '{Names.Printable(attribute.Value)}'{Nearest.Hint(attribute.Value, connections.Take(place).SelectMany(c => c.Attributes.Keys))}.", source.At(attribute));
            }
            else
            {
                joins[entry.Key.Value] = new(join.Key.Value, attribute.Value);
            }
        }

        return joins;
    }

    private bool IsConnection(YamlText name)
    {
        if (names.Contains(name.Value))
        {
            return true;
        }

        source.Findings.Error(
            "connection_unknown", $"workspace.yaml has no connection '{Names.Printable(name.Value)}'{Nearest.Hint(name.Value, names)}; it has: {string.Join(", ", names)}.", source.At(name));
        return false;
    }

    private static bool IsName(string name) =>
        name.Length is >= 1 and <= 64 && char.IsAsciiLetter(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
}
