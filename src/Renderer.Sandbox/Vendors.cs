using Renderer.Sandbox.Crm;
using Renderer.Sandbox.Dataverse;
using Renderer.Sandbox.Esp;
using Renderer.Sandbox.OAuth;
using Renderer.Sandbox.Salesforce;
using Renderer.Sandbox.Segment;

namespace Renderer.Sandbox;

/// <summary>A vendor whose API the sandbox speaks.</summary>
/// <param name="IsApi">Whether a path is of his API.</param>
/// <param name="RefuseAsync">Answers with a status in his words, where a fault asks for it.</param>
/// <param name="IsCrm">Whether he is hit by faults that name no route.</param>
internal sealed record Vendor(Func<string, bool> IsApi, Func<HttpContext, int, Task> RefuseAsync, bool IsCrm = true);

/// <summary>All of them: one line each. What is theirs is counted and open to faults; the sandbox's own routes always work.</summary>
internal static class Vendors
{
    private static readonly Vendor[] All =
    [
        new(path => Below(path, "/crm"), (context, status) => CrmError.Of(status).WriteAsync(context)),
        new(path => Below(path, SalesforceApi.Data), (context, status) => SalesforceError.Of(status).WriteAsync(context)),
        new(path => Below(path, DataverseApi.Path), (context, status) => DataverseError.Of(status).WriteAsync(context)),
        new(path => Below(path, SegmentApi.Path), (context, status) => SegmentError.Of(status).WriteAsync(context)),
    ];

    /// <summary>Whose API a path belongs to; null for the token endpoints and the sandbox's own routes.</summary>
    public static Vendor? Of(string path) => Array.Find(All, vendor => vendor.IsApi(path))
        ?? (EspVendors.Of(path) is { } esp ? new Vendor(esp.IsApi, esp.RefuseAsync, IsCrm: false) : null);

    /// <summary>Whether a path is a token endpoint.</summary>
    public static bool IsToken(string path) => Below(path, "/oauth") || path == SalesforceTokens.Path || TokenServer.IsToken(path);

    public static bool Below(string path, string start) => new PathString(path).StartsWithSegments(start);
}
