using System.Globalization;
using Renderer.Images;
using Renderer.Images.Keeping;
using Renderer.Images.Scenes;
using Renderer.Model;
using Xunit;

namespace Renderer.Tests.Images;

public sealed class KeptPartTests
{
    private static readonly ImageSettings Patient = new() { Limits = new ImageLimits { Time = TimeSpan.FromSeconds(20) } };

    private static string Scene(string name, string before = "") => Drawn.Svg(
        "<defs><linearGradient id='a'><stop stop-color='red'/><stop offset='1' stop-color='blue'/></linearGradient></defs><style>.b{fill:#fff}</style>"
        + $"<g transform='translate(3 4)'><rect width='150' height='60' fill='url(#a)'/>{before}<text class='b' x='10' y='40'>Hi {name}!</text></g><circle cx='180' cy='60' r='12' fill='url(#a)'/>");

    [Theory]
    [InlineData(PictureFormat.Png)]
    [InlineData(PictureFormat.Jpeg)]
    [InlineData(PictureFormat.Gif)]
    public async Task A_picture_over_what_is_kept_is_the_same_picture(PictureFormat format)
    {
        using var maker = new PictureMaker(Patient, TimeProvider.System);
        foreach (var name in new[] { "Ann", "Bob", "Čeněk", "Ann", "مريم", "&lt;b&gt;", "Zoë" })
        {
            var order = Drawn.Order(Scene(name), format) with { Version = "v1" };
            await Drawn.MakeAsync(order);
            var kept = await maker.MakeAsync(order);
            var whole = await maker.MakeAsync(order with { Version = null });
            using var a = Drawn.Decode(kept);
            using var b = Drawn.Decode(whole);
            Assert.Equal(0, Drawn.Difference(a, b));
        }
    }

    [Fact]
    public async Task From_the_third_scene_of_a_version_on_only_what_differs_is_drawn()
    {
        using var maker = new PictureMaker(Patient, TimeProvider.System);
        var used = new List<bool>();
        foreach (var name in new[] { "Ann", "Bob", "Carl", "Dora" })
        {
            used.Add((await maker.MakeAsync(Drawn.Order(Scene(name)) with { Version = "v1" })).KeptPartUsed);
        }

        Assert.Equal([false, false, true, true], used);
        Assert.False((await maker.MakeAsync(Drawn.Order(Scene("Eve")) with { Version = "v2" })).KeptPartUsed);
        Assert.False((await maker.MakeAsync(Drawn.Order(Scene("Eve")) with { Version = "v1", Dark = true })).KeptPartUsed);
        Assert.False((await maker.MakeAsync(Drawn.Order(Scene("Eve")) with { Version = "v1", Scale = 2 })).KeptPartUsed);
    }

    [Fact]
    public async Task An_image_that_has_changed_is_drawn_anew()
    {
        using var maker = new PictureMaker(Patient, TimeProvider.System);
        var red = (await Drawn.MakeAsync(Drawn.Order(Drawn.Svg("<rect width='200' height='80' fill='red'/>")))).Bytes;
        var blue = (await Drawn.MakeAsync(Drawn.Order(Drawn.Svg("<rect width='200' height='80' fill='blue'/>")))).Bytes;
        var shown = red;
        foreach (var (name, color) in new[] { ("a", "ffff0000"), ("b", "ffff0000"), ("c", "ffff0000"), ("d", "ff0000ff"), ("e", "ff0000ff") })
        {
            shown = color == "ff0000ff" ? blue : red;
            var order = Drawn.Order(Drawn.Svg($"<image href='it' width='200' height='80'/><text y='70'>{name}</text>")) with { Version = "v", Images = _ => shown };
            using var picture = Drawn.Decode(await maker.MakeAsync(order));
            Assert.Equal("#" + color, picture.GetPixel(100, 20).ToString());
        }
    }

    [Theory]
    [InlineData("<g id='x'><rect width='30' height='30' fill='red'/><text y='30'>{0}</text></g><use href='#x' y='40'/>")]
    [InlineData("<g id='x'><rect width='30' height='30' fill='red'/><text y='30'>{0}</text></g><use href='&#35;x' x='90'/>")]
    [InlineData("<symbol id='s'><use href='#x' y='40'/></symbol><g id='x'><rect width='30' height='30' fill='red'/><text y='30'>{0}</text></g><use href='#s'/>")]
    public async Task A_group_that_is_used_again_shows_the_persons_own_content(string inside)
    {
        using var maker = new PictureMaker(Patient, TimeProvider.System);
        foreach (var name in new[] { "Ann", "Bob", "Carl", "Dora" })
        {
            var order = Drawn.Order(Drawn.Svg("<rect width='200' height='80' fill='#fff'/>" + string.Format(CultureInfo.InvariantCulture, inside, name))) with { Version = "v" };
            using var kept = Drawn.Decode(await maker.MakeAsync(order));
            using var whole = Drawn.Decode(await maker.MakeAsync(order with { Version = null }));
            Assert.True(Drawn.Difference(kept, whole) == 0, $"{name} sees another picture");
        }
    }

    [Fact]
    public async Task A_group_with_an_id_that_only_a_later_scene_uses_again_shows_that_persons_content()
    {
        using var maker = new PictureMaker(Patient, TimeProvider.System);
        foreach (var (name, again) in new[] { ("Ann", ""), ("Bob", ""), ("Carl", ""), ("Dora", "<use href='#x' y='40'/>") })
        {
            var order = Drawn.Order(Drawn.Svg($"<rect width='200' height='80' fill='#fff'/><g id='x'><rect width='30' height='30' fill='red'/><text y='30'>{name}</text></g>{again}")) with { Version = "v" };
            var made = await maker.MakeAsync(order);
            using var kept = Drawn.Decode(made);
            using var whole = Drawn.Decode(await maker.MakeAsync(order with { Version = null }));
            Assert.Equal(name == "Carl", made.KeptPartUsed);
            Assert.True(Drawn.Difference(kept, whole) == 0, $"{name} sees another picture");
        }
    }

    [Fact]
    public async Task What_is_kept_stays_within_its_bytes()
    {
        using var maker = new PictureMaker(Patient with { Limits = Patient.Limits with { KeptBytes = 400_000 } }, TimeProvider.System);
        for (var version = 0; version < 20; version++)
        {
            foreach (var name in new[] { "Ann", "Bob", "Carl" })
            {
                await maker.MakeAsync(Drawn.Order(Scene(name)) with { Version = $"v{version}" });
                Assert.InRange(maker.KeptBytes, 1, 400_000);
            }
        }
    }

    [Theory]
    // A style sheet behind would have styled what is kept; what moves is never kept; a faded group cannot be left in between.
    [InlineData("<rect/><text>A</text><style>rect{fill:red}</style>", "<rect/><text>B</text><style>rect{fill:red}</style>", null)]
    [InlineData("<rect/><g data-slide='1'><rect/></g><text>A</text>", "<rect/><g data-slide='1'><rect/></g><text>B</text>", "<g data-slide")]
    [InlineData("<rect/><g opacity='.5'><rect/><text>A</text></g>", "<rect/><g opacity='.5'><rect/><text>B</text></g>", "<g opacity")]
    [InlineData("<rect/><g data-dark-opacity='.5'><rect/><text>A</text></g>", "<rect/><g data-dark-opacity='.5'><rect/><text>B</text></g>", "<g data-dark-opacity")]
    [InlineData("<rect/><text data-countdown='x'/><text>A</text><style>rect{fill:red}</style>", "<rect/><text data-countdown='x'/><text>B</text><style>rect{fill:red}</style>", null)]
    [InlineData("<text>A</text><rect/>", "<text>B</text><rect/>", null)]
    public void A_scene_is_cut_only_where_nothing_reaches_back(string one, string other, string? before)
    {
        var (a, b) = (Drawn.Svg(one), Drawn.Svg(other));
        var boundary = Boundary.Find(b, SceneReader.Read(b, new ImageLimits()).Tree!, a.AsSpan().CommonPrefixLength(b));
        Assert.Equal(before, boundary is { } found ? b[found.At..][..before!.Length] : null);
    }
}
