namespace Renderer.Tests.Profiles.Reading;

/// <summary>A machine's clock that is wrong by a constant, but goes at the right pace.</summary>
internal sealed class SkewedTime(TimeSpan skew) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + skew;
}
