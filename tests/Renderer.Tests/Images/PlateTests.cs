using Renderer.Images;
using Renderer.Images.Keeping;
using Renderer.Model;
using Xunit;

namespace Renderer.Tests.Images;

public sealed class PlateTests
{
    [Fact]
    public void Work_is_done_one_after_the_other_and_a_fault_ends_nothing()
    {
        var queue = new PlateQueue();
        using var done = new CountdownEvent(20);
        var (at, most) = (0, 0);
        for (var work = 0; work < 20; work++)
        {
            var fails = work % 2 == 0;
            Assert.True(queue.TryAdd(() =>
            {
                most = Math.Max(most, Interlocked.Increment(ref at));
                Thread.SpinWait(20_000);
                Interlocked.Decrement(ref at);
                done.Signal();
                if (fails)
                {
                    throw new InvalidOperationException("a fault of a test");
                }
            }));
        }

        Assert.True(done.Wait(TimeSpan.FromSeconds(30)));
        Assert.Equal(1, most);
    }

    [Fact]
    public void Where_too_much_waits_more_is_refused()
    {
        var queue = new PlateQueue();
        using var go = new ManualResetEventSlim();
        var taken = Enumerable.Range(0, 200).Count(_ => queue.TryAdd(() => go.Wait(TimeSpan.FromSeconds(30))));
        go.Set();
        Assert.InRange(taken, 64, 66);
    }

    [Theory]
    [InlineData(PictureFormat.Png)]
    [InlineData(PictureFormat.Jpeg)]
    public async Task What_is_compressed_beside_counts_as_kept(PictureFormat format)
    {
        using var maker = new PictureMaker(new ImageSettings { Limits = new ImageLimits { Time = TimeSpan.FromSeconds(20) } }, TimeProvider.System);
        SceneOrder Order(string name) => Drawn.Order(Drawn.Svg($"<rect width='200' height='80' fill='#1c5d4b'/><circle r='30'/><text y='20'>{name}</text>"), format) with { Version = "v" };
        foreach (var name in new[] { "Ann", "Bob" })
        {
            Assert.Equal(PictureFailure.None, (await maker.MakeAsync(Order(name))).Failure);
        }

        var before = maker.KeptBytes;
        for (var tries = 0; tries < 300 && maker.KeptBytes <= before + 100; tries++)
        {
            Assert.True((await maker.MakeAsync(Order("Carl"))).KeptPartUsed);
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        // Scenes of the last persons are a hundred characters each.
        Assert.True(maker.KeptBytes > before + 400, $"{maker.KeptBytes} after {before}");
    }
}
