using Microsoft.Extensions.DependencyInjection;
using Renderer.Messages.Batches;
using Renderer.Messages.Decisions;
using Renderer.Messages.Library;
using Renderer.Model;

namespace Renderer.Messages;

/// <summary>Puts this room into the host.</summary>
public static class MessagesRegistration
{
    /// <summary>Adds the desks, the library and the memory of decisions.</summary>
    /// <param name="services">The host's.</param>
    /// <param name="publishedRule">True: published versions are served (Production); false: the files (Development).</param>
    /// <param name="claims">Where decisions are kept, quickest first.</param>
    public static IServiceCollection AddMessages(
        this IServiceCollection services, bool publishedRule, Func<IServiceProvider, IReadOnlyList<IClaims>> claims)
    {
        services.AddSingleton(new TemplateLibrary(publishedRule));
        services.AddSingleton(provider => new DecisionMemory(
            claims(provider),
            provider.GetRequiredService<ISealing>(),
            provider.GetRequiredService<ErasureBoard>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<MessageDesk>();
        services.AddSingleton<PreviewDesk>();
        services.AddSingleton<BatchDesk>();
        return services;
    }
}
