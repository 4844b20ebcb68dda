using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Renderer.Images;
using Renderer.Ledger;
using Renderer.Messages.Decisions;
using Renderer.Messages.Library;
using Renderer.Messages.Linking;
using Renderer.Messages.Records;
using Renderer.Model;

namespace Renderer.Messages.Opens;

/// <summary>Puts the desks of opened mails into the host.</summary>
internal static class OpensRegistration
{
    /// <summary>A picture that takes longer would come too late: the budget of an open is 200 ms.</summary>
    private static readonly TimeSpan PictureTime = TimeSpan.FromMilliseconds(150);

    public static void AddOpens(this IServiceCollection services, Func<IServiceProvider, OpenPorts> ports)
    {
        services.AddSingleton(provider => new PictureMaker(
            new ImageSettings { Limits = new ImageLimits { Time = PictureTime } }, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new Pictures(provider.GetRequiredService<PictureMaker>()));
        services.AddSingleton(provider => new StaticPictures(
            provider.GetRequiredService<TemplateLibrary>(),
            new StaticDrawing(provider.GetRequiredService<Pictures>(), provider.GetRequiredService<TimeProvider>()),
            provider.GetRequiredService<ILogger<StaticPictures>>()));
        services.AddHostedService(provider => provider.GetRequiredService<StaticPictures>());
        services.AddSingleton(provider => StepsOf(provider, ports(provider)));
        services.AddSingleton(provider => new PictureDesk(
            provider.GetRequiredService<OpenSteps>(),
            provider.GetRequiredService<Pictures>(),
            provider.GetRequiredService<StaticPictures>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<PictureDesk>>()));
        services.AddSingleton(provider => new ClickDesk(
            provider.GetRequiredService<OpenSteps>(),
            provider.GetRequiredService<StaticPictures>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<ClickDesk>>()));
        services.AddSingleton(provider => new AmpDesk(
            provider.GetRequiredService<OpenSteps>(),
            provider.GetRequiredService<LinkStep>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<AmpDesk>>()));
        services.AddSingleton(provider => new WebDesk(
            provider.GetRequiredService<OpenSteps>(),
            provider.GetRequiredService<LinkStep>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<WebDesk>>()));
    }

    private static OpenSteps StepsOf(IServiceProvider provider, OpenPorts ports)
    {
        var clock = provider.GetRequiredService<TimeProvider>();
        var sealing = provider.GetRequiredService<ISealing>();
        var library = provider.GetRequiredService<TemplateLibrary>();
        var sent = new SentMessages(provider.GetService<MessageRecords>(), sealing, clock);
        return new OpenSteps(
            new OpenGate(provider.GetRequiredService<ErasureBoard>(), clock),
            new OpenTemplates(library, new OlderVersions(ports.Older, clock)),
            ports.IsOff,
            new OpenPeople(provider.GetRequiredService<PersonStep>(), sent, sealing, clock),
            new SlotLook(provider.GetRequiredService<SlotDecisions>(), library));
    }
}
