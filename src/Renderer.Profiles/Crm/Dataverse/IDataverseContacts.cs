using System.Text.Json;
using Refit;

namespace Renderer.Profiles.Crm.Dataverse;

/// <summary>Dataverse's Web API (OData 4) below <c>/api/data/v9.2</c>, as far as we read contacts.</summary>
[Headers("OData-MaxVersion: 4.0", "OData-Version: 4.0")]
internal interface IDataverseContacts
{
    /// <summary>Reads one row.</summary>
    /// <param name="key">A GUID, or <c>column='value'</c> of an alternate key; encoded.</param>
    /// <param name="query">OData options; encoded.</param>
    /// <param name="prefer">What comes along: annotations.</param>
    /// <param name="call">For the handlers.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    [Get("/contacts({key})")]
    Task<ApiResponse<JsonElement>> ReadAsync(
        [Encoded] string key,
        [QueryName, Encoded] string query,
        [Header("Prefer")] string? prefer,
        [Property(CrmCall.Key)] CrmCall call,
        CancellationToken cancellationToken);

    /// <summary>Finds rows by a condition.</summary>
    [Get("/contacts")]
    Task<ApiResponse<DataverseRows>> FindAsync(
        [QueryName, Encoded] string query,
        [Header("Prefer")] string? prefer,
        [Property(CrmCall.Key)] CrmCall call,
        CancellationToken cancellationToken);

    /// <summary>Describes the table's columns.</summary>
    [Get("/EntityDefinitions(LogicalName='contact')/Attributes")]
    Task<ApiResponse<DataverseColumns>> DescribeAsync(
        [QueryName, Encoded] string query, [Property(CrmCall.Key)] CrmCall call, CancellationToken cancellationToken);

    /// <summary>Describes the columns that are choices, with their options.</summary>
    [Get("/EntityDefinitions(LogicalName='contact')/Attributes/Microsoft.Dynamics.CRM.PicklistAttributeMetadata")]
    Task<ApiResponse<DataverseColumns>> DescribeChoicesAsync(
        [QueryName, Encoded] string query, [Property(CrmCall.Key)] CrmCall call, CancellationToken cancellationToken);
}
