using Renderer.Links;
using Renderer.Server.Passthrough.Sending;
using Renderer.Server.Passthrough.Ses;

namespace Renderer.Server.Passthrough;

/// <summary>Puts the slice into the host.</summary>
internal static class PassthroughRegistration
{
    private static readonly string[] Methods =
        [HttpMethods.Get, HttpMethods.Head, HttpMethods.Post, HttpMethods.Put, HttpMethods.Patch, HttpMethods.Delete, HttpMethods.Options];

    public static void AddPassthrough(this IServiceCollection services)
    {
        services.AddSingleton<EspDoor>();
        services.AddSingleton<AccessPairs>();
        services.AddSingleton<SignedCallers>();
        services.AddSingleton<EspClient>();
        services.AddSingleton<EspForwarder>();
        services.AddSingleton<EspContents>();
        services.AddSingleton<EspSender>();
        services.AddSingleton<EspDeliveries>();
        services.AddSingleton<MailRenders>();
        services.AddSingleton<PassthroughEndpoint>();
    }

    public static void MapPassthrough(this WebApplication app)
    {
        EspMetrics.Publish();
        app.MapMethods("/esp/{connection}/{**path}", Methods, PassthroughEndpoint.HandleAsync)
            .WithSummary("An ESP's own API, below its own paths: marks are rendered, everything else passes.");
    }
}
