using Renderer.Sandbox.Hooks;
using Renderer.Sandbox.Salesforce.Events;

namespace Renderer.Sandbox.Salesforce;

/// <summary>Salesforce's REST API, as far as somebody who reads people needs it, and its token endpoint.</summary>
internal static class SalesforceApi
{
    public const string Data = "/services/data";

    private const string Objects = Data + "/{version}/sobjects/{sobject}";

    public static void AddSalesforceApi(this IServiceCollection services)
    {
        services.AddSingleton<IVendorHook, OutboundMessages>();
        services.AddSingleton<ChangeEventLog>();
        services.AddSingleton<IVendorHook>(at => at.GetRequiredService<ChangeEventLog>());
        services.AddHostedService<PubSubHost>();
        services.AddSingleton<Sessions>();
        services.AddSingleton<ApiUsage>();
        services.AddSingleton<Fields>();
        services.AddSingleton<SalesforceTokens>();
        services.AddSingleton<RecordReader>();
        services.AddSingleton<RecordWriter>();
        services.AddSingleton<QueryReader>();
        services.AddSingleton<ObjectDescription>();
    }

    public static void MapSalesforceApi(this IEndpointRouteBuilder routes)
    {
        var at = routes.ServiceProvider;
        routes.MapChanges();
        var reader = at.GetRequiredService<RecordReader>();
        var queries = at.GetRequiredService<QueryReader>();
        routes.MapPost(SalesforceTokens.Path, at.GetRequiredService<SalesforceTokens>().IssueAsync);
        routes.MapGet(Objects + "/describe", at.GetRequiredService<ObjectDescription>().DescribeAsync);
        routes.MapGet(Objects + "/{id}", reader.ReadAsync);
        routes.MapGet(Objects + "/{field}/{value}", reader.ReadByExternalIdAsync);
        routes.MapPatch(Objects + "/{id}", at.GetRequiredService<RecordWriter>().PatchAsync);
        routes.MapPost(Data + "/{version}/composite/sobjects/{sobject}", reader.ReadManyAsync);
        routes.MapGet(Data + "/{version}/query", queries.QueryAsync);
        routes.MapGet(Data + "/{version}/query/{locator}", queries.NextAsync);
        routes.Map(Data + "/{**path}", SalesforceError.NotFound.WriteAsync);
    }
}
