using Renderer.Ledger;
using Renderer.Links;
using Renderer.Server.Access;
using Renderer.Server.Hosting;
using Renderer.Server.Passthrough.Bodies;
using Renderer.Server.Passthrough.Ses.Signing;

namespace Renderer.Server.Passthrough.Ses;

/// <summary>Callers who sign with a pair that we issued, instead of showing a key.</summary>
internal sealed class SignedCallers(AccessPairs pairs, AccessKeys keys, ServerOptions options, TimeProvider clock)
{
    private readonly Uri? publicUrl = Uri.TryCreate(options.PublicUrl, UriKind.Absolute, out var url) ? url : null;

    /// <summary>The caller whose signature holds; null when nobody is proven. The ledger is asked last: whoever cannot sign costs it nothing.</summary>
    public async ValueTask<Caller?> ProveAsync(EspCall call)
    {
        if (SignatureCheck.Before(call.Http.Request, clock.GetUtcNow(), out var presented) != SignatureFault.None
            || !pairs.TryRead(presented!.AccessKeyId, out var name, out var secret)
            || await call.BodyAsync() is not { } body)
        {
            return null;
        }

        var hash = await BodyHash.OfAsync(Spliced.Whole(body), call.Http.RequestAborted);
        return SignatureCheck.Check(presented, call.Http.Request, hash, secret, publicUrl) == SignatureFault.None
            && await keys.FindSigningAsync(name) is { } key
            ? new Caller(key.Workspace, key.Roles, key.Templates, key.Label.Length > 0 ? key.Label : key.Id)
            : null;
    }
}
