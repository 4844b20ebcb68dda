using Renderer.Model;

namespace Renderer.Profiles;

/// <summary>The time line that all nodes share: Redis' TIME where there is a Redis, else this node's own clock.</summary>
public sealed class SharedClock
{
    /// <summary>The best estimate of now.</summary>
    public Instant Now => throw new NotSupportedException();

    /// <summary>Surely not after now: what the begin of a fetch is stamped with.</summary>
    public Instant Begun => throw new NotSupportedException();

    /// <summary>Surely not before now: what an erasure is stamped with.</summary>
    public Instant Latest => throw new NotSupportedException();
}
