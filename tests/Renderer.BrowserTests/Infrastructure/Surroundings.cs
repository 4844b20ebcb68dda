using Microsoft.Playwright;

namespace Renderer.BrowserTests.Infrastructure;

/// <summary>Where a mail is looked at: on what, and in which light.</summary>
internal sealed record Surroundings(string Name, int Width, int Height, float Scale, ColorScheme Light)
{
    /// <summary>A window and a phone, in light and dark.</summary>
    public static IReadOnlyList<Surroundings> All { get; } =
    [
        new("wide-light", 1100, 900, 1, ColorScheme.Light),
        new("wide-dark", 1100, 900, 1, ColorScheme.Dark),
        new("phone-light", 390, 844, 2, ColorScheme.Light),
        new("phone-dark", 390, 844, 2, ColorScheme.Dark),
    ];

    public BrowserNewContextOptions Options => new()
    {
        ViewportSize = new ViewportSize { Width = Width, Height = Height },
        DeviceScaleFactor = Scale,
        IsMobile = Scale > 1,
        HasTouch = Scale > 1,
        ColorScheme = Light,
        Locale = "en-GB",
    };
}
