using Renderer.Model;
using Xunit;

namespace Renderer.Tests.Templates;

public sealed class SalesforceYamlTests
{
    [Fact]
    public void Everything_that_can_be_said_is_read()
    {
        using var bench = new Workbench(("workspace.yaml", """
            connections:
              crm:
                type: salesforce
                base_url: https://example.my.salesforce.com
                object: Member__c
                email_field: Mail__c
                api_version: "60.0"
                organization_id: 00D5g000004T5QKEA0
                pubsub_url: https://api.pubsub.salesforce.com:7443
                pubsub_topic: /data/Member__ChangeEvent
            """));

        Assert.Equal(
            new SalesforceSettings
            {
                Object = "Member__c",
                EmailField = "Mail__c",
                ApiVersion = "60.0",
                OrganizationId = "00D5g000004T5QKEA0",
                PubSubUrl = new Uri("https://api.pubsub.salesforce.com:7443"),
                PubSubTopic = "/data/Member__ChangeEvent",
            },
            bench.Load().Settings.Connections.Single().Kind);
    }

    [Fact]
    public void What_nobody_says_is_a_contact_of_the_present_version()
    {
        using var bench = new Workbench(("workspace.yaml", "connections:\n  crm: { type: salesforce, base_url: 'https://example.my.salesforce.com' }\n"));

        Assert.Equal(new SalesforceSettings { Object = "Contact", EmailField = "Email", ApiVersion = "66.0" }, bench.Load().Settings.Connections.Single().Kind);
    }

    [Theory]
    [InlineData("object: Contact WHERE Id != null")]
    [InlineData("email_field: \"Email' OR\"")]
    [InlineData("api_version: \"41.0\"")]
    [InlineData("api_version: latest")]
    [InlineData("organization_id: 0055g000004T5QK")]
    [InlineData("pubsub_url: api.pubsub.salesforce.com")]
    [InlineData("pubsub_topic: ContactChangeEvent")]
    public void What_cannot_be_is_said_where_it_stands(string line)
    {
        using var bench = new Workbench(("workspace.yaml", $"connections:\n  crm:\n    type: salesforce\n    base_url: https://example.my.salesforce.com\n    {line}\n"));

        Assert.Contains(bench.Load().Diagnostics, finding => finding is { Severity: Severity.Error, Line: 5 });
    }
}
