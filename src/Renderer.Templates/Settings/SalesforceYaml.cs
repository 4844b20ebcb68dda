using System.Text.RegularExpressions;
using Renderer.Model;
using Renderer.Templates.Yaml;

namespace Renderer.Templates.Settings;

/// <summary>Reads what only a Salesforce connection has to be told.</summary>
internal static partial class SalesforceYaml
{
    public static SalesforceSettings Read(Section section)
    {
        var plain = new SalesforceSettings();
        return new SalesforceSettings
        {
            // Both stand in queries as they are.
            Object = section.Text("object", Name().IsMatch, "value_invalid", "an object's API name, like Contact or Member__c") ?? plain.Object,
            EmailField = section.Text("email_field", Name().IsMatch, "value_invalid", "a field's API name, like Email") ?? plain.EmailField,
            ApiVersion = section.Text("api_version", Version().IsMatch, "value_invalid", "a version from 42.0 on, like 66.0") ?? plain.ApiVersion,
            OrganizationId = section.Text("organization_id", Organization().IsMatch, "value_invalid", "the org's id, 15 or 18 characters that begin with 00D"),
            PubSubUrl = section.Text(
                "pubsub_url",
                text => Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "https" or "http",
                "url_invalid",
                "an address like https://api.pubsub.salesforce.com:7443") is { } address ? new Uri(address) : null,
            PubSubTopic = section.Text("pubsub_topic", Topic().IsMatch, "value_invalid", "a channel like /data/ContactChangeEvent"),
        };
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_]{0,79}$", RegexOptions.NonBacktracking)]
    private static partial Regex Name();

    [GeneratedRegex(@"^(4[2-9]|[5-9][0-9])\.0$", RegexOptions.NonBacktracking)]
    private static partial Regex Version();

    [GeneratedRegex("^/(data|event)/[A-Za-z][A-Za-z0-9_]{0,79}$", RegexOptions.NonBacktracking)]
    private static partial Regex Topic();

    [GeneratedRegex("^00D([A-Za-z0-9]{12}|[A-Za-z0-9]{15})$", RegexOptions.NonBacktracking)]
    private static partial Regex Organization();
}
