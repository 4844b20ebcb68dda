namespace Renderer.Model;

/// <summary>What only Salesforce has to be told.</summary>
public sealed record SalesforceSettings : KindSettings
{
    /// <summary>The object whose records are people: Contact, Lead, or one of the org's own (Member__c); default Contact.</summary>
    public string Object { get; init; } = "Contact";

    /// <summary>The field of the object that holds the e-mail address; default Email.</summary>
    public string EmailField { get; init; } = "Email";

    /// <inheritdoc/>
    public override string EmailProperty => EmailField;

    /// <inheritdoc/>
    public override string Reading => $"{Object}\n{EmailField}";

    /// <summary>The version of the REST API; default 66.0.</summary>
    public string ApiVersion { get; init; } = "66.0";

    /// <summary>The org's id, 15 or 18 characters; change events of another org are refused. Null: no change event is taken.</summary>
    public string? OrganizationId { get; init; }

    /// <summary>Where the Pub/Sub API is, https://api.pubsub.salesforce.com:7443; null: its stream of changes is not followed.</summary>
    public Uri? PubSubUrl { get; init; }

    /// <summary>The channel of change events; default that of the object.</summary>
    public string? PubSubTopic { get; init; }
}
