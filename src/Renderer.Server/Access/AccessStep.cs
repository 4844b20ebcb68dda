using Renderer.Model;
using Renderer.Server.Problems;

namespace Renderer.Server.Access;

/// <summary>Proves the caller before the endpoint runs: the one owner of who may call what (contract section 1).</summary>
internal sealed class AccessStep(RequestDelegate next, Callers callers)
{
    public async Task InvokeAsync(HttpContext http)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<NeedsRole>() is not { } needs)
        {
            await next(http);
            return;
        }

        var caller = await callers.ProveAsync(http);
        if (caller is null)
        {
            await new Problem(ProblemCode.Unauthorized, Callers.Ways).ExecuteAsync(http);
        }
        else if (!caller.May(needs.Any))
        {
            await new Problem(ProblemCode.Forbidden, $"This needs a key with one of these roles: {needs.Any.Label()}. Make one: keys new {caller.Workspace} --role …").ExecuteAsync(http);
        }
        else
        {
            http.SetCaller(caller);
            await next(http);
        }
    }
}
