using Renderer.Sandbox.Hooks;

namespace Renderer.Sandbox.Dataverse;

/// <summary>Dataverse's Web API, as far as somebody who reads contacts needs it.</summary>
internal static class DataverseApi
{
    public const string Path = "/api/data";

    public static void AddDataverseApi(this IServiceCollection services)
    {
        services.AddSingleton<RecordIds>();
        services.AddSingleton<Columns>();
        services.AddSingleton<ContactRow>();
        services.AddSingleton<FilterParser>();
        services.AddSingleton<ContactTable>();
        services.AddSingleton<TableDefinition>();
        services.AddSingleton<RequestWindow>();
        services.AddSingleton<IVendorHook, DataverseHook>();
    }

    public static void MapDataverseApi(this IEndpointRouteBuilder routes)
    {
        var table = routes.ServiceProvider.GetRequiredService<ContactTable>();
        var definition = routes.ServiceProvider.GetRequiredService<TableDefinition>();
        routes.MapGet(Path + "/v{version}/contacts", table.ListAsync);
        routes.MapGet(Path + "/v{version}/contacts({key})", table.ReadAsync);
        routes.MapGet(Path + "/v{version}/EntityDefinitions(LogicalName='{table}')/Attributes", definition.DescribeAsync);
        routes.MapGet(
            Path + "/v{version}/EntityDefinitions(LogicalName='{table}')/Attributes/Microsoft.Dynamics.CRM.PicklistAttributeMetadata", definition.DescribeChoicesAsync);
        routes.Map(Path + "/{**path}", context => DataverseError.NoSegment(context.Request.Path.Value!.Split('/')[^1]).WriteAsync(context));
    }
}
