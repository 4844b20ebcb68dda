using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Renderer.Images;
using Renderer.Model;
using SkiaSharp;

namespace Renderer.Benchmarks.Images;

/// <summary>The pictures that other libraries are measured by, made by ours: each of another person, one after the other.</summary>
internal static class PeerPictures
{
    private const string Fonts = "/usr/share/fonts/truetype/dejavu/";
    private const int People = 1_000;
    private const int Warm = 10_000;
    private const long FirstSeconds = 500_000;
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddYears(56);

    /// <param name="peers">A folder with <c>workload/bg.png</c>, <c>workload/profiles.json</c> and the others' pictures of the first person in <c>out/img</c>.</param>
    /// <param name="milliseconds">How long each is measured.</param>
    public static async Task RunAsync(string peers, int milliseconds)
    {
        var ground = await File.ReadAllBytesAsync(Path.Combine(peers, "workload/bg.png"));
        var people = JsonSerializer.Deserialize<JsonElement[]>(await File.ReadAllBytesAsync(Path.Combine(peers, "workload/profiles.json")))!;
        var settings = new ImageSettings
        {
            Fonts = [File.ReadAllBytes(Fonts + "DejaVuSans.ttf"), File.ReadAllBytes(Fonts + "DejaVuSans-Bold.ttf")],

            // On a machine that has much else to do a picture may wait for its processor.
            Limits = new ImageLimits { Time = TimeSpan.FromMinutes(1) },
        };
        using var usual = new PictureMaker(settings, TimeProvider.System);
        SceneOrder Offer(int person, PictureFormat format) => new()
        {
            Scene = OfferScene(people[person]), Format = format, Version = "offer", Images = address => address == "bg.png" ? ground : null,
        };
        SceneOrder Clock(int person) => new() { Scene = ClockScene(FirstSeconds + (person * 61)), Format = PictureFormat.Gif, Version = "clock", Now = Now };
        var folder = Directory.CreateDirectory(Path.Combine(peers, "out/ours")).FullName;
        Console.WriteLine("case                          ms    cpu ms       KB");
        await MeasureAsync(usual, "PNG 600x200", "offer.png", person => Offer(person, PictureFormat.Png));
        foreach (var level in new[] { 1, 6, 9 })
        {
            using var other = new PictureMaker(settings with { PngLevel = level }, TimeProvider.System);
            await MeasureAsync(other, $"PNG 600x200, level {level}", $"offer-{level}.png", person => Offer(person, PictureFormat.Png));
        }

        await MeasureAsync(usual, "PNG, nothing kept", "offer-whole.png", person => Offer(person, PictureFormat.Png) with { Version = null });
        await MeasureAsync(usual, "JPEG 600x200", "offer.jpg", person => Offer(person, PictureFormat.Jpeg));
        await MeasureAsync(usual, "GIF 400x100, 60 frames", "clock.gif", Clock);
        Compare(peers, folder);

        async Task MeasureAsync(PictureMaker maker, string name, string file, Func<int, SceneOrder> order)
        {
            var orders = Enumerable.Range(0, People).Select(order).ToArray();
            // What is kept is compressed beside the first pictures.
            for (var warm = Stopwatch.StartNew(); warm.ElapsedMilliseconds < Math.Max(Warm, milliseconds);)
            {
                foreach (var one in orders.AsSpan(0, 100).ToArray())
                {
                    await OneAsync(maker, one);
                }
            }

            await File.WriteAllBytesAsync(Path.Combine(folder, file), (await OneAsync(maker, orders[0])).ToArray());
            var (times, sizes, cpu, watch) = (new List<double>(), new List<double>(), Environment.CpuUsage.TotalTime, Stopwatch.StartNew());
            for (var at = 0; watch.ElapsedMilliseconds < milliseconds; at++)
            {
                var start = Stopwatch.GetTimestamp();
                sizes.Add((await OneAsync(maker, orders[at % People])).Length);
                times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }

            var spent = (Environment.CpuUsage.TotalTime - cpu).TotalMilliseconds / times.Count;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-26} {Median(times),6:0.00} {spent,9:0.00} {Median(sizes) / 1000,8:0.0}"));
        }

        static async Task<ReadOnlyMemory<byte>> OneAsync(PictureMaker maker, SceneOrder order)
        {
            var made = await maker.MakeAsync(order);
            return made.Failure == PictureFailure.None ? made.Bytes : throw new InvalidOperationException($"{made.Failure} {made.Detail}");
        }
    }

    private static void Compare(string peers, string folder)
    {
        Console.WriteLine("\nSSIM of ours to the others' pictures of the same person");
        var theirs = Directory.GetFiles(Path.Combine(peers, "out/img")).Where(file => file.EndsWith(".png", StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToArray();
        using var png = Similarity.Read(Path.Combine(folder, "offer.png"));
        using var jpeg = Similarity.Read(Path.Combine(folder, "offer.jpg"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"JPEG to our own PNG          {Similarity.Of(jpeg, png):0.0000}"));
        foreach (var file in theirs)
        {
            using var other = Similarity.Read(file);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"PNG, JPEG to {Path.GetFileName(file),-14}  {Similarity.Of(png, other):0.0000} {Similarity.Of(jpeg, other):0.0000}"));
        }

        foreach (var file in Directory.GetFiles(Path.Combine(peers, "out/img"), "*.gif").Where(file => new FileInfo(file).Length < 1_000_000).Order(StringComparer.Ordinal))
        {
            var (ours, others) = (Frames(Path.Combine(folder, "clock.gif")), Frames(file));
            var alike = ours.Zip(others, Similarity.Of).ToArray();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"GIF to {Path.GetFileName(file),-14} {ours.Count} and {others.Count} frames: mean {alike.Average():0.0000}, least {alike.Min():0.0000}"));
        }
    }

    private static List<SKBitmap> Frames(string file)
    {
        using var codec = SKCodec.Create(file);
        var frames = new List<SKBitmap>();
        for (var at = 0; at < codec.FrameCount; at++)
        {
            var frame = new SKBitmap(new SKImageInfo(codec.Info.Width, codec.Info.Height, SKColorType.Bgra8888, SKAlphaType.Premul));
            codec.GetPixels(frame.Info, frame.GetPixels(), new SKCodecOptions(at));
            frames.Add(frame);
        }

        return frames;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static string OfferScene(JsonElement person) => $"""
        <svg xmlns="http://www.w3.org/2000/svg" width="600" height="200">
        <image href="bg.png" width="600" height="200"/>
        <text x="32" y="90" font-family="DejaVu Sans" font-weight="700" font-size="28" fill="#fff" text-rendering="optimizeSpeed">Hi {Text(person, "first_name", "there")}, your offer is ready</text>
        <text x="32" y="135" font-family="DejaVu Sans" font-size="20" fill="#ffe9b0" text-rendering="optimizeSpeed">Use code {Text(person, "coupon", "")} before {Text(person, "offer_expires_at", "")[..10]}</text>
        </svg>
        """;

    private static string ClockScene(long seconds) => $"""
        <svg xmlns="http://www.w3.org/2000/svg" width="400" height="100" data-frames="60" font-family="DejaVu Sans" text-rendering="optimizeSpeed">
        <rect width="400" height="100" fill="#1c5d4b"/>
        <g font-size="13" fill="#ffe9b0"><text x="30" y="86">DAYS</text><text x="125" y="86">HOURS</text><text x="220" y="86">MINUTES</text><text x="315" y="86">SECONDS</text></g>
        <text x="22" y="58" font-size="40" font-weight="700" fill="#fff" data-countdown="{Now.AddSeconds(seconds):O}"/>
        </svg>
        """;

    private static string Text(JsonElement person, string name, string otherwise) =>
        person.TryGetProperty(name, out var value) && value.GetString() is { Length: > 0 } text ? System.Security.SecurityElement.Escape(text) : otherwise;
}
