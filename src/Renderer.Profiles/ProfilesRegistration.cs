using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Renderer.Profiles;

/// <summary>Puts the room into a host.</summary>
public static class ProfilesRegistration
{
    /// <summary>Adds <see cref="ProfileReader"/>, <see cref="ProfileChanges"/>, <see cref="ProfileWorkspaces"/>, <see cref="SharedClock"/>, <see cref="ProfilesHealth"/>, an IDistributedCache, and (with Redis) an <see cref="Model.IClaims"/>. Needs an <see cref="Model.ISealing"/>, an <see cref="Model.ErasureBoard"/> and logging.</summary>
    public static IServiceCollection AddProfiles(this IServiceCollection services, ProfilesOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton<SharedClock>();
        services.AddSingleton<ProfileWorkspaces>();
        services.AddSingleton<ProfileReader>();
        services.AddSingleton<ProfileChanges>();
        services.AddSingleton<ProfilesHealth>();
        return services;
    }
}
