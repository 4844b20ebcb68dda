using Renderer.Server.Hosting;
using Renderer.Server.Open.Amp;
using Renderer.Server.Open.Classing;
using Renderer.Server.Open.Consenting;

namespace Renderer.Server.Open;

/// <summary>Puts the doors of delivered mails into the host.</summary>
internal static class OpenRegistration
{
    public static void AddOpen(this IServiceCollection services, ServerOptions options)
    {
        services.AddSingleton(new OpenClassing(options.Clients));
        // Made now, so that its metrics are there before anybody looks at a mail.
        services.AddSingleton(new OpenAdmission(options.NodeConcurrency));
        services.AddSingleton<OpenDoor>();
        services.AddSingleton<MergeLinks>();
        services.AddSingleton<OpenLog>();
        services.AddSingleton<PictureDoor>();
        services.AddSingleton<ClickDoor>();
        services.AddSingleton<WebDoor>();
        services.AddSingleton<AmpDoor>();
        services.AddSingleton<ConsentDesk>();
        services.AddSingleton<ConsentPage>();
        services.AddSingleton<ListUnsubscribe>();
    }
}
