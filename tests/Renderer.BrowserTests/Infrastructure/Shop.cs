using System.Globalization;

namespace Renderer.BrowserTests.Infrastructure;

/// <summary>The invented shop of the shipped templates, as far as mails show its photographs.</summary>
internal static class Shop
{
    private const string Photographs = "https://shop.people.example/img/";

    public static bool Has(string url) => url.StartsWith(Photographs, StringComparison.Ordinal);

    /// <summary>A photograph: a square of a product, or what stands above a letter.</summary>
    public static string Photograph(string url)
    {
        var name = Path.GetFileNameWithoutExtension(new Uri(url).AbsolutePath);
        var (width, height) = name.StartsWith("letter-", StringComparison.Ordinal) ? (1200, 640) : (640, 640);
        var hue = name.Sum(letter => letter) * 47 % 360;
        return string.Create(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">
              <rect width="{width}" height="{height}" fill="hsl({hue} 30% 72%)"/>
              <rect x="{(width / 2) - 150}" y="{height - 420}" width="300" height="340" rx="60" fill="hsl({hue} 45% 42%)"/>
              <rect x="{(width / 2) - 90}" y="{height - 490}" width="180" height="80" rx="20" fill="hsl({hue} 45% 30%)"/>
            </svg>
            """);
    }
}
