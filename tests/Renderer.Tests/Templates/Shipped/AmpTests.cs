using System.Globalization;
using System.Text;
using System.Text.Json;
using Renderer.Model;
using Renderer.Templates;
using Renderer.Tests.Templates.Amp;
using Xunit;

namespace Renderer.Tests.Templates.Shipped;

/// <summary>The AMP parts of the shipped templates, for 100 invented people (1,000 with <c>RENDERER_LONG=1</c>), as AMP's official validator sees them.</summary>
public sealed class AmpTests
{
    private static readonly int People = Environment.GetEnvironmentVariable("RENDERER_LONG") == "1" ? 1000 : 100;

    private static readonly string[] Names =
    [
        "Ann", "Zoë", "Ярослав", "Ἀθηνᾶ", "陳", "مريم", "שרה", "🦊", "", " ", "<script>alert(1)</script>", "\"><img src=x>", "{{x}}", "{{{raw}}}{% if %}", "</template>", "O'Neill & Sons",
        "\u202egnp", "x\u0000y", "-->", "]]>",
    ];

    private static readonly string?[] Tiers = ["gold", "platinum", "silver", "bronze", null, "<b>"];
    private static readonly string?[] Stores = ["Berlin Mitte", null, "", "{{store}}", "<td>"];
    private static readonly string?[] Tastes = ["tea", "kitchen", "garden", "books", "home", null, "x"];
    private static readonly string[] Locales = ["en-US", "de-DE", "fr-FR", "ar-EG"];
    private static readonly string?[] Seen = ["2026-11-21T12:20:00.000Z", "2026-01-01T00:00:00Z", "2027-01-01", null, "never"];

    [Fact]
    public async Task Every_amp_part_passes_the_official_validator()
    {
        var documents = new List<(string Name, string Amp)>();
        foreach (var template in ShippedTemplates.Workspace.Templates.Values.OrderBy(t => t.Name, StringComparer.Ordinal))
        {
            Assert.Contains(Part.Amp, template.Parts);
            var samples = template.Samples.Select(sample => (sample.Name, sample));
            foreach (var (name, person) in samples.Concat(Enumerable.Range(0, People).Select(i => (i.ToString(CultureInfo.InvariantCulture), Person(i)))))
            {
                var mail = ShippedTemplates.Render(template.Name, person).Mail;
                Assert.True(mail.Amp is not null, $"{template.Name}/{name} has no AMP: {mail.AmpReason} {string.Join("; ", mail.Faults)}");
                documents.Add(($"{template.Name}/{name}", mail.Amp));
            }
        }

        var verdicts = await OfficialValidator.AskAsync(documents.Select(document => document.Amp));
        Assert.Equal(documents.Count, verdicts.Count);
        Assert.Empty(documents.Zip(verdicts).Where(pair => !pair.Second.IsValid || pair.Second.Errors.Count > 0).Take(5).Select(pair => $"{pair.First.Name}: {pair.Second} {string.Join("; ", pair.Second.Errors.Select(e => e.Message))}"));
    }

    [Fact]
    public void Html_and_amp_show_the_same_variant_of_every_block()
    {
        foreach (var (template, sample) in ShippedTemplates.Samples().Select(row => row.Data))
        {
            var (choices, mail) = ShippedTemplates.Render(template, sample);
            var words = choices.Select(choice => choice.Variant).ToList();
            Assert.True(mail.Amp is not null, $"{template}/{sample}: {string.Join("; ", mail.Faults)}");

            // What a template says of the variant in words of its own stands in both or in neither.
            foreach (var title in new[] { "The good shelf is yours", "Your door opens first", "We kept your place", "Your basket is empty", "Picked for you", "A good place to start", "A tasting evening at" })
            {
                Assert.True(mail.Html!.Contains(title, StringComparison.Ordinal) == mail.Amp!.Contains(title, StringComparison.Ordinal), $"{template}/{sample} ({string.Join(',', words)}): {title}");
            }
        }
    }

    // Each person is another mixture; the same in each run.
    private static SampleProfile Person(int i)
    {
        T Of<T>(T[] all, int by) => all[(i / by + i * by) % all.Length];
        var name = Names[i % Names.Length];
        object Product(int n) => new Dictionary<string, object?>
        {
            ["name"] = Names[(i + n) % Names.Length],
            ["price"] = n % 3 == 0 ? null : (i * 7 + n) / 4.0,
            ["quantity"] = n % 4,
            ["image"] = n % 2 == 0 ? $"https://shop.people.example/img/{name}-{n}.png" : $"javascript:{n}",
            ["url"] = n % 5 == 0 ? "https://elsewhere.example" : $"https://shop.people.example/p/{n}?q={name}&c=\"<>",
        };
        var profile = new Dictionary<string, object?>
        {
            ["first_name"] = name,
            ["tier"] = Of(Tiers, 3),
            ["points"] = i % 7 == 0 ? "many" : i * 97 % 12_000,
            ["store"] = Of(Stores, 5),
            ["favourite_category"] = Of(Tastes, 2),
            ["locale"] = Of(Locales, 11),
            ["currency"] = i % 3 == 0 ? "EUR" : i % 3 == 1 ? "USD" : "x",
            ["last_seen"] = Of(Seen, 7),
            ["marketing_consent"] = i % 2 == 0,
            ["personalization_consent"] = i % 5 != 0,
            ["recommended"] = Enumerable.Range(0, i % 6).Select(Product),
            ["cart"] = Enumerable.Range(0, i % 9).Select(Product),
        };
        return new SampleProfile($"{i}", new Profile(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(profile))), default, null);
    }
}
