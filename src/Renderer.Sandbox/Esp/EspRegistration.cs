using Renderer.Sandbox.Esp.Events;
using Renderer.Sandbox.Esp.Mailgun;
using Renderer.Sandbox.Esp.Mandrill;
using Renderer.Sandbox.Esp.Postmark;
using Renderer.Sandbox.Esp.Resend;
using Renderer.Sandbox.Esp.SendGrid;
using Renderer.Sandbox.Esp.Ses;
using Renderer.Sandbox.Esp.SparkPost;
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
        services.AddSingleton<MailgunTemplates>();
        services.AddSingleton<MailgunApi>();
        services.AddSingleton<PostmarkTemplates>();
        services.AddSingleton<PostmarkApi>();
        services.AddSingleton<SesApi>();
        services.AddSingleton<MandrillApi>();
        services.AddSingleton<SparkPostApi>();
        services.AddSingleton<ResendApi>();
        services.AddSingleton<EventKeys>();
        services.AddSingleton<EventDesk>();
    }

    public static void MapEsps(this IEndpointRouteBuilder routes)
    {
        SendGridApi.Map(routes);
        MailgunApi.Map(routes);
        PostmarkApi.Map(routes);
        SesApi.Map(routes);
        MandrillApi.Map(routes);
        SparkPostApi.Map(routes);
        ResendApi.Map(routes);
        routes.MapEvents();

        // One path, two vendors: Postmark's calls carry its header.
        var (postmark, resend) = (routes.ServiceProvider.GetRequiredService<PostmarkApi>(), routes.ServiceProvider.GetRequiredService<ResendApi>());
        routes.MapPost("/templates", context => context.Request.Headers.ContainsKey(PostmarkApi.Token) ? postmark.CreateTemplateAsync(context) : resend.CreateTemplateAsync(context));
    }
}
