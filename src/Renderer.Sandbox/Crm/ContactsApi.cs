namespace Renderer.Sandbox.Crm;

/// <summary>HubSpot's contacts, as far as somebody who reads people needs them.</summary>
internal static class ContactsApi
{
    private const string Contacts = "/crm/v3/objects/contacts";

    public static void AddContactsApi(this IServiceCollection services)
    {
        services.AddSingleton<RateLimits>();
        services.AddSingleton<ContactReader>();
        services.AddSingleton<ContactWriter>();
    }

    public static void MapContactsApi(this IEndpointRouteBuilder routes)
    {
        var reader = routes.ServiceProvider.GetRequiredService<ContactReader>();
        var writer = routes.ServiceProvider.GetRequiredService<ContactWriter>();
        routes.MapGet(Contacts + "/{id}", reader.ReadAsync);
        routes.MapPost(Contacts + "/batch/read", reader.ReadBatchAsync);
        routes.MapGet(Contacts, reader.ListAsync);
        routes.MapPost(Contacts + "/search", reader.SearchAsync);
        routes.MapPatch(Contacts + "/{id}", writer.PatchAsync);
        routes.MapGet("/crm/v3/properties/contacts", reader.DescribeAsync);
        routes.Map("/crm/{**path}", CrmError.ResourceNotFound.WriteAsync);
    }
}
