using System.Globalization;
using System.Text.Json;

namespace Renderer.Sandbox.People;

/// <summary>People written by hand (p0001 to p0012), people with odd names (p0010, p0030, …) and hostile people (p0020, p0040, … p1000).</summary>
internal static class Oddities
{
    private static readonly Material Odd = DataFile.Read<Material>("oddities.json");
    private static readonly Dictionary<int, Dictionary<string, string?>> All = Everyone();

    /// <summary>Whether that attribute of that person was set here, to a value or to nothing.</summary>
    public static bool TryGet(Seed seed, string name, out string? value)
    {
        value = null;
        return seed.Kind == 'p' && All.TryGetValue(seed.Number, out var attributes) && attributes.TryGetValue(name, out value);
    }

    private static Dictionary<int, Dictionary<string, string?>> Everyone()
    {
        var all = new Dictionary<int, Dictionary<string, string?>>();
        for (var number = 10; number <= Seed.Varied; number += 20)
        {
            all[number] = Named(number / 20);
            all[number + 10] = Hostile(number / 20);
        }

        foreach (var (id, attributes) in DataFile.Read<Dictionary<string, Dictionary<string, JsonElement>>>("showcase.json"))
        {
            all[int.Parse(id.AsSpan(1), CultureInfo.InvariantCulture)] = attributes.ToDictionary(one => one.Key, one => Text(one.Value));
        }

        return all;
    }

    private static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => value.GetString(),
        _ => DataFile.Text(value.WriteTo),
    };

    private static Dictionary<string, string?> Named(int turn) => new()
    {
        ["firstname"] = Odd.Names[turn % Odd.Names.Length],
        ["lastname"] = Odd.Names[((turn * 5) + 7) % Odd.Names.Length],
    };

    // Tier, dates and consent stay sane: a hostile person must reach every variant of a template.
    private static Dictionary<string, string?> Hostile(int turn)
    {
        var attributes = new Dictionary<string, string?>
        {
            ["firstname"] = Nasty(turn),
            ["lastname"] = Nasty((turn * 7) + 5),
            ["city"] = Nasty((turn * 11) + 9),
            ["store"] = Nasty((turn * 13) + 3),
            ["favourite_category"] = Nasty((turn * 5) + 17),
            ["interests"] = $"{Nasty(turn + 1)};{Nasty(turn + 2)}",
            ["website"] = Odd.Urls[turn % Odd.Urls.Length],
            ["bio"] = $"<p onclick=\"alert(1)\">{Nasty(turn + 3)}<iframe src=\"{Odd.Urls[turn % Odd.Urls.Length]}\"></iframe></p>",
            ["cart"] = Lines(turn, quantity: true),
            ["recommended"] = Lines(turn + 4, quantity: false),
        };
        foreach (var (name, value) in Extremes(turn))
        {
            attributes[name] = value;
        }

        return attributes;
    }

    private static (string Name, string Value)[] Extremes(int turn) => (turn % 10) switch
    {
        0 => [("points", "-1"), ("last_order_total", "-0.005")],
        1 => [("points", "1E308"), ("lifetime_value", "79228162514264337593543950336")],
        2 => [("birthday", "0001-01-01"), ("last_order_date", "9999-12-31")],
        3 => [("cart", "{\"not\":\"a list\"}")],
        4 => [("locale", "xx-INVALID"), ("time_zone", "Mars/Olympus_Mons"), ("currency", "<€>"), ("bio", Huge(60_000))],
        5 => [("cart", "[{\"sku\":\"CUT"), ("recommended", "null")],
        6 => [("locale", "de_DE"), ("currency", "eur"), ("language", "<i>")],
        7 => [("lastname", Huge(2_000)), ("interests", ";;;")],
        8 => [("locale", "../../etc"), ("time_zone", "+25:00"), ("country", "'\"><")],
        _ => [("points", "1e-7"), ("cart", "[]"), ("recommended", "[null,1,\"x\",{}]")],
    };

    private static string Lines(int turn, bool quantity) => DataFile.Text(writer =>
    {
        writer.WriteStartArray();
        for (var line = 0; line < 2; line++)
        {
            writer.WriteStartObject();
            writer.WriteString("sku", Nasty(turn + line + 19));
            writer.WriteString("name", Nasty(turn + line + 7));
            writer.WriteNumber("price", line == 0 ? 9.99m : -1m);
            if (quantity)
            {
                writer.WriteNumber("quantity", line == 0 ? 1 : 1_000_000);
            }

            writer.WriteString("image", Odd.Urls[(turn + line) % Odd.Urls.Length]);
            writer.WriteString("url", Odd.Urls[(turn + line + 3) % Odd.Urls.Length]);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    });

    private static string Nasty(int turn) => Odd.Hostile[turn % Odd.Hostile.Length];

    private static string Huge(int length) => string.Concat(Enumerable.Repeat("long<wörd>&\" ", (length / 13) + 1))[..length];

    private sealed record Material(string[] Hostile, string[] Urls, string[] Names);
}
