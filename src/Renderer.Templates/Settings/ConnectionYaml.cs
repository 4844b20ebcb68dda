using Renderer.Model;
using Renderer.Templates.Files;
using Renderer.Templates.Yaml;

namespace Renderer.Templates.Settings;

/// <summary>Reads the connections of <c>workspace.yaml</c>.</summary>
internal static class ConnectionYaml
{
    // The kinds of CRMs: what each has to be told beside what all have.
    private static readonly (string Type, Func<Section, KindSettings?> Read)[] Known =
    [
        ("hubspot", HubSpotYaml.Read),
        ("rest", RestYaml.Read),
        ("file", FileYaml.Read),
        ("salesforce", SalesforceYaml.Read),
        ("dataverse", DataverseYaml.Read),
        ("segment", SegmentYaml.Read),
    ];

    private static readonly string[] Types = [.. Known.Select(kind => kind.Type)];

    private static readonly Dictionary<string, OnAmbiguous> Ambiguous =
        Enum.GetValues<OnAmbiguous>().ToDictionary(t => t.ToString().ToLowerInvariant(), StringComparer.Ordinal);

    public static IReadOnlyList<ConnectionSettings> Read(Section root, string key)
    {
        var connections = new List<ConnectionSettings>();
        foreach (var entry in root.Entries(key))
        {
            if (root.SectionOf(key, entry) is { } section && ReadOne(entry, section) is { } connection)
            {
                connections.Add(connection);
            }
        }

        return connections;
    }

    private static ConnectionSettings? ReadOne(YamlEntry entry, Section section)
    {
        var name = entry.Key.Value;
        var plain = new ConnectionSettings { Name = name, Type = "" };
        var findings = section.Source.Findings;
        var type = section.Text("type", Types.Contains, "connection_type_unknown", $"one of: {string.Join(", ", Types)}") ?? "";
        var connection = new ConnectionSettings
        {
            Name = name,
            Type = type,
            Kind = Array.Find(Known, kind => kind.Type == type).Read?.Invoke(section),
            OnAmbiguous = Ambiguous.GetValueOrDefault(
                section.Text("on_ambiguous", Ambiguous.ContainsKey, "value_invalid", $"one of: {string.Join(", ", Ambiguous.Keys)}") ?? "default"),
            BaseUrl = Address(section, "base_url"),
            TokenUrl = Address(section, "token_url"),
            ClientId = section.Text("client_id"),
            ClientSecret = Secrets.Read(section, "client_secret"),
            AccessToken = Secrets.Read(section, "access_token"),
            Scope = section.Text("scope"),
            Auth = AuthYaml.Read(section),
            HookSecret = Secrets.Read(section, "hook_secret"),
            FreshFor = section.Duration("fresh_for", "1s", "30d") ?? plain.FreshFor,
            StaleFor = section.Duration("stale_for", "0s", "365d") ?? plain.StaleFor,
            MissingFor = section.Duration("missing_for", "0s", "1h") ?? plain.MissingFor,
            PollEvery = section.Duration("poll", "0s", "7d") ?? plain.PollEvery,
            Settle = section.Duration("settle", "0s", "10m") ?? plain.Settle,
            AttemptTimeout = section.Duration("attempt_timeout", "50ms", "30s") ?? plain.AttemptTimeout,
            Concurrency = section.Int("concurrency", 1, 10_000) ?? plain.Concurrency,
            Rate = Rate(section),
            Daily = section.Long("daily", 1, 10_000_000_000),
            Coalesce = section.Duration("coalesce", "0ms", "50ms") ?? plain.Coalesce,
            Attributes = Attributes(section),
            Lookups = section.Entries("lookups")
                .Where(e => e.Value is YamlText)
                .ToDictionary(e => e.Key.Value, e => section.Source.Expand((YamlText)e.Value) ?? ""),
        };
        section.Done();

        if (!Names.IsTemplate(name))
        {
            findings.Error("name_invalid", "A connection's name is 1 to 64 of a-z, 0-9, '-' and '_'.", section.Source.At(entry.Key));
            return null;
        }

        if (section.Find("type") is null)
        {
            findings.Error("key_missing", $"The connection '{name}' needs a 'type', one of: {string.Join(", ", Types)}.", section.Start);
        }

        return connection.Type.Length == 0 ? null : connection;
    }

    private static CallRate? Rate(Section section) => section.Text(
        "rate", text => CallRate.TryParse(text, out _), "value_invalid", "calls within a time, like 10/s, 100/10s or 600/m")
        is { } text && CallRate.TryParse(text, out var rate) ? rate : null;

    internal static Uri? Address(Section section, string key)
    {
        var text = section.Text(
            key,
            t => Uri.TryCreate(t, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https",
            "url_invalid",
            "an address like https://api.example.com");
        return text is null ? null : new Uri(text);
    }

    private static Dictionary<string, AttributeMapping> Attributes(Section section)
    {
        var mappings = new Dictionary<string, AttributeMapping>(StringComparer.Ordinal);
        foreach (var entry in section.Entries("attributes"))
        {
            if (AttributeYaml.Short(entry, section) is { } mapping)
            {
                mappings[entry.Key.Value] = mapping;
            }
        }

        return mappings;
    }
}
