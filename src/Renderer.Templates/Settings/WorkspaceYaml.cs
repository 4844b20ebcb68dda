using System.Text;
using Renderer.Model;
using Renderer.Templates.Formatting;
using Renderer.Templates.Yaml;

namespace Renderer.Templates.Settings;

/// <summary>Reads <c>workspace.yaml</c>.</summary>
internal static class WorkspaceYaml
{
    public const string Path = "workspace.yaml";

    /// <summary>The settings as far as they can be read; what is wrong takes its default and is a finding.</summary>
    public static WorkspaceSettings Read(YamlMap? map, YamlSource source)
    {
        var root = new Section(map, "", source);
        var bare = WorkspaceSettings.Bare;
        var limits = root.Below("limits");
        var settings = new WorkspaceSettings
        {
            Locale = root.Text("locale", Locales.IsKnown, "locale_unknown", "a locale like en-US or de") ?? bare.Locale,
            TimeZone = root.Text("time_zone", TimeZones.IsKnown, "time_zone_unknown", "a time zone like Europe/Berlin") ?? bare.TimeZone,
            LocaleAttribute = root.Text("locale_attribute") ?? bare.LocaleAttribute,
            TimeZoneAttribute = root.Text("time_zone_attribute") ?? bare.TimeZoneAttribute,
            LinkDomain = LinkDomain(root),
            SigningSecret = Secrets.Read(root, "signing_secret"),
            AllowSha1Signatures = root.Bool("allow_sha1_signatures") ?? bare.AllowSha1Signatures,
            Limits = new WorkspaceLimits
            {
                Concurrency = limits.Int("concurrency", 1, 100_000) ?? bare.Limits.Concurrency,
                Queue = limits.Int("queue", 0, 100_000) ?? bare.Limits.Queue,
                PerSecond = limits.Int("per_second", 0, 1_000_000) ?? bare.Limits.PerSecond,
            },
            Amp = AmpYaml.Read(root.Below("amp")),
            Retention = RetentionYaml.Read(root.Below("retention")),
            Consent = RetentionYaml.ReadConsent(root.Below("consent")),
            Assets = AssetsYaml.Read(root, "assets"),
            Connections = ConnectionYaml.Read(root, "connections"),
            Esps = EspYaml.Read(root, "esps"),
            Dictionary = new AttributeDictionary { Places = Places(map) },
        };
        limits.Done();
        root.Done();
        return settings;
    }

    // An origin alone, as a Host header has it: a path, a port's default, a slash or letters beyond ASCII would make two spellings of one link.
    // Without TLS on this machine only.
    private static string? LinkDomain(Section root) => root.Text(
        "link_domain",
        text => Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme == "https" || (url.Scheme == "http" && url.IsLoopback))
            && url.GetLeftPart(UriPartial.Authority) == text && url.UserInfo.Length == 0
            && Ascii.IsValid(text) && !url.Host.EndsWith('.'),
        "url_invalid",
        "an https origin in lower case without a path, like https://links.example.com (http for localhost alone; an international name in its ASCII form, xn--…)");

    // Where connections and their attributes stand, for what the dictionary's check says of them.
    private static Dictionary<(string Connection, string Attribute), SettingPlace> Places(YamlMap? map)
    {
        var places = new Dictionary<(string, string), SettingPlace>();
        foreach (var connection in Below(map, "connections"))
        {
            places[(connection.Key.Value, "")] = At(connection.Key);
            foreach (var attribute in Below(connection.Value as YamlMap, "attributes"))
            {
                places[(connection.Key.Value, attribute.Key.Value)] = At(attribute.Key);
            }
        }

        return places;

        static SettingPlace At(YamlText key) => new(Path, key.Line, key.Column);

        static IReadOnlyList<YamlEntry> Below(YamlMap? map, string key) =>
            (map?.Entries.FirstOrDefault(entry => entry.Key.Value == key)?.Value as YamlMap)?.Entries ?? [];
    }

    /// <summary>The part of the settings that a template's mail depends on, as a file of its own; bears no secret.</summary>
    public static string WhatMailsDependOn(WorkspaceSettings settings) =>
        $"""
        locale: {Quote.Text(settings.Locale)}
        time_zone: {Quote.Text(settings.TimeZone)}
        locale_attribute: {Quote.Text(settings.LocaleAttribute)}
        time_zone_attribute: {Quote.Text(settings.TimeZoneAttribute)}

        """;
}
