using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Renderer.Server.Gateway;

/// <summary>
/// A batch's caller may read and write as slowly as it likes: Kestrel's least data rates do not apply, the idle timeout does.
/// Nor does its body limit: a node's own holds for a line.
/// </summary>
internal static class StreamStep
{
    /// <summary>The media type of all streams of the contract.</summary>
    public const string MediaType = "application/x-ndjson";

    public static Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Request.ContentType?.StartsWith(MediaType, StringComparison.OrdinalIgnoreCase) == true)
        {
            Lift(context.Features);
        }

        return next(context);
    }

    private static void Lift(IFeatureCollection features)
    {
        if (features.Get<IHttpMinRequestBodyDataRateFeature>() is { } reading)
        {
            reading.MinDataRate = null;
        }

        if (features.Get<IHttpMinResponseDataRateFeature>() is { } writing)
        {
            writing.MinDataRate = null;
        }
    }
}
