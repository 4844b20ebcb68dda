namespace Renderer.Model;

/// <summary>Remembers the first value given for a key. Made by Profiles over Redis and by the ledger.</summary>
public interface IClaims
{
    /// <summary>The value claimed for a key, or null.</summary>
    ValueTask<byte[]?> FindAsync(Claim claim, CancellationToken cancellationToken);

    /// <summary>Claims a key, and returns the value that holds it: the given one, or that of whoever came first.</summary>
    ValueTask<byte[]> ClaimAsync(Claim claim, byte[] value, CancellationToken cancellationToken);

    /// <summary>The same, and every node that claims or finds it from now on gets that value; null when this place cannot promise it now.</summary>
    ValueTask<byte[]?> ClaimNowAsync(Claim claim, byte[] value, CancellationToken cancellationToken);

    /// <summary>What holds by the word of a slower place takes the place of what was claimed here. The slowest has nobody to learn from.</summary>
    ValueTask CorrectAsync(Claim claim, byte[] value, CancellationToken cancellationToken) => default;
}

/// <summary>What is claimed, and for whom.</summary>
/// <param name="Workspace">Whose claim it is.</param>
/// <param name="Keys">Opaque names of the one thing, newest key first; the first is written, all are looked up.</param>
/// <param name="Person">The opaque name of the person it bears, under which it is erased.</param>
/// <param name="Keep">How long the claim holds.</param>
/// <param name="Aliases">That person's other opaque names, of every identifier known and under every listed key: erased under any, nothing is written.</param>
public readonly record struct Claim(
    WorkspaceName Workspace, IReadOnlyList<string> Keys, string Person, TimeSpan Keep, IReadOnlyList<string>? Aliases = null);
