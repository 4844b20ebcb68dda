using Microsoft.Extensions.DependencyInjection;
using Renderer.Ledger;
using Renderer.Links;
using Renderer.Messages.Batches;
using Renderer.Messages.Decisions;
using Renderer.Messages.Library;
using Renderer.Messages.Linking;
using Renderer.Messages.Opens;
using Renderer.Messages.Records;
using Renderer.Model;
using Renderer.Profiles;

namespace Renderer.Messages;

/// <summary>Puts this room into the host.</summary>
public static class MessagesRegistration
{
    /// <summary>Adds the desks, the library and the memory of decisions.</summary>
    /// <param name="services">The host's.</param>
    /// <param name="publishedRule">True: published versions are served (Production); false: the files (Development).</param>
    /// <param name="claims">Where decisions are kept, quickest first.</param>
    /// <param name="ports">What opened mails need of the host.</param>
    public static IServiceCollection AddMessages(
        this IServiceCollection services,
        bool publishedRule,
        Func<IServiceProvider, IReadOnlyList<IClaims>> claims,
        Func<IServiceProvider, OpenPorts> ports)
    {
        var library = new TemplateLibrary(publishedRule);
        services.AddSingleton(library);
        services.AddSingleton(new RetentionRules(name => library.Settings(name).Retention, () => library.Workspaces.Select(each => each.Name)));
        services.AddSingleton(provider => new DecisionMemory(
            claims(provider),
            provider.GetRequiredService<ISealing>(),
            provider.GetRequiredService<ErasureBoard>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new SlotDecisions(claims(provider), provider.GetRequiredService<ISealing>()));
        services.AddSingleton(provider => new PersonStep(
            provider.GetRequiredService<ProfileReader>(), library, provider.GetService<Consents>(), provider.GetRequiredService<ISealing>()));
        services.AddSingleton(provider => new MessageLog(
            provider.GetService<MessageRecords>(),
            provider.GetRequiredService<ISealing>(),
            provider.GetRequiredService<ErasureBoard>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new LinkStep(
            provider.GetRequiredService<LinkTokens>(),
            ports(provider).Origin,
            provider.GetRequiredService<ISealing>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddOpens(ports);
        services.AddSingleton<MessageDesk>();
        services.AddSingleton<PreviewDesk>();
        services.AddSingleton<BatchDesk>();
        return services;
    }
}
