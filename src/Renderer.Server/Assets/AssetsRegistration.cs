using Renderer.Profiles.Outbound;
using Renderer.Server.Hosting;

namespace Renderer.Server.Assets;

/// <summary>Puts the slice into the host.</summary>
internal static class AssetsRegistration
{
    /// <summary>The most that a node keeps of assets.</summary>
    private const long CacheBytes = 64 * 1024 * 1024;

    /// <summary>A larger file is streamed each time.</summary>
    private const long LargestKept = 4 * 1024 * 1024;

    public static void AddAssets(this IServiceCollection services, ServerOptions options)
    {
        services.AddSingleton(new OutboundPolicy(options.Development, options.OutboundAllow));
        services.AddSingleton<AssetOrigins>();
        services.AddSingleton<AssetForwarder>();
        services.AddHttpForwarder();
        services.AddLogging(logging => logging.AddFilter("Yarp", LogLevel.Critical)); // it names addresses
        services.AddOutputCache(cache =>
        {
            (cache.SizeLimit, cache.MaximumBodySize) = (CacheBytes, LargestKept);
            cache.UseCaseSensitivePaths = true;
        });
    }

    public static void MapAssets(this WebApplication app)
    {
        _ = app.Services.GetRequiredService<AssetForwarder>(); // its metric is there before the first file
        app.MapMethods("/assets/{origin}/{**path}", [HttpMethods.Get, HttpMethods.Head], AssetEndpoint.HandleAsync)
            .CacheOutput(new AssetCachePolicy())
            .WithSummary("A file of an origin that the workspace lists.");
    }
}
