namespace Renderer.Soak;

internal static class Fresh
{
    public static Task<int> RunAsync(string bin, TimeSpan span, int lagMs, CancellationToken stop) => Task.FromResult(0);
}
