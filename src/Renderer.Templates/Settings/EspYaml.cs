using System.Text.RegularExpressions;
using Renderer.Model;
using Renderer.Templates.Files;
using Renderer.Templates.Yaml;

namespace Renderer.Templates.Settings;

/// <summary>Reads the section <c>esps</c> of workspace.yaml.</summary>
internal static partial class EspYaml
{
    private static readonly Dictionary<string, EspKind> Kinds = new(StringComparer.Ordinal)
    {
        ["sendgrid"] = EspKind.SendGrid,
        ["mailgun"] = EspKind.Mailgun,
        ["postmark"] = EspKind.Postmark,
        ["mandrill"] = EspKind.Mandrill,
        ["sparkpost"] = EspKind.SparkPost,
        ["ses"] = EspKind.Ses,
        ["resend"] = EspKind.Resend,
        ["braze_currents"] = EspKind.BrazeCurrents,
        ["brevo"] = EspKind.Brevo,
        ["mailersend"] = EspKind.MailerSend,
        ["mailjet"] = EspKind.Mailjet,
        ["postal"] = EspKind.Postal,
        ["unisender_go"] = EspKind.UnisenderGo,
    };

    private static readonly Dictionary<string, OnSendFailure> Failures =
        Enum.GetValues<OnSendFailure>().ToDictionary(failure => failure.ToString().ToLowerInvariant(), StringComparer.Ordinal);

    private static string KnownKinds => $"one of: {string.Join(", ", Kinds.Keys)}";

    public static IReadOnlyList<EspSettings> Read(Section root, string key)
    {
        var taken = root.Entries("connections").Select(entry => entry.Key.Value).ToHashSet(StringComparer.Ordinal);
        var esps = new List<EspSettings>();
        foreach (var entry in root.Entries(key))
        {
            if (root.SectionOf(key, entry) is { } section && ReadOne(entry, section) is { } esp)
            {
                esps.Add(esp);
            }

            if (taken.Contains(entry.Key.Value))
            {
                root.Source.Findings.Error(
                    "name_taken", $"There is a connection '{Names.Printable(entry.Key.Value)}' already, and hooks go by name: call the ESP something else.", root.Source.At(entry.Key));
            }
        }

        return esps;
    }

    private static EspSettings? ReadOne(YamlEntry entry, Section section)
    {
        var name = entry.Key.Value;
        var type = section.Text("type", Kinds.ContainsKey, "esp_type_unknown", KnownKinds);
        var kind = type is null ? EspKind.BrazeCurrents : Kinds[type];
        var plain = new EspSettings { Name = name, Kind = kind };
        var region = section.Text("region", text => Region().IsMatch(text), "value_invalid", "a region of AWS, like eu-central-1") ?? plain.Region;
        var esp = plain with
        {
            BaseUrl = ConnectionYaml.Address(section, "base_url") ?? EspSettings.VendorUrl(kind, region),
            ApiKey = Secrets.Read(section, "api_key"),
            User = section.Text("user") ?? plain.User,
            AccessKeyId = section.Text("access_key_id"),
            SecretAccessKey = Secrets.Read(section, "secret_access_key"),
            Region = region,
            HookSecret = Secrets.Read(section, "hook_secret"),
            HookKey = section.Text("hook_key"),
            HookHeader = section.Text("hook_header", text => HeaderName().IsMatch(text), "value_invalid", "the name of a header, like X-Webhook-Token"),
            OnFailure = section.Text("on_failure", Failures.ContainsKey, "value_invalid", $"one of: {string.Join(", ", Failures.Keys)}") is { } failure
                ? Failures[failure]
                : plain.OnFailure,
            Budget = section.Duration("budget", "50ms", "10s") ?? plain.Budget,
            Timeout = section.Duration("timeout", "100ms", "10m") ?? plain.Timeout,
        };
        section.Done();
        return Complete(entry, section, type is not null) ? esp : null;
    }

    // An ESP of events alone needs no credential; one that has nothing at all was forgotten.
    private static bool Complete(YamlEntry entry, Section section, bool typed)
    {
        var findings = section.Source.Findings;
        var name = Names.Printable(entry.Key.Value);
        if (!Names.IsTemplate(entry.Key.Value))
        {
            findings.Error("name_invalid", "An ESP's name is 1 to 64 of a-z, 0-9, '-' and '_'.", section.Source.At(entry.Key));
            return false;
        }

        if (section.Find("type") is null)
        {
            findings.Error("key_missing", $"The ESP '{name}' needs a 'type', {KnownKinds}.", section.Start);
            return false;
        }

        if (typed && section.Find("api_key") is null && section.Find("hook_secret") is null && section.Find("hook_key") is null
            && (section.Find("access_key_id") is null || section.Find("secret_access_key") is null))
        {
            findings.Error(
                "key_missing",
                $"The ESP '{name}' needs its credential to send: 'api_key' (SES: 'access_key_id' and 'secret_access_key'); or, for events alone, 'hook_secret' or 'hook_key'.",
                section.Start);
        }

        return typed;
    }

    [GeneratedRegex("^[A-Za-z0-9-]{1,64}$", RegexOptions.NonBacktracking)]
    private static partial Regex HeaderName();

    [GeneratedRegex("^[a-z]{2}(-[a-z]{1,12}){1,3}-[0-9]{1,2}$", RegexOptions.NonBacktracking)]
    private static partial Regex Region();
}
