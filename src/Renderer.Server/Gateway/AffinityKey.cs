namespace Renderer.Server.Gateway;

/// <summary>What ties a request to a node: the recipient, so that this person's profile is already in that node's memory.</summary>
internal static class AffinityKey
{
    /// <summary>The header by which a caller says it, for requests whose recipient stands in the body.</summary>
    public const string Header = "X-Renderer-Affinity";

    /// <summary>The key, or null when nothing in the request line or headers names a recipient.</summary>
    public static string? Of(HttpRequest request)
    {
        if (request.Headers[Header] is [{ Length: > 0 } said, ..])
        {
            return said;
        }

        if (request.Query["id"] is [{ Length: > 0 } id, ..])
        {
            return id;
        }

        // Nodes compare addresses without regard to case.
        return request.Query["email"] is [{ Length: > 0 } email, ..] ? email.ToLowerInvariant() : null;
    }
}
