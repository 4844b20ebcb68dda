namespace Renderer.Model;

/// <summary>What a connection to Dataverse (Dynamics 365) is told beside what all are.</summary>
public sealed record DataverseSettings : KindSettings
{
    /// <summary>The Entra tenant, by its id or a domain; null: <see cref="ConnectionSettings.TokenUrl"/> says where tokens come from.</summary>
    public string? Tenant { get; init; }

    /// <inheritdoc/>
    public override string EmailProperty => "emailaddress1";

    /// <summary>The Web API's version; default 9.2.</summary>
    public string ApiVersion { get; init; } = "9.2";

    /// <summary>Lookups whose column is an alternate key of the table: one row is addressed instead of searched for.</summary>
    public IReadOnlyList<string> AlternateKeys { get; init; } = [];

    /// <summary>Columns that Dataverse computes: whatever changes of a person, they count as changed too.</summary>
    public IReadOnlyList<string> Calculated { get; init; } = [];

    /// <summary>A person is asked for with the ETag known last; default false, since rows with calculated columns change without it.</summary>
    public bool ConditionalReads { get; init; }

    /// <summary>The header in which hooks carry their secret; null: <c>?code=</c>, a service endpoint's WebhookKey.</summary>
    public string? HookHeader { get; init; }
}
