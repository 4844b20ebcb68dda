using Renderer.Sandbox.Esp.SendGrid;
using Renderer.Sandbox.Outbox;

namespace Renderer.Sandbox.Esp;

/// <summary>The ESPs of the sandbox, over one outbox.</summary>
internal static class EspRegistration
{
    public static void AddEsps(this IServiceCollection services)
    {
        services.AddSingleton<MailStore>();
        services.AddSingleton<SendGridTemplates>();
        services.AddSingleton<SendGridApi>();
    }

    public static void MapEsps(this IEndpointRouteBuilder routes)
    {
        SendGridApi.Map(routes);
    }
}
