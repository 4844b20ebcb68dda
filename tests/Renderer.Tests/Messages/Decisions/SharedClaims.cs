using System.Collections.Concurrent;
using Renderer.Model;

namespace Renderer.Tests.Messages.Decisions;

/// <summary>A place that all nodes share, and that can be away.</summary>
internal sealed class SharedClaims : IClaims
{
    private readonly ConcurrentDictionary<string, byte[]> held = new();

    private readonly ConcurrentQueue<(string Key, byte[] Value)> behind = new();
    private bool isAway;

    /// <summary>What was only to be remembered is written when it is back.</summary>
    public bool IsAway
    {
        get => isAway;
        set
        {
            isAway = value;
            while (!value && behind.TryDequeue(out var late))
            {
                held.GetOrAdd(late.Key, late.Value);
            }
        }
    }

    public int Count => held.Count;

    public async ValueTask<byte[]?> FindAsync(Claim claim, CancellationToken cancellationToken)
    {
        await Task.Yield();
        return IsAway ? null : claim.Keys.Select(held.GetValueOrDefault).FirstOrDefault(value => value is not null);
    }

    public async ValueTask<byte[]> ClaimAsync(Claim claim, byte[] value, CancellationToken cancellationToken)
    {
        if (await ClaimNowAsync(claim, value, cancellationToken) is { } holds)
        {
            return holds;
        }

        behind.Enqueue((claim.Keys[0], value));
        return value;
    }

    public async ValueTask<byte[]?> ClaimNowAsync(Claim claim, byte[] value, CancellationToken cancellationToken)
    {
        await Task.Yield();
        return IsAway ? null : held.GetOrAdd(claim.Keys[0], value);
    }

    public async ValueTask CorrectAsync(Claim claim, byte[] value, CancellationToken cancellationToken)
    {
        await Task.Yield();
        if (!IsAway)
        {
            held[claim.Keys[0]] = value;
        }
    }
}
