using System.Globalization;

namespace Renderer.Sandbox.People;

/// <summary>What a person bought, left in the cart, and might like.</summary>
internal static class Shopping
{
    /// <summary>"Today" of the invented people: fixed, so that they are the same every day.</summary>
    public static readonly DateTime Today = new(2026, 11, 1, 0, 0, 0, DateTimeKind.Utc);

    public static string OrderCount(Seed seed) => Count(seed).ToString(CultureInfo.InvariantCulture);

    public static string? Orders(Seed seed) => Count(seed) == 0 ? null : DataFile.Text(writer =>
    {
        var culture = Culture.Of(seed);
        writer.WriteStartArray();
        for (var order = 0; order < Count(seed); order++)
        {
            writer.WriteStartObject();
            writer.WriteString("number", $"O-{seed.Id}-{Count(seed) - order}");
            writer.WriteString("date", Date(seed, order));
            writer.WriteNumber("total", Total(seed, order));
            writer.WriteString("currency", culture.Currency);
            writer.WriteStartArray("items");
            foreach (var (product, quantity) in Lines(seed, order))
            {
                Product.WriteLine(writer, product, culture, quantity, links: false);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    });

    public static string? LastOrderDate(Seed seed) => Count(seed) == 0 ? null : Date(seed, 0);

    public static string? LastOrderTotal(Seed seed) => Count(seed) == 0 ? null : Culture.Of(seed).Money(Total(seed, 0));

    public static string LifetimeValue(Seed seed) =>
        Culture.Of(seed).Money(Enumerable.Range(0, Count(seed)).Sum(order => Total(seed, order)));

    public static string? Cart(Seed seed) => !seed.Chance(Draw.Cart, 45) ? null : DataFile.Text(writer =>
    {
        writer.WriteStartArray();
        foreach (var (product, quantity) in Lines(seed, -1))
        {
            Product.WriteLine(writer, product, Culture.Of(seed), quantity);
        }

        writer.WriteEndArray();
    });

    public static string? Recommended(Seed seed) => !seed.Chance(Draw.Recommended, 88) ? null : DataFile.Text(writer =>
    {
        var first = seed.Pick(Draw.Recommended, Product.All.Length, 1);
        writer.WriteStartArray();
        for (var turn = 0; turn < 3; turn++)
        {
            // A step of seven never meets the same of 24 products twice in three turns.
            Product.WriteLine(writer, Product.All[(first + (7 * turn)) % Product.All.Length], Culture.Of(seed));
        }

        writer.WriteEndArray();
    });

    private static int Count(Seed seed) => Math.Max(0, seed.Pick(Draw.OrderCount, 8) - 2);

    private static string Date(Seed seed, int order) =>
        Today.AddDays(-seed.Pick(Draw.OrderDate, 90) - (order * 75)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static decimal Total(Seed seed, int order)
    {
        var culture = Culture.Of(seed);
        return Lines(seed, order).Sum(line => culture.Price(line.Product.Price) * line.Quantity);
    }

    // Order -1 is the cart.
    private static IEnumerable<(Product Product, int Quantity)> Lines(Seed seed, int order)
    {
        var turn = (order + 1) * 4;
        var first = seed.Pick(Draw.OrderItems, Product.All.Length, turn);
        for (var line = 0; line <= seed.Pick(Draw.OrderItems, 3, turn + 1); line++)
        {
            yield return (Product.All[(first + (5 * line)) % Product.All.Length], 1 + (seed.Pick(Draw.Quantity, 5, turn + line) / 3));
        }
    }
}
