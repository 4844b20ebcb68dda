using System.Diagnostics;
using Xunit;

namespace Renderer.Tests.Infrastructure;

/// <summary>Waits for what other threads or processes bring about, and says how long it took.</summary>
internal static class Eventually
{
    public static async Task<TimeSpan> TrueAsync(Func<Task<bool>> condition, TimeSpan? within = null)
    {
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(watch.Elapsed < (within ?? TimeSpan.FromSeconds(20)), $"Not true after {watch.Elapsed}.");
            await Task.Delay(20);
        }

        return watch.Elapsed;
    }

    public static Task<TimeSpan> TrueAsync(Func<bool> condition, TimeSpan? within = null) =>
        TrueAsync(() => Task.FromResult(condition()), within);
}
