namespace Renderer.Sandbox.Faults;

/// <summary>How far behind the writes this call's reads are: a fault, or nothing.</summary>
internal sealed record ReadLag(TimeSpan Behind)
{
    public static TimeSpan Of(HttpContext context) => context.Features.Get<ReadLag>()?.Behind ?? TimeSpan.Zero;
}
