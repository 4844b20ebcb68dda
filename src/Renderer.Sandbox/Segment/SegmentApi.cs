using Renderer.Sandbox.Hooks;

namespace Renderer.Sandbox.Segment;

/// <summary>Segment's Profile API, as far as somebody who reads users needs it.</summary>
internal static class SegmentApi
{
    public const string Path = "/v1/spaces";

    private const string Profile = Path + "/{space}/collections/users/profiles/{person}";

    public static void AddSegmentApi(this IServiceCollection services)
    {
        services.AddSingleton<ProfileReader>();
        services.AddSingleton<IVendorHook, SegmentHook>();
    }

    public static void MapSegmentApi(this IEndpointRouteBuilder routes)
    {
        var reader = routes.ServiceProvider.GetRequiredService<ProfileReader>();
        routes.MapGet(Profile + "/traits", reader.TraitsAsync);
        routes.MapGet(Profile + "/external_ids", reader.ExternalIdsAsync);
        routes.Map(Path + "/{**path}", SegmentError.NoRoute.WriteAsync);
    }
}
