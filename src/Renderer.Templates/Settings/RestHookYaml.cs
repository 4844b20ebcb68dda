using Renderer.Model;
using Renderer.Templates.Yaml;

namespace Renderer.Templates.Settings;

/// <summary>Reads how a REST connection's webhooks are verified and read.</summary>
internal static class RestHookYaml
{
    private static readonly Dictionary<string, RestHookScheme> Schemes =
        Enum.GetValues<RestHookScheme>().ToDictionary(scheme => scheme.ToString().ToLowerInvariant(), StringComparer.Ordinal);

    private static readonly string[] Algorithms = ["sha256", "sha1"];
    private static readonly string[] Encodings = ["hex", "base64"];
    private static readonly string[] Places = ["body", "timestamp", "method", "url"];

    public static RestHook Read(Section below)
    {
        var usual = new RestHook();
        var scheme = below.Text("scheme", Schemes.ContainsKey, "value_invalid", $"one of: {string.Join(", ", Schemes.Keys)}");
        var hook = new RestHook
        {
            Scheme = scheme is null ? usual.Scheme : Schemes[scheme],
            Header = Header(below, "header"),
            Sha256 = below.Text("algorithm", Algorithms.Contains, "value_invalid", "sha256 or sha1") is null or "sha256",
            Hex = below.Text("encoding", Encodings.Contains, "value_invalid", "hex or base64") is null or "hex",
            Prefix = below.Text("prefix") ?? usual.Prefix,
            TimeHeader = Header(below, "timestamp_header"),
            Tolerance = below.Duration("tolerance", "1s", "1h") ?? usual.Tolerance,
            Signed = Signed(below),
            DeliveryHeader = Header(below, "delivery_header"),
            Events = RestRequestYaml.Path(below, "events") ?? usual.Events,
            Id = RestRequestYaml.Path(below, "id"),
            Email = RestRequestYaml.Path(below, "email"),
            Fields = RestRequestYaml.Path(below, "fields"),
            Event = RestRequestYaml.Path(below, "event"),
            Deleted = Words(below, "deleted"),
            Created = Words(below, "created"),
        };
        below.Done();
        Check(below, hook);
        return hook;
    }

    private static void Check(Section below, RestHook hook)
    {
        var findings = below.Source.Findings;
        if (hook.Scheme == RestHookScheme.Hmac && hook.Header is null)
        {
            findings.Error("key_missing", "A hook of scheme hmac needs 'header': the header that has the signature.", below.Start);
        }

        if (hook.Scheme is RestHookScheme.Hmac or RestHookScheme.Basic && hook.Id is null && hook.Email is null)
        {
            findings.Error("key_missing", "A hook needs 'id' or 'email': where in an event the person stands, like data.customer.id.", below.Start);
        }

        if (hook.TimeHeader is not null && hook.Signed?.Names.Contains("timestamp") != true)
        {
            findings.Error(
                "key_missing", "A timestamp that is not signed proves nothing: write 'signed' with {timestamp} in it, like '{timestamp}.{body}'.", below.At("timestamp_header"));
        }

        if (hook.Signed is { } signed && (!signed.Names.Contains("body") || (signed.Names.Contains("timestamp") && hook.TimeHeader is null)))
        {
            findings.Error("value_invalid", "'signed' needs {body} in it, and with {timestamp} also 'timestamp_header'.", below.At("signed"));
        }

        if ((hook.Deleted.Count > 0 || hook.Created.Count > 0) && hook.Event is null && hook.Scheme is RestHookScheme.Hmac or RestHookScheme.Basic)
        {
            findings.Error("key_missing", "'deleted' and 'created' are words of 'event': write where in an event it stands, like type.", below.Start);
        }
    }

    private static RestText? Signed(Section below)
    {
        if (below.Text("signed") is not { } raw)
        {
            return null;
        }

        var fault = RestText.Read(raw, out var text)
            ?? (text.Names.FirstOrDefault(name => !Places.Contains(name)) is { } unknown
                ? $"has '{{{unknown}}}'; here can stand: {string.Join(", ", Places.Select(place => $"{{{place}}}"))}"
                : null);
        if (fault is not null)
        {
            below.Source.Findings.Error("place_unknown", $"'signed' {fault}.", below.At("signed"));
            return null;
        }

        return text;
    }

    private static string? Header(Section below, string key) => below.Text(
        key, text => text.Length is > 0 and <= 100 && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'), "header_invalid", "a header's name");

    private static Named<bool> Words(Section below, string key) =>
        new([.. below.List(key).OfType<YamlText>().Select(text => KeyValuePair.Create(text.Value, true))]);
}
