using Renderer.BrowserTests.Infrastructure;
using Xunit;

namespace Renderer.BrowserTests.Mails;

/// <summary>The reader objects to what a reader would: without that the other tests say nothing.</summary>
public sealed class ReaderTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const string Good = "<!doctype html><html lang=\"en\"><head><title>x</title>{0}</head><body><p>Hello</p>{1}</body></html>";
    private const string Photograph = "https://shop.people.example/img/tea-01.png";

    [Theory]
    [InlineData("<img src=\"" + Photograph + "\" width=\"80\" height=\"80\" alt=\"\">", null)]
    [InlineData("<img src=\"missing.png\" width=\"80\" height=\"80\" alt=\"\">", "is not there")]
    [InlineData("<img src=\"https://elsewhere.example/x.png\" width=\"80\" height=\"80\" alt=\"\">", "outside: https://elsewhere.example/x.png")]
    [InlineData("<img src=\"" + Photograph + "\" width=\"80\" height=\"60\" alt=\"\">", "has 640 x 640, and declares 80 x 60")]
    [InlineData("<img src=\"" + Photograph + "\" width=\"80\" height=\"80\" alt=\"\" style=\"width:80px;height:20px\">", "out of its proportion")]
    [InlineData("<img src=\"" + Photograph + "\" width=\"1200\" height=\"1200\" alt=\"\">", "beyond the window's")]
    [InlineData("<img src=\"" + Photograph + "\" alt=\"\">", "declares no size")]
    [InlineData("<div style=\"width:2000px\">wide</div>", "the page is")]
    [InlineData("<p style=\"color:#777;background-color:#888\">pale</p>", "\"pale\" has a contrast of 1.")]
    [InlineData("<style>@media (prefers-color-scheme:dark){body{background-color:#fff;color:#000}}</style>", "the page is light where")]
    [InlineData("<script>console.error('said')</script>", "console: said")]
    [InlineData("<script>throw new Error('thrown')</script>", "script: Error: thrown")]
    [InlineData("<img src=\"" + Photograph + "?forbidden\" width=\"80\" height=\"80\" alt=\"\">", "policy img-src")]
    public async Task A_reader_objects_to(string html, string? fault)
    {
        var folder = Directory.CreateTempSubdirectory("renderer-reader-").FullName;
        var file = Path.Combine(folder, "mail.html");
        var policy = html.Contains("forbidden", StringComparison.Ordinal) ? "<meta http-equiv=\"Content-Security-Policy\" content=\"img-src 'none'\">" : "";
        await File.WriteAllTextAsync(file, Good.Replace("{0}", policy + "<style>:root{color-scheme:light dark}</style>", StringComparison.Ordinal).Replace("{1}", html, StringComparison.Ordinal));
        await using var reader = await Reader.SitDownAsync(chromium.Browser, Surroundings.All.Single(one => one.Name == "phone-dark"), "http://127.0.0.1:1");
        var seen = await reader.OpenAsync("file://" + file);
        Directory.Delete(folder, recursive: true);
        if (fault is null)
        {
            Assert.Equal([], seen.Faults);
        }
        else
        {
            Assert.Contains(seen.Faults, each => each.Contains(fault, StringComparison.Ordinal));
        }
    }
}
