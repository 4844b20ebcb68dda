using System.Text.Json;
using Refit;

namespace Renderer.Profiles.Crm.Salesforce;

/// <summary>Salesforce's REST API as far as we read people by it.</summary>
internal interface ISalesforceRecords
{
    /// <summary>Reads one record by its id.</summary>
    [Get("/services/data/v{version}/sobjects/{sobject}/{id}")]
    Task<ApiResponse<JsonElement>> ReadAsync(
        string version, string sobject, string id, string fields, [Property(CrmCall.Key)] CrmCall call, CancellationToken cancellationToken);

    /// <summary>Reads one record by an external id; 300 with a list of addresses where several have it.</summary>
    [Get("/services/data/v{version}/sobjects/{sobject}/{field}/{value}")]
    Task<ApiResponse<JsonElement>> ReadByAsync(
        string version,
        string sobject,
        string field,
        string value,
        string fields,
        [Property(CrmCall.Key)] CrmCall call,
        CancellationToken cancellationToken);

    /// <summary>Reads up to 2,000 records, in the order asked, null for who is not there.</summary>
    [Post("/services/data/v{version}/composite/sobjects/{sobject}")]
    Task<ApiResponse<IReadOnlyList<JsonElement>>> ReadManyAsync(
        string version,
        string sobject,
        [Body] SalesforceCollection request,
        [Property(CrmCall.Key)] CrmCall call,
        CancellationToken cancellationToken);

    /// <summary>Asks in SOQL.</summary>
    [Get("/services/data/v{version}/query")]
    Task<ApiResponse<SalesforcePage>> QueryAsync(
        string version, string q, [Property(CrmCall.Key)] CrmCall call, CancellationToken cancellationToken);

    /// <summary>The next page of a question.</summary>
    [Get("/services/data/v{version}/query/{locator}")]
    Task<ApiResponse<SalesforcePage>> NextAsync(
        string version, string locator, [Property(CrmCall.Key)] CrmCall call, CancellationToken cancellationToken);

    /// <summary>What the object's fields are.</summary>
    [Get("/services/data/v{version}/sobjects/{sobject}/describe")]
    Task<ApiResponse<SalesforceObject>> DescribeAsync(
        string version, string sobject, [Property(CrmCall.Key)] CrmCall call, CancellationToken cancellationToken);
}
