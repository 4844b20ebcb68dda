using System.Globalization;
using System.Text.Json;
using Renderer.Sandbox.People;
using Xunit;
using static Renderer.ServerTests.Sandbox.RunningSandbox;

namespace Renderer.ServerTests.Sandbox;

public sealed class InventedPeopleTests(ReadOnlySandbox shared) : IClassFixture<ReadOnlySandbox>
{
    private static readonly PropertyCatalogue Catalogue = new();

    private readonly RunningSandbox sandbox = shared.Sandbox;

    [Fact]
    public async Task All_thousand_are_there_by_id_and_by_address()
    {
        var found = 0;
        foreach (var chunk in Enumerable.Range(1, 1000).Chunk(100))
        {
            var byId = await sandbox.PostAsync(
                Contacts + "/batch/read",
                new { properties = Catalogue.All.Select(one => one.Name), inputs = chunk.Select(number => new { id = $"p{number:D4}" }) });
            var byEmail = await sandbox.PostAsync(
                Contacts + "/batch/read",
                new { idProperty = "email", inputs = chunk.Select(number => new { id = $"p{number:D4}@people.example" }) });
            Assert.All(byId.GetProperty("results").EnumerateArray(), one => Assert.Equal(
                one.GetProperty("id").GetString() + "@people.example",
                one.GetProperty("properties").GetProperty("email").GetString()));
            found += byId.GetProperty("results").GetArrayLength() + byEmail.GetProperty("results").GetArrayLength();
        }

        Assert.Equal(2000, found);
    }

    [Fact]
    public void Names_tell_people_apart()
    {
        var names = Varied().Select(person => $"{Get(person, "firstname")}|{Get(person, "lastname")}").ToList();

        Assert.InRange(names.Distinct().Count(), 950, 1000);
    }

    [Fact]
    public void Names_come_in_many_scripts()
    {
        var letters = string.Concat(Varied().Select(person => Get(person, "firstname") + Get(person, "lastname")));

        Assert.All(
            new (char First, char Last)[]
            {
                ('À', 'ž'), ('Α', 'ω'), ('А', 'я'), ('א', 'ת'), ('ء', 'ي'), ('अ', 'ह'), ('ก', 'ฮ'), ('ა', 'ჰ'), ('가', '힣'), ('一', '鿿'), ('ぁ', 'ん'), ('\ud83c', '\ud83e'), ('\u0300', '\u036f'),
            },
            script => Assert.Contains(letters, letter => letter >= script.First && letter <= script.Last));
        Assert.Contains(Varied(), person => Get(person, "firstname")?.Length == 1);
        Assert.Contains(Varied(), person => Get(person, "lastname")?.Length >= 60);
    }

    [Theory]
    [InlineData("tier", 80, 250)]
    [InlineData("birthday", 100, 300)]
    [InlineData("cart", 400, 700)]
    [InlineData("last_order_date", 250, 500)]
    [InlineData("marketing_consent", 30, 200)]
    [InlineData("firstname", 5, 80)]
    [InlineData("email", 0, 0)]
    public void Some_lack_what_others_have(string name, int least, int most)
    {
        Assert.InRange(Varied().Count(person => Get(person, name) is null), least, most);
    }

    [Fact]
    public void One_in_twenty_is_hostile_and_only_those()
    {
        var hostile = Varied()
            .Where(person => (Get(person, "bio") ?? "").Contains("onclick", StringComparison.Ordinal) || Get(person, "bio")?.Length > 50_000)
            .Select(person => person.Origin!.Value.Number)
            .ToList();

        Assert.Equal(Enumerable.Range(1, 50).Select(turn => turn * 20), hostile);
        var all = string.Concat(hostile.SelectMany(number => Catalogue.All.Select(one => Varied()[number - 1].Get(one))));
        Assert.All(
            ["<script>", "onerror=", "</style>", "-->", "<![endif]", "{{", "{%", "*|EMAIL|*", "%%emailaddr%%", "javascript:", "JaVaScRiPt:", "\r\nBcc:", "\0", "undefined", "'; DROP TABLE", "\u202e"],
            value => Assert.Contains(value, all, StringComparison.Ordinal));
        Assert.Contains(hostile, number => Get(Varied()[number - 1], "tier") == "gold");
    }

    [Fact]
    public void What_is_not_hostile_is_well_formed()
    {
        foreach (var person in Varied().Where(person => person.Origin!.Value.Number % 20 != 0))
        {
            Assert.All(new[] { "cart", "recommended", "orders" }, name => JsonDocument.Parse(Get(person, name) ?? "[]"));
            Assert.All(new[] { "points", "last_order_total", "lifetime_value", "order_count" }, name => Number(Get(person, name) ?? "0"));
            Assert.All(new[] { "birthday", "signup_date", "last_order_date", "last_seen", "createdate" }, name =>
                DateTimeOffset.Parse(Get(person, name) ?? "2026-01-01", CultureInfo.InvariantCulture));
            Assert.True(Get(person, "time_zone") is not { } zone || TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _), Get(person, "time_zone"));
            Assert.True(Get(person, "locale") is not { } locale || CultureInfo.GetCultureInfo(locale, predefinedOnly: true) is not null);
        }
    }

    [Fact]
    public void The_last_order_is_the_first_of_the_list()
    {
        var buyers = Varied().Where(person => person.Origin!.Value.Number % 20 != 0 && person.Origin.Value.Number > 12 && Get(person, "orders") is not null);
        foreach (var person in buyers)
        {
            var order = JsonDocument.Parse(Get(person, "orders")!).RootElement[0];
            Assert.Equal(Get(person, "last_order_date"), order.GetProperty("date").GetString());
            Assert.Equal(Number(Get(person, "last_order_total")!), order.GetProperty("total").GetDecimal());
            Assert.Equal(
                order.GetProperty("total").GetDecimal(),
                order.GetProperty("items").EnumerateArray().Sum(item => item.GetProperty("price").GetDecimal() * item.GetProperty("quantity").GetInt32()));
        }
    }

    [Fact]
    public void The_same_person_comes_out_of_every_process()
    {
        Assert.Equal("Gen0000042 Ксения", Get(new Person("g0000042", new Seed('g', 42), []), "firstname"));
    }

    [Fact]
    public async Task A_generated_persons_name_begins_with_the_id()
    {
        foreach (var number in new[] { 1, 42, 99_999, 100_000 })
        {
            var person = await sandbox.GetAsync($"/sandbox/people/g{number:D7}");
            Assert.StartsWith($"Gen{number:D7} ", person.GetProperty("firstname").GetString(), StringComparison.Ordinal);
        }
    }

    private static List<Person> Varied() =>
        [.. Enumerable.Range(1, Seed.Varied).Select(number => new Person($"p{number:D4}", new Seed('p', number), []))];

    private static string? Get(Person person, string name) => person.Get(Catalogue, name);

    private static decimal Number(string text) => decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
}
