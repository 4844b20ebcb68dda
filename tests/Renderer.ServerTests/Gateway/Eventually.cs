using System.Diagnostics;
using Xunit;

namespace Renderer.ServerTests.Gateway;

/// <summary>Waits for what takes its time, and says how long it took.</summary>
internal static class Eventually
{
    public static async Task<TimeSpan> HoldsAsync(Func<Task<bool>> condition, double seconds = 20)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                if (await condition())
                {
                    return watch.Elapsed;
                }
            }
            catch (HttpRequestException)
            {
                // Not yet.
            }

            Assert.True(watch.Elapsed.TotalSeconds < seconds, $"not within {seconds} s");
            await Task.Delay(20);
        }
    }
}
