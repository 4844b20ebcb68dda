using System.Globalization;

namespace Renderer.Sandbox.People;

/// <summary>What a person does, likes and allows.</summary>
internal static class Habits
{
    public static readonly string[] Tiers = ["bronze", "silver", "gold", "platinum"];

    public static string? Tier(Seed seed) => seed.Pick(Draw.Tier, 100) switch
    {
        < 12 => null,
        < 52 => "bronze",
        < 77 => "silver",
        < 92 => "gold",
        _ => "platinum",
    };

    public static string? Points(Seed seed)
    {
        var least = Tier(seed) switch { "bronze" => 0, "silver" => 1_000, "gold" => 5_000, "platinum" => 20_000, _ => -1 };
        return least < 0 ? null : (least + seed.Pick(Draw.Points, 1_000 + (3 * least))).ToString(CultureInfo.InvariantCulture);
    }

    public static string? Birthday(Seed seed) =>
        seed.Chance(Draw.Birthday, 20) ? null : Day(new DateTime(1940, 1, 1).AddDays(seed.Pick(Draw.Birthday, 25_000, 1)));

    public static string SignupDate(Seed seed) => Day(SignUp(seed));

    public static string CreateDate(Seed seed) => Instant(SignUp(seed));

    public static string? LastSeen(Seed seed) => seed.Chance(Draw.LastSeen, 15) ? null : Instant(Seen(seed));

    public static string LastModified(Seed seed) => Instant(Seen(seed));

    public static string? FavouriteCategory(Seed seed) =>
        seed.Chance(Draw.Category, 20) ? null : Product.Categories[seed.Pick(Draw.Category, Product.Categories.Length, 1)];

    public static string? Interests(Seed seed)
    {
        var first = seed.Pick(Draw.Interests, Product.Categories.Length);
        var count = seed.Pick(Draw.Interests, 5, 1);
        return count == 0
            ? null
            : string.Join(';', Enumerable.Range(first, count).Select(turn => Product.Categories[turn % Product.Categories.Length]));
    }

    public static string? Marketing(Seed seed) => Consent(seed, Draw.Marketing, 70);

    public static string? Personalization(Seed seed) => Consent(seed, Draw.Personalization, 75);

    public static string? Profiling(Seed seed) => Consent(seed, Draw.Profiling, 40);

    // One in ten was never asked.
    private static string? Consent(Seed seed, Draw draw, int yes)
    {
        var roll = seed.Pick(draw, 100);
        return roll < yes ? "true" : roll < 90 ? "false" : null;
    }

    private static DateTime SignUp(Seed seed) =>
        Shopping.Today.AddDays(-500 - seed.Pick(Draw.SignUp, 2_500)).AddSeconds(seed.Pick(Draw.SignUp, 86_400, 1));

    private static DateTime Seen(Seed seed) =>
        Shopping.Today.AddDays(-seed.Pick(Draw.LastSeen, 400, 1)).AddSeconds(-seed.Pick(Draw.LastSeen, 86_400, 2));

    private static string Day(DateTime day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Instant(DateTime instant) => instant.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
