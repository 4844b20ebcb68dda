using System.Globalization;

namespace Renderer.Sandbox.People;

/// <summary>Where a person lives, and how names and money look there.</summary>
internal sealed record Culture(
    string Locale, string Country, string Zone, string Currency, decimal PerEuro, int Decimals, string[] Cities, string[] First, string[] Last)
{
    private static readonly Culture[] All = DataFile.Read<Culture[]>("cultures.json");

    public string Language => Locale[..2];

    public static Culture Of(Seed seed) => All[(seed.Number - 1) % All.Length];

    /// <summary>The how manieth person of this culture that is, from 0.</summary>
    public static int Rank(Seed seed) => (seed.Number - 1) / All.Length;

    /// <summary>A price in euros as it is asked here.</summary>
    public decimal Price(decimal euros) => Math.Round(euros * PerEuro, Decimals, MidpointRounding.AwayFromZero);

    /// <summary>An amount as HubSpot keeps it: a point, no grouping.</summary>
    public string Money(decimal amount) => amount.ToString($"F{Decimals}", CultureInfo.InvariantCulture);
}
