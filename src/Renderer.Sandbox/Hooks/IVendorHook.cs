namespace Renderer.Sandbox.Hooks;

/// <summary>How one vendor tells that people change.</summary>
internal interface IVendorHook
{
    /// <summary>Where it goes; nowhere when empty.</summary>
    IReadOnlyList<Uri> Urls { get; }

    /// <summary>Puts a change into the vendor's words, once for all addresses and attempts.</summary>
    /// <returns>Makes the request to an address for an attempt, from 0; null where the vendor says nothing of such a change.</returns>
    Func<Uri, int, HttpRequestMessage>? Tell(PersonChange change);

    /// <summary>What is wrong with a 2xx; null where it is what the vendor waits for.</summary>
    Task<string?> ComplaintAsync(HttpResponseMessage answer, CancellationToken cancellationToken) => Task.FromResult<string?>(null);
}
