using System.Diagnostics;
using Renderer.Images;
using Renderer.Model;
using Renderer.Tests.HouseRules;
using Xunit;

namespace Renderer.Tests.Images;

/// <summary>Scenes from strangers: no crash, no hang, no limit exceeded, nothing of another's. A few seconds; ten minutes with <c>RENDERER_LONG=1</c>, or <c>RENDERER_FUZZ_SECONDS</c>.</summary>
public sealed class FuzzTests
{
    private static readonly ImageLimits Limits = new() { Pixels = 300_000, Bytes = 300_000, Frames = 20, MovingPixels = 2_000_000, TextCharacters = 1_500, KeptBytes = 4 << 20, Time = TimeSpan.FromMilliseconds(400) };

    [Fact]
    public async Task No_scene_makes_it_fail_hang_or_exceed_its_limits()
    {
        var limit = int.TryParse(Environment.GetEnvironmentVariable("RENDERER_FUZZ_SECONDS"), out var seconds) ? TimeSpan.FromSeconds(seconds)
            : Environment.GetEnvironmentVariable("RENDERER_LONG") == "1" ? TimeSpan.FromMinutes(10) : TimeSpan.FromSeconds(5);
        using var maker = new PictureMaker(new ImageSettings { Limits = Limits }, TimeProvider.System);
        var seeds = Seeds().ToList();
        var seed = limit > TimeSpan.FromSeconds(5) ? Environment.TickCount : 7;
        var (mutator, random) = (new SceneMutator(seed), new Random(seed));
        TestContext.Current.SendDiagnosticMessage($"seed {seed}");
        var (watch, drawn, tried, upon) = (Stopwatch.StartNew(), 0, 0, 0);
        while (watch.Elapsed < limit)
        {
            var scene = mutator.Change(seeds[random.Next(seeds.Count)]);
            var order = new SceneOrder
            {
                Scene = scene,
                Format = (PictureFormat)random.Next(3),
                Version = random.Next(2) == 0 ? null : "v" + random.Next(3),
                Width = random.Next(3) == 0 ? random.Next(-1, 400) : 200,
                Height = random.Next(3) == 0 ? random.Next(-1, 400) : 80,
                Scale = random.Next(1, 3),
                Dark = random.Next(2) == 0,
                Now = Drawn.Now,
                Images = _ => new byte[9],
            };
            var start = Environment.CpuUsage.TotalTime;
            var made = await maker.MakeAsync(order, TestContext.Current.CancellationToken);
            var took = Environment.CpuUsage.TotalTime - start;
            tried++;
            Assert.True(made.Failure != PictureFailure.Internal, $"{made.Detail}\n{scene}");
            // Double the limit, since what one call into the library takes is not cut short, and what other tests take counts, too.
            Assert.True(took < TimeSpan.FromSeconds(4), $"{took.TotalMilliseconds} ms\n{scene}");
            Assert.InRange(made.Bytes.Length, made.Failure == PictureFailure.None ? 1 : 0, Limits.Bytes);
            Assert.InRange((long)made.Width * made.Height, 0, Limits.Pixels);
            Assert.InRange(made.Frames, 0, Limits.Frames);
            Assert.InRange(maker.KeptBytes, 0, Limits.KeptBytes);
            if (made.Failure == PictureFailure.None)
            {
                drawn++;
                upon += random.Next(2) == 0 && scene.Length < 20_000 ? await CompareAsync(maker, order, mutator, random) : 0;
                if (seeds.Count < 400 && random.Next(4) == 0 && scene.Length < 20_000)
                {
                    seeds.Add(scene);
                }
            }
        }

        TestContext.Current.SendDiagnosticMessage($"{tried} scenes, {drawn} drawn, {upon} compared with what nothing was kept of");
        Assert.True(upon > 0, "no picture was made of what is kept");
        Assert.True(drawn > 20, $"of {tried} scenes only {drawn} could be drawn: the mutator breaks too much");
    }

    /// <summary>Draws scenes that begin as one does, once with what is kept and once without: how many were drawn with it.</summary>
    private static async Task<int> CompareAsync(PictureMaker maker, SceneOrder order, SceneMutator mutator, Random random)
    {
        var (from, upon) = (random.Next(order.Scene.Length), 0);
        var version = "f" + random.Next();
        for (var person = 0; person < 7; person++)
        {
            // As JPEG, equal pictures are equal bytes.
            var own = order with { Scene = mutator.Personalize(order.Scene, from), Format = PictureFormat.Jpeg, Version = version };
            var made = await maker.MakeAsync(own);
            if (made.KeptPartUsed)
            {
                upon++;
                var whole = await maker.MakeAsync(own with { Version = null });
                Assert.True(whole.Failure is PictureFailure.TooSlow or PictureFailure.SceneTooLarge or PictureFailure.BadImage || whole.Bytes.Span.SequenceEqual(made.Bytes.Span), $"another picture than without what is kept\n{own.Scene}");
            }
        }

        return upon;
    }

    private static IEnumerable<string> Seeds()
    {
        yield return Tree.Read("src/Renderer.Images/Sheet/sheet.svg");
        yield return Drawn.Svg("<rect width='200' height='80' fill='#1c5d4b'/><text x='9' y='50' font-size='28' fill='#fff' data-countdown='2026-12-01T12:00:09Z'/><text data-show='ended' y='20'>over</text>", "width='200' height='80' data-frames='12'");
        yield return Drawn.Svg("<g data-slide='1'><text y='20'>one</text></g><g data-slide='2'><text y='20' data-width='60' data-lines='2'>two and a little more text</text></g>");
        yield return Drawn.Svg("<defs><linearGradient id='a'><stop stop-color='red'/><stop offset='1'/></linearGradient><clipPath id='c'><circle r='30'/></clipPath></defs><g clip-path='url(#c)' opacity='.5'><path d='M1 1L50 50Z' fill='url(#a)' stroke='#000'/></g><use href='#c'/><text y='30'>שלום abc 12</text>");
        yield return Drawn.Svg("<rect data-mark='qr' width='60' height='60' data-text='abc'/><rect data-mark='code128' x='70' width='90' height='30' data-text='A123456'/><rect data-mark='stars' y='60' width='90' height='20' data-value='3.5'/><rect data-mark='bars' x='100' y='40' width='90' height='40' data-values='1,2,3'/>");
    }
}
