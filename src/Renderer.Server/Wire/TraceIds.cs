using System.Diagnostics;

namespace Renderer.Server.Wire;

/// <summary>The id under which a request is found in traces and logs.</summary>
internal static class TraceIds
{
    public static string Of(HttpContext context) =>
        Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity ? activity.TraceId.ToHexString() : context.TraceIdentifier;
}
