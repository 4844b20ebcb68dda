using Renderer.Profiles.Outbound;
using Renderer.Server.Engagement.Esps.Ses;

namespace Renderer.Server.Engagement;

/// <summary>Puts the hooks of ESPs into the host.</summary>
internal static class EngagementRegistration
{
    public static void AddEngagement(this IServiceCollection services)
    {
        EngagementMetrics.Begin();
        services.AddSingleton(provider => new SnsCalls(provider.GetRequiredService<OutboundPolicy>().CreateHandler()));
        services.AddSingleton<EspHooks>();
        services.AddSingleton<EngagementLog>();
        services.AddSingleton<Withdrawals>();
        services.AddSingleton<EngagementDesk>();
    }
}
