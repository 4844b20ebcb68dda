using Renderer.Model;

namespace Renderer.Server.Access;

/// <summary>What an endpoint needs of its caller: one of these roles.</summary>
/// <param name="Any">The roles, any of which is enough.</param>
internal sealed record NeedsRole(Role Any);

/// <summary>Names a role at the place where an endpoint is mapped.</summary>
internal static class NeedsRoleExtensions
{
    public static RouteHandlerBuilder Needs(this RouteHandlerBuilder endpoint, Role any) => endpoint.WithMetadata(new NeedsRole(any));
}
