using Microsoft.AspNetCore.OutputCaching;
using Renderer.Model;

namespace Renderer.Server.Assets;

/// <summary>What of assets is kept in this node's memory: whole files, for as long as their origin's settings say, whatever host and query they were asked under.</summary>
internal sealed class AssetCachePolicy : IOutputCachePolicy
{
    /// <summary>Keeps this answer for another time than the origin's settings say; before it begins.</summary>
    public static void Keep(HttpContext http, TimeSpan time) => http.Features.Get<IOutputCacheFeature>()?.Context.ResponseExpirationTimeSpan = time;

    /// <summary>Keeps nothing of this answer, also when it has begun.</summary>
    public static void Forget(HttpContext http) => http.Features.Get<IOutputCacheFeature>()?.Context.AllowCacheStorage = false;

    public ValueTask CacheRequestAsync(OutputCacheContext context, CancellationToken cancellation)
    {
        var found = context.HttpContext.RequestServices.GetRequiredService<AssetOrigins>().Find(context.HttpContext);
        if (found is not { Origin.KeepFor.Ticks: > 0 } known)
        {
            context.EnableOutputCaching = false;
            return ValueTask.CompletedTask;
        }

        context.EnableOutputCaching = context.AllowCacheLookup = context.AllowCacheStorage = true;

        // Whoever waits for another one's answer would wait as long as that one is slow to read it.
        context.AllowLocking = false;
        context.ResponseExpirationTimeSpan = known.Origin.KeepFor;
        context.CacheVaryByRules.VaryByHost = false;
        context.CacheVaryByRules.CacheKeyPrefix = Prefix(known.Workspace, known.Origin);
        return ValueTask.CompletedTask;
    }

    public ValueTask ServeFromCacheAsync(OutputCacheContext context, CancellationToken cancellation) => ValueTask.CompletedTask;

    public ValueTask ServeResponseAsync(OutputCacheContext context, CancellationToken cancellation) => ValueTask.CompletedTask;

    // With all that decides what may be shown, so that an edit of workspace.yaml is not answered from before it.
    private static string Prefix(WorkspaceName workspace, AssetOrigin origin) => $"{workspace}\n{origin.BaseUrl.AbsoluteUri}\n{origin.MaxBytes}\n{origin.KeepFor.Ticks}\n{origin.Types}";
}
