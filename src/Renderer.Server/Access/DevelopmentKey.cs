using System.Net;

namespace Renderer.Server.Access;

/// <summary>The key <c>dev</c>: all roles, in Development, from loopback and without a forwarding header, so that it never leaves the machine.</summary>
/// <param name="enabled">Whether this is Development.</param>
internal sealed class DevelopmentKey(bool enabled)
{
    public const string Value = "dev";

    private static readonly string[] Forwarding =
        ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Original-For", "X-Real-IP", "Via"];

    public bool Opens(string presented, HttpContext http) =>
        enabled
        && presented == Value
        && http.Connection.RemoteIpAddress is { } from
        && IPAddress.IsLoopback(from)
        && !Forwarding.Any(http.Request.Headers.ContainsKey);
}
