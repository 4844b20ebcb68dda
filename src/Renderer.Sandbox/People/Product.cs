using System.Text.Json;

namespace Renderer.Sandbox.People;

/// <summary>Something the invented shop sells; the price is in euros.</summary>
internal sealed record Product(string Sku, string Name, string Category, decimal Price, string Image, string Url)
{
    public static readonly Product[] All = DataFile.Read<Product[]>("products.json");

    public static readonly string[] Categories = [.. All.Select(product => product.Category).Distinct()];

    /// <summary>A line of a cart, an order or a list of recommendations; members that are null are left out.</summary>
    public static void WriteLine(Utf8JsonWriter writer, Product product, Culture culture, int? quantity = null, bool links = true)
    {
        writer.WriteStartObject();
        writer.WriteString("sku", product.Sku);
        writer.WriteString("name", product.Name);
        writer.WriteNumber("price", culture.Price(product.Price));
        if (quantity is { } count)
        {
            writer.WriteNumber("quantity", count);
        }

        if (links)
        {
            writer.WriteString("image", product.Image);
            writer.WriteString("url", product.Url);
        }

        writer.WriteEndObject();
    }
}
